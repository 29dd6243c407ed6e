package io.mesosbridge.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A log: records by offset, with gaps where something was compacted or is a marker. */
public final class SimPartition {

  /**
   * What a reader gets.
   *
   * @param position where to read on, behind markers and gaps as well
   */
  public record Batch(List<SimRecord> records, long position) {}

  private final TreeMap<Long, SimRecord> records = new TreeMap<>();
  private final List<SimRecord> history = new ArrayList<>();

  /** Open transactions with their first offsets. */
  private final Map<Long, Long> open = new LinkedHashMap<>();

  private final Set<Long> aborted = new HashSet<>();
  private long start;
  private long end;

  SimRecord append(
      long timestamp,
      String key,
      byte[] value,
      Map<String, String> headers,
      long transaction,
      String writer) {
    SimRecord record = new SimRecord(end, timestamp, key, value, headers, transaction, writer);
    if (transaction != 0) {
      open.putIfAbsent(transaction, end);
    }
    records.put(end, record);
    history.add(record);
    end++;
    return record;
  }

  /** Ends a transaction with a marker, which takes an offset and is no record. */
  void end(long transaction, boolean commit) {
    if (open.remove(transaction) != null) {
      if (!commit) {
        aborted.add(transaction);
      }
      end++;
    }
  }

  /** The first offset that may still be there. */
  public long start() {
    return start;
  }

  /** The offset that comes next. */
  public long end() {
    return end;
  }

  /** How far a reader of committed records may read. */
  public long stableEnd() {
    return open.values().stream().mapToLong(Long::longValue).min().orElse(end);
  }

  boolean isAborted(SimRecord record) {
    return record.transaction() != 0 && aborted.contains(record.transaction());
  }

  /** The next records from that offset on, at most that many. */
  Batch read(long from, int most, boolean committedOnly) {
    long limit = committedOnly ? stableEnd() : end;
    List<SimRecord> batch = new ArrayList<>();
    if (from >= limit) {
      return new Batch(batch, from);
    }
    for (SimRecord record : records.subMap(from, limit).values()) {
      if (batch.size() == most) {
        return new Batch(batch, record.offset());
      }
      if (!committedOnly || !isAborted(record)) {
        batch.add(record);
      }
    }
    return new Batch(batch, limit);
  }

  /** The records that are there now, oldest first. */
  public List<SimRecord> records() {
    return List.copyOf(records.values());
  }

  /** All records that ever were in this log, oldest first, whatever has become of them. */
  public List<SimRecord> history() {
    return history;
  }

  /** Deletes what is older, as retention does. */
  void deleteBefore(long offset) {
    start = Math.max(start, Math.min(offset, end));
    records.headMap(start).clear();
  }

  /**
   * Keeps only the last record of each key, and no tombstones; the last record stays anyway.
   *
   * @param unread from which offset on tombstones are kept as well
   * @param since and from when on
   */
  void compact(long unread, long since) {
    Map<String, Long> last = new LinkedHashMap<>();
    records.values().forEach(record -> last.put(record.key(), record.offset()));
    records
        .values()
        .removeIf(
            record ->
                record.offset() != end - 1
                    && ((record.value() == null
                            && record.offset() < unread
                            && record.timestamp() < since)
                        || last.get(record.key()) != record.offset()));
  }
}
