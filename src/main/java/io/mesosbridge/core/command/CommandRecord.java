package io.mesosbridge.core.command;

import io.mesosbridge.core.language.Command;
import java.time.Instant;

/**
 * A record of the topic of commands.
 *
 * @param position where it stands
 * @param receivedAt when the bridge received it
 * @param ceId its header {@code ce_id}, or null
 * @param traceparent its header {@code traceparent}, or null
 * @param value its value, not to be changed; null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are read, not compared
public record CommandRecord(
    Position position, Instant receivedAt, String ceId, String traceparent, byte[] value) {

  /** Its offset. */
  public long offset() {
    return position.offset();
  }

  /** How large its value is. */
  public int bytes() {
    return value == null ? 0 : value.length;
  }

  /** What a command takes from it that does not say otherwise. */
  public Command.Source source() {
    return new Command.Source(position.topic(), position.partition(), offset(), ceId);
  }
}
