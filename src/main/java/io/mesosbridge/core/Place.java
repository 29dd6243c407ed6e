package io.mesosbridge.core;

/**
 * Where Kafka has put a record.
 *
 * @param partition of its topic
 * @param offset in the partition
 */
public record Place(int partition, long offset) {

  /** Whether it stands before that one in the same partition. */
  public boolean isBefore(Place other) {
    return partition == other.partition && offset < other.offset;
  }
}
