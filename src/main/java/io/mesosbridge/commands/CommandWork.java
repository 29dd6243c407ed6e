package io.mesosbridge.commands;

import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandSource;
import io.mesosbridge.core.language.Reading;
import io.mesosbridge.core.language.Refusal;
import io.mesosbridge.state.Intent;
import io.mesosbridge.state.Intent.Position;
import java.util.List;

/**
 * A command from its arrival to its result.
 *
 * @param message the record
 * @param reading what the record says
 * @param company how many launches may share a call with it, itself included
 */
record CommandWork(CommandMessage message, Reading reading, int company) {

  /** So that what becomes of one call does not decide over too many commands. */
  private static final int LARGEST_COMPANY = 100;

  /** A command that has just come. */
  CommandWork(CommandMessage message, Reading reading) {
    this(message, reading, LARGEST_COMPANY);
  }

  /** The same, after a call that it shared with others was refused for all of them. */
  CommandWork inSmallerCompany(int refused) {
    return new CommandWork(message, reading, Math.max(1, refused / 2));
  }

  static CommandSource source(CommandMessage message) {
    return new CommandSource(
        message.topic(),
        message.partition(),
        message.offset(),
        message.header("ce_id").orElse(null));
  }

  /** Its place in the order of commands. */
  long order() {
    return message.offset();
  }

  /** How large its record is. */
  int bytes() {
    return message.value() == null ? 0 : message.value().length;
  }

  String id() {
    return reading instanceof Refusal refusal
        ? refusal.commandId()
        : ((Command) reading).header().id();
  }

  String type() {
    return reading instanceof Refusal refusal
        ? refusal.type()
        : ((Command) reading).header().type().name();
  }

  String traceparent() {
    return message.header("traceparent").orElse(null);
  }

  Position position() {
    return new Position(message.topic(), message.partition(), message.offset());
  }

  Intent intent(
      Command command, String frameworkId, List<String> offerIds, String agentId, boolean placed) {
    return new Intent(
        id(),
        type(),
        command.repetition().name(),
        frameworkId,
        command.taskIds(),
        agentId,
        offerIds,
        placed,
        message.receivedAt().toString(),
        position(),
        traceparent());
  }
}
