package io.mesosbridge.commands;

import io.mesosbridge.core.language.CommandType;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.state.Intent;
import io.mesosbridge.state.Keys;
import io.mesosbridge.state.ResultIndex;
import io.mesosbridge.state.ResultIndex.Place;
import io.mesosbridge.state.StateJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Writes results, and the first one again when a command is repeated. */
final class CommandResults {

  private static final Logger LOG = Logger.getLogger(CommandResults.class);

  private final Journal journal;
  private final Topics topics;
  private final ResultIndex index;
  private final FirstResults firstResults;
  private final Replies replies;
  private final MeterRegistry meters;

  CommandResults(
      Journal journal,
      Topics topics,
      ResultIndex index,
      FirstResults firstResults,
      Replies replies,
      MeterRegistry meters) {
    this.journal = journal;
    this.topics = topics;
    this.index = index;
    this.firstResults = firstResults;
    this.replies = replies;
    this.meters = meters;
  }

  Optional<Place> first(String commandId) {
    return index.find(commandId);
  }

  /**
   * Writes the first result, in brief when the topic takes no more; its bytes are told once Kafka
   * has them, or will have none.
   */
  void write(CommandResult result, String traceparent, Consumer<byte[]> written) {
    meters
        .counter(
            "bridge.commands",
            "type",
            CommandType.of(result.type()).map(Enum::name).orElse("unknown"),
            "outcome",
            result.outcome().name(),
            "error",
            result.error() == null ? "none" : result.error().code().name())
        .increment();
    CommandResult brief = result.inBrief();
    Runnable giveUp = () -> written.accept(StateJson.write(brief));
    write(result, traceparent, written, () -> write(brief, traceparent, written, giveUp));
  }

  private void write(
      CommandResult result, String traceparent, Consumer<byte[]> written, Runnable tooLarge) {
    byte[] json = StateJson.write(result);
    String id = result.commandId();
    var record = journal.own(topics.commandResults.name(), id, "command-result", id, json);
    journal.writeSurely(
        Journal.with(record, "traceparent", traceparent),
        metadata -> {
          index.add(id, new Place(metadata.partition(), metadata.offset(), metadata.timestamp()));
          written.accept(json);
        },
        tooLarge);
  }

  /**
   * Remembers for the case of a crash that the command's call is about to be sent.
   *
   * @param tooLarge told instead when there is no room for so much
   */
  void writeIntent(Intent intent, Runnable written, Runnable tooLarge) {
    String key = Keys.intent(intent.commandId());
    journal.writeSurely(
        journal.own(
            topics.state.name(), key, "intent", intent.commandId(), StateJson.write(intent)),
        metadata -> written.run(),
        tooLarge);
  }

  /** The command has its result: what was remembered for the case of a crash is forgotten. */
  void forgetIntent(String commandId) {
    String key = Keys.intent(commandId);
    journal.writeSurely(
        journal.own(topics.state.name(), key, "intent", commandId, null), metadata -> {});
  }

  /**
   * Settles a command that repeats one with a result.
   *
   * @param anew told instead when Kafka keeps that result no longer
   */
  void again(CommandMessage repeat, String commandId, Place place, Runnable anew) {
    firstResults.read(
        place,
        found ->
            found.ifPresentOrElse(
                json -> again(repeat, commandId, json),
                () -> {
                  LOG.infof("The first result of command %s is kept no longer", commandId);
                  index.forget(commandId, place);
                  anew.run();
                }));
  }

  /**
   * Settles a command that repeats one with that result. A record that Kafka delivered twice has
   * its result already; one that was produced twice gets it a second time, unchanged.
   */
  void again(CommandMessage repeat, String commandId, byte[] firstResult) {
    meters.counter("bridge.commands.repeated").increment();
    if (isResultOf(repeat, firstResult)) {
      settle(repeat, commandId, firstResult);
      return;
    }
    var record =
        journal.own(
            topics.commandResults.name(), commandId, "command-result", commandId, firstResult);
    journal.writeSurely(
        Journal.with(record, "traceparent", repeat.header("traceparent").orElse(null)),
        metadata -> settle(repeat, commandId, firstResult),
        () -> settle(repeat, commandId, firstResult));
  }

  /** Answers whoever waits for a reply, and lets the offset be committed. */
  void settle(CommandMessage message, String commandId, byte[] result) {
    replies.reply(message.headers(), commandId, result);
    message.settle();
  }

  /** The same for a record that is no command at all. */
  void settleAsDeadLetter(CommandMessage message, String commandId, byte[] result, String why) {
    replies.reply(message.headers(), commandId, result);
    message.settleAsDeadLetter(why);
  }

  private static boolean isResultOf(CommandMessage message, byte[] json) {
    try {
      var command = StateJson.read(json, CommandResult.class).command();
      return command != null
          && Objects.equals(command.topic(), message.topic())
          && command.partition() == message.partition()
          && command.offset() == message.offset();
    } catch (IOException notOurs) {
      LOG.debug("A result that this bridge did not write", notOurs);
      return false;
    }
  }
}
