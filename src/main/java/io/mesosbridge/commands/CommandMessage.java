package io.mesosbridge.commands;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** A record of the command topic, to be settled exactly once. */
public interface CommandMessage {

  /** The topic it was read from. */
  String topic();

  /** Its partition. */
  int partition();

  /** Its offset. */
  long offset();

  /** When the bridge received it. */
  Instant receivedAt();

  /** Its headers. */
  Headers headers();

  /** Its value; null for a tombstone. */
  byte[] value();

  /** A header's value in UTF-8; one of more than 1,000 bytes counts as none. */
  Optional<String> header(String name);

  /** It has its result: its offset may be committed. */
  void settle();

  /** It has its result and goes to the dead letters as well. */
  void settleAsDeadLetter(String why);

  /** It will take long: others may come in its place meanwhile. */
  void stepAside();
}
