package io.mesosbridge.core.command;

import io.mesosbridge.core.command.Intent.Position;
import io.mesosbridge.core.language.Command;
import java.time.Instant;

/**
 * A record of the topic of commands.
 *
 * @param topic the topic it was read from
 * @param partition its partition
 * @param offset its offset
 * @param receivedAt when the bridge received it
 * @param ceId its header {@code ce_id}, or null
 * @param traceparent its header {@code traceparent}, or null
 * @param value its value, not to be changed; null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are read, not compared
public record CommandRecord(
    String topic,
    int partition,
    long offset,
    Instant receivedAt,
    String ceId,
    String traceparent,
    byte[] value) {

  /** Where it stands. */
  public Position position() {
    return new Position(topic, partition, offset);
  }

  /** How large its value is. */
  public int bytes() {
    return value == null ? 0 : value.length;
  }

  Command.Source source() {
    return new Command.Source(topic, partition, offset, ceId);
  }
}
