package io.mesosbridge.core.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.command.CommandRecord.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where results stand, of the last commands that have one. The results themselves stay in Kafka:
 * they are read back when a command's id is repeated, which is rare, and say then whose they are.
 * So a hash of 64 bits does for an id.
 *
 * <p>At most 16 bytes a result: the index consists of parts, each with open addressing, of which
 * the newest grows by an eighth at a time and the oldest is forgotten as a whole. So up to a
 * sixteenth more is remembered than has to be.
 */
public final class ResultIndex {

  private static final int PARTS = 16;

  private final int most;
  private final Deque<Part> newestFirst = new ArrayDeque<>();
  private int size;

  /** An index of that many results at least. */
  public ResultIndex(int most) {
    this.most = most;
  }

  /** Notes a result; the last one of a command counts. */
  public void add(String identity, Place place) {
    long hash = hash(identity);
    if (newestFirst.isEmpty() || newestFirst.element().isFullFor(place)) {
      newestFirst.push(new Part((most - 1) / PARTS + 1));
    }
    size += newestFirst.element().add(hash, place) ? 1 : 0;
    if (size - newestFirst.getLast().used >= most) {
      size -= newestFirst.removeLast().used;
    }
  }

  /** Where the command's last result stands, if it has one. */
  public Optional<Place> find(String identity) {
    return findAll(identity).stream().findFirst();
  }

  /**
   * Where results stand that may be the command's, the last one first: former ones of its own, and
   * in theory those of a command whose id has the same hash.
   */
  public List<Place> findAll(String identity) {
    long hash = hash(identity);
    List<Place> places = new ArrayList<>(0);
    newestFirst.forEach(part -> part.find(hash, places));
    return places;
  }

  /** How many results are remembered. */
  public int size() {
    return size;
  }

  /** Zero stands for none. */
  private static long hash(String identity) {
    long hash = Position.hash(identity.getBytes(UTF_8));
    return hash == 0 ? 1 : hash;
  }

  /** The results of some time. A place is the number of a page, and the offset within that. */
  private static final class Part {

    private static final int FIRST_ROOM = 16;

    /** A command with many results, or commands with one hash: no more of them have to be told. */
    private static final int MOST_ALIKE = 3;

    private static final int PAGE_BITS = 16;
    private static final int MOST_PAGES = 1 << (Integer.SIZE - PAGE_BITS);
    private static final int OF_OFFSET = (1 << PAGE_BITS) - 1;

    private final int most;
    private final List<Place> pages = new ArrayList<>();
    private final Map<Place, Integer> numbers = new HashMap<>();
    private long[] hashes = new long[FIRST_ROOM];
    private int[] places = new int[FIRST_ROOM];
    private int used;

    Part(int most) {
      this.most = most;
    }

    boolean isFullFor(Place place) {
      return used == most || (pages.size() == MOST_PAGES && !numbers.containsKey(pageOf(place)));
    }

    private static Place pageOf(Place place) {
      return new Place(place.partition(), place.offset() >>> PAGE_BITS);
    }

    /** Puts it before those of the same hash; returns whether none of these had to go for it. */
    boolean add(long hash, Place place) {
      if (8L * used >= 7L * hashes.length) {
        grow();
      }
      int moved = (numberOf(pageOf(place)) << PAGE_BITS) | ((int) place.offset() & OF_OFFSET);
      int alike = 0;
      int slot = home(hash);
      for (; hashes[slot] != 0; slot = next(slot)) {
        if (hashes[slot] == hash) {
          int older = places[slot];
          places[slot] = moved;
          moved = older;
          alike++;
          if (alike == MOST_ALIKE) {
            return false;
          }
        }
      }
      put(slot, hash, moved);
      used++;
      return true;
    }

    private int numberOf(Place page) {
      Integer number = numbers.putIfAbsent(page, pages.size());
      if (number == null) {
        pages.add(page);
      }
      return number == null ? pages.size() - 1 : number;
    }

    private void put(int slot, long hash, int place) {
      hashes[slot] = hash;
      places[slot] = place;
    }

    /** From behind a gap on, so that those of the same hash keep their order. */
    private void grow() {
      long[] formerHashes = hashes;
      int[] formerPlaces = places;
      int room = formerHashes.length;
      hashes = new long[room + room / 8];
      places = new int[hashes.length];
      int gap = 0;
      while (formerHashes[gap] != 0) {
        gap++;
      }
      for (int i = 1; i < room; i++) {
        int from = (gap + i) % room;
        if (formerHashes[from] != 0) {
          int slot = home(formerHashes[from]);
          while (hashes[slot] != 0) {
            slot = next(slot);
          }
          put(slot, formerHashes[from], formerPlaces[from]);
        }
      }
    }

    void find(long hash, List<Place> found) {
      for (int slot = home(hash); hashes[slot] != 0; slot = next(slot)) {
        if (hashes[slot] == hash) {
          Place page = pages.get(places[slot] >>> PAGE_BITS);
          long offset = (page.offset() << PAGE_BITS) | (places[slot] & OF_OFFSET);
          found.add(new Place(page.partition(), offset));
        }
      }
    }

    private int home(long hash) {
      return (int) ((((hash * 0x9E3779B97F4A7C15L) >>> 32) * hashes.length) >>> 32);
    }

    private int next(int slot) {
      return slot + 1 == hashes.length ? 0 : slot + 1;
    }
  }
}
