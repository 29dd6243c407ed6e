package io.mesosbridge.commands;

import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.ErrorCode;
import io.mesosbridge.core.language.Refusal;
import io.mesosbridge.core.language.Repetition;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.state.Intent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Brings commands to their result, and those that repeat one in hand to the same result. Until its
 * result is written, a command's id is taken.
 */
final class Completion {

  /** With more, whoever repeats himself has to wait, and all with him. */
  private static final int MOST_REPEATS_ASIDE = 1_000;

  private static final int MOST_BYTES_ASIDE = 16 << 20;

  private final Journal journal;
  private final CommandResults results;
  private final Map<String, List<CommandMessage>> repeatsById = new HashMap<>();
  private final Set<String> withIntent = new HashSet<>();
  private int repeatsInHand;
  private long bytesOfRepeats;
  private Consumer<String> onResult = commandId -> {};

  Completion(Journal journal, CommandResults results) {
    this.journal = journal;
    this.results = results;
  }

  /** Who is told of each command that has its result, before it is written. */
  void connect(Consumer<String> whoIsTold) {
    onResult = whoIsTold;
  }

  /** A command with that id is in hand from now on. */
  void begin(String commandId) {
    repeatsById.putIfAbsent(commandId, new ArrayList<>());
  }

  /** A former leader wrote an intent of the command, to be forgotten with its result. */
  void intended(String commandId) {
    withIntent.add(commandId);
  }

  /**
   * Writes an intent of the command, to be forgotten with its result.
   *
   * @param tooLarge told instead when there is no room for so much
   */
  void intend(Intent intent, Runnable written, Runnable tooLarge) {
    intended(intent.commandId());
    results.writeIntent(intent, written, tooLarge);
  }

  /**
   * Whether the record repeats a command that has a result or is in hand; if so, it will be settled
   * with that result.
   *
   * @param anew told when that result turns out to be kept no longer, so that it is no repeat
   */
  boolean isRepeat(String commandId, CommandMessage message, Runnable anew) {
    List<CommandMessage> repeats = repeatsById.get(commandId);
    if (repeats != null) {
      repeats.add(message);
      repeatsInHand++;
      bytesOfRepeats += size(message);
      if (repeatsInHand <= MOST_REPEATS_ASIDE && bytesOfRepeats <= MOST_BYTES_ASIDE) {
        message.stepAside();
      }
      return true;
    }
    var first = results.first(commandId);
    first.ifPresent(place -> results.again(message, commandId, place, anew));
    return first.isPresent();
  }

  /** The id is free again, although there is no result; returns the records that repeat it. */
  List<CommandMessage> release(String commandId) {
    forgetIntent(commandId);
    return removeRepeats(commandId);
  }

  private List<CommandMessage> removeRepeats(String commandId) {
    List<CommandMessage> repeats = repeatsById.remove(commandId);
    if (repeats == null) {
      return List.of();
    }
    repeatsInHand -= repeats.size();
    repeats.forEach(repeat -> bytesOfRepeats -= size(repeat));
    return repeats;
  }

  private static int size(CommandMessage message) {
    return message.value() == null ? 0 : message.value().length;
  }

  /** Whether the command has a result. */
  boolean hasResult(String commandId) {
    return results.first(commandId).isPresent();
  }

  /** It is no command, or one that must not be carried out. */
  void refused(CommandWork work, Refusal refusal) {
    CommandResult result =
        result(work, refusal.type(), Outcome.REJECTED, List.of(), Details.NONE, refusal.error());
    write(
        result,
        work.traceparent(),
        json -> {
          forgetIntent(work.id());
          if (refusal.isDeadLetter()) {
            results.settleAsDeadLetter(work.message(), work.id(), json, refusal.error().message());
          } else {
            results.settle(work.message(), work.id(), json);
          }
          settleRepeats(work.id(), json);
        });
  }

  /** A call that a former leader sent has been decided; its record comes again, or has. */
  void decided(Intent intent, Outcome outcome, CommandError error) {
    boolean isAboutThisFramework = Repetition.named(intent.repetition()) == Repetition.REREGISTER;
    CommandResult result =
        new CommandResult(
            intent.commandId(),
            intent.type(),
            outcome,
            isAboutThisFramework ? journal.frameworkId() : intent.frameworkId(),
            intent.taskIds(),
            intent.agentId(),
            intent.offerIds(),
            null,
            error,
            intent.receivedAt(),
            Instant.now().toString(),
            intent.command());
    write(
        result,
        intent.traceparent(),
        json -> {
          forgetIntent(intent.commandId());
          settleRepeats(intent.commandId(), json);
        });
  }

  /** This became of it; the error is null when it was accepted. */
  void finish(CommandWork work, Outcome outcome, Details details, CommandError error) {
    Command command = (Command) work.reading();
    List<String> taskIds = details.taskIds == null ? command.taskIds() : details.taskIds;
    CommandResult result = result(work, work.type(), outcome, taskIds, details, error);
    write(
        result,
        work.traceparent(),
        json -> {
          forgetIntent(work.id());
          results.settle(work.message(), work.id(), json);
          settleRepeats(work.id(), json);
        });
  }

  /** It never took effect, and will not; the field is null when it is about no one field. */
  void reject(CommandWork work, ErrorCode code, String message, String field) {
    finish(work, Outcome.REJECTED, Details.NONE, new CommandError(code, message, field));
  }

  private void write(CommandResult result, String traceparent, Consumer<byte[]> written) {
    onResult.accept(result.commandId());
    results.write(result, traceparent, written);
  }

  private CommandResult result(
      CommandWork work,
      String type,
      Outcome outcome,
      List<String> taskIds,
      Details details,
      CommandError error) {
    return new CommandResult(
        work.id(),
        type,
        outcome,
        journal.frameworkId(),
        taskIds,
        details.agentId,
        details.offerIds,
        details.httpStatus,
        error,
        work.message().receivedAt().toString(),
        Instant.now().toString(),
        work.position());
  }

  private void forgetIntent(String commandId) {
    if (withIntent.remove(commandId)) {
      results.forgetIntent(commandId);
    }
  }

  private void settleRepeats(String commandId, byte[] json) {
    removeRepeats(commandId).forEach(repeat -> results.again(repeat, commandId, json));
  }

  /**
   * What a result tells of the call.
   *
   * @param taskIds null for those that the command launches
   * @param httpStatus null when the master did not answer
   */
  record Details(List<String> taskIds, String agentId, List<String> offerIds, Integer httpStatus) {

    static final Details NONE = new Details(null, null, List.of(), null);

    static Details of(Intent intent) {
      return new Details(intent.taskIds(), intent.agentId(), intent.offerIds(), null);
    }
  }
}
