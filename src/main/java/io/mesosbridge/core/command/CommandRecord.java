package io.mesosbridge.core.command;

import io.mesosbridge.core.language.Command;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A record of the topic of commands.
 *
 * @param position where it stands
 * @param receivedAt when the bridge received it
 * @param ceId its header {@code ce_id}, or null
 * @param traceparent its header {@code traceparent}, or null
 * @param value its value, not to be changed; null for a tombstone
 * @param request the headers by which its writer asks for a reply, empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are read, not compared
public record CommandRecord(
    Position position,
    Instant receivedAt,
    String ceId,
    String traceparent,
    byte[] value,
    Map<String, byte[]> request) {

  private static final int LARGE = 64 * 1024;
  private static final int BYTES_OF_A_NODE = 200;

  /** The same, as part of what that trace context names. */
  public CommandRecord tracedBy(String newTraceparent) {
    return new CommandRecord(position, receivedAt, ceId, newTraceparent, value, request);
  }

  /** Its offset. */
  public long offset() {
    return position.offset();
  }

  /** How large its value is. */
  public int bytes() {
    return value == null ? 0 : value.length;
  }

  /** What its value counts as, as {@link #cost(byte[])} has it. */
  public int cost() {
    return value == null ? 0 : (int) Math.min(Integer.MAX_VALUE, cost(value));
  }

  /**
   * What a command takes in memory, in bytes: of a large one it is not its length that tells, but
   * what a tree of it has nodes, those included that texts of resources are written out to.
   */
  public static long cost(byte[] value) {
    long cost = value.length;
    for (int i = 0; value.length > LARGE && i < value.length; i++) {
      byte b = value[i];
      if (b == '{' || b == '[' || b == ',' || b == ':' || b == ';') {
        cost += BYTES_OF_A_NODE;
      }
    }
    return cost;
  }

  /** What a command takes from it that does not say otherwise. */
  public Command.Source source() {
    return new Command.Source(position.topic(), position.partition(), offset(), ceId);
  }

  /**
   * Where a command's record stands, and what tells it from one that stands there in another topic
   * of the name: a record that is delivered again has the same timestamp and value, one of a topic
   * that was made anew has not.
   *
   * @param timestamp the record's, an ISO-8601 instant; null in what an earlier version wrote
   * @param hash of the record's value, 16 hexadecimal digits; null in what an earlier version wrote
   */
  public record Position(String topic, int partition, long offset, String timestamp, String hash) {

    /** Of a record with that timestamp, in milliseconds of the epoch, and value, null for none. */
    public static Position of(
        String topic, int partition, long offset, long timestamp, byte[] value) {
      String instant = Instant.ofEpochMilli(timestamp).toString();
      return new Position(
          topic, partition, offset, instant, HexFormat.of().toHexDigits(hash(value)));
    }

    /**
     * Two checksums of 32 bits with different polynomials. It is no matter of defence, since
     * whoever writes commands may do anything: of the standard algorithms these take the least
     * time, and the JDK has them.
     */
    static long hash(byte[] value) {
      CRC32 high = new CRC32();
      CRC32C low = new CRC32C();
      if (value != null) {
        high.update(value);
        low.update(value);
      }
      return high.getValue() << 32 | low.getValue();
    }

    /**
     * By what a command is recognised: its id, or, when it has the one that is made of its
     * position, this very record.
     */
    public String identity(String commandId) {
      boolean isDefault = hash != null && commandId.equals(topic + "-" + partition + "-" + offset);
      return isDefault ? commandId + "@" + timestamp + "-" + hash : commandId;
    }
  }
}
