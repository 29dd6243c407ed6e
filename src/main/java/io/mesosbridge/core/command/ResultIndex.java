package io.mesosbridge.core.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.command.CommandRecord.Position;
import java.util.Optional;

/**
 * Where the last result of each command stands, of a bounded number of commands. The results
 * themselves stay in Kafka: they are read back when a command's id is repeated, which is rare, and
 * say then whose they are. So a hash of 64 bits does for an id, and one takes less than 40 bytes: a
 * place in a ring, the oldest first, and two to four in a table with open addressing.
 */
public final class ResultIndex {

  private static final int FIRST_ROOM = 1024;
  private static final int FORGOTTEN = -1;

  private final int most;
  private long[] hashes;
  private long[] offsets;
  private int[] partitions;

  /** One more than a place in the ring; zero for none. */
  private int[] table;

  private int oldest;
  private int used;
  private int size;

  /** An index of that many results at most; with one too many it forgets the oldest. */
  public ResultIndex(int most) {
    this.most = most;
    makeRoom(Math.min(most, FIRST_ROOM));
  }

  private void makeRoom(int room) {
    hashes = new long[room];
    offsets = new long[room];
    partitions = new int[room];
    table = new int[4 * Integer.highestOneBit(room)];
  }

  /** Notes a result; the last one counts. */
  public void add(String identity, Place place) {
    long hash = hash(identity);
    int at = find(hash);
    if (at < 0) {
      at = append(hash);
    }
    offsets[at] = place.offset();
    partitions[at] = place.partition();
  }

  private int append(long hash) {
    if (used == hashes.length && used < most) {
      grow();
    } else if (used == most) {
      dropOldest();
    }
    int at = (oldest + used) % hashes.length;
    used++;
    size++;
    hashes[at] = hash;
    int slot = home(hash);
    while (table[slot] != 0) {
      slot = next(slot);
    }
    table[slot] = at + 1;
    return at;
  }

  private void grow() {
    ResultIndex larger = new ResultIndex(most);
    larger.makeRoom((int) Math.min(most, 2L * used));
    for (int i = 0; i < used; i++) {
      int from = (oldest + i) % hashes.length;
      if (partitions[from] != FORGOTTEN) {
        int to = larger.append(hashes[from]);
        larger.offsets[to] = offsets[from];
        larger.partitions[to] = partitions[from];
      }
    }
    hashes = larger.hashes;
    offsets = larger.offsets;
    partitions = larger.partitions;
    table = larger.table;
    oldest = 0;
    used = larger.used;
  }

  private void dropOldest() {
    if (partitions[oldest] != FORGOTTEN) {
      remove(oldest);
    }
    oldest = (oldest + 1) % hashes.length;
    used--;
  }

  /** The result is not there any more. */
  public void forget(String identity, Place place) {
    int at = find(hash(identity));
    if (at >= 0 && place.equals(new Place(partitions[at], offsets[at]))) {
      remove(at);
      partitions[at] = FORGOTTEN;
    }
  }

  /** Takes it out of the table, and closes the gap for those that found its slot taken. */
  private void remove(int at) {
    int gap = home(hashes[at]);
    while (table[gap] != at + 1) {
      gap = next(gap);
    }
    for (int slot = next(gap); table[slot] != 0; slot = next(slot)) {
      int distance = distance(home(hashes[table[slot] - 1]), slot);
      if (distance >= distance(gap, slot)) {
        table[gap] = table[slot];
        gap = slot;
      }
    }
    table[gap] = 0;
    size--;
  }

  /** Where the command's last result stands, if it has one. */
  public Optional<Place> find(String identity) {
    int at = find(hash(identity));
    return at < 0 ? Optional.empty() : Optional.of(new Place(partitions[at], offsets[at]));
  }

  private int find(long hash) {
    int slot = home(hash);
    while (table[slot] != 0 && hashes[table[slot] - 1] != hash) {
      slot = next(slot);
    }
    return table[slot] - 1;
  }

  private static long hash(String identity) {
    return Position.hash(identity.getBytes(UTF_8));
  }

  private int home(long hash) {
    return (int) ((hash * 0x9E3779B97F4A7C15L) >>> 32) & (table.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (table.length - 1);
  }

  private int distance(int from, int to) {
    return (to - from) & (table.length - 1);
  }

  /** How many commands have a result. */
  public int size() {
    return size;
  }
}
