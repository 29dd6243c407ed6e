package io.mesosbridge.simulation;

import java.util.Map;

/**
 * A record in a simulated partition.
 *
 * @param offset in its partition
 * @param timestamp when it landed, in milliseconds since the epoch
 * @param key null for none
 * @param value null for a tombstone, not to be changed
 * @param headers by name
 * @param transaction the transaction it belongs to, 0 for none
 * @param writer who wrote it, for promises and stories; a bridge cannot see it
 */
@SuppressWarnings("ArrayRecordComponent") // told apart by offset, not by value
public record SimRecord(
    long offset,
    long timestamp,
    String key,
    byte[] value,
    Map<String, String> headers,
    long transaction,
    String writer) {

  /** A header's value; null when it is not there. */
  public String header(String name) {
    return headers.get(name);
  }

  /** Its size as Kafka counts it, about. */
  public int bytes() {
    return (key == null ? 0 : key.length()) + (value == null ? 0 : value.length);
  }
}
