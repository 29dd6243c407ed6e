package io.mesosbridge.core.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.LogField;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What became of a command, as it stands in the topic of results.
 *
 * @param commandId the command's id
 * @param type its type, or null when it names none
 * @param outcome what became of it
 * @param frameworkId the framework it was carried out for, or null
 * @param taskIds the tasks that it launches
 * @param agentId the agent it launches on, or null
 * @param offerIds the offers that it uses
 * @param ports for each task that only wanted a number of ports, those that it got
 * @param httpStatus the master's answer, or null when there was none
 * @param error why it was not accepted, or null
 * @param receivedAt ISO-8601 instant
 * @param completedAt ISO-8601 instant
 * @param command where the command stands
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record CommandResult(
    String commandId,
    String type,
    Outcome outcome,
    String frameworkId,
    List<String> taskIds,
    String agentId,
    List<String> offerIds,
    Map<String, List<Long>> ports,
    Integer httpStatus,
    CommandError error,
    String receivedAt,
    String completedAt,
    Position command) {

  private static final Logger LOG = Logger.getLogger(CommandResult.class);
  private static final Set<String> AUDITED = Set.of("TEARDOWN", "UPDATE_FRAMEWORK", "SUBSCRIBE");
  private static final int BRIEF_MESSAGE = 200;

  /** Of a version that did not tell of tasks or ports, too. */
  public CommandResult {
    taskIds = taskIds == null ? List.of() : taskIds;
    ports = ports == null ? Map.of() : ports;
  }

  /** What became of a command that is in hand with its record. */
  static CommandResult of(
      Entry entry, Outcome outcome, Details details, CommandError error, Journal journal) {
    List<String> taskIds = details.taskIds();
    if (taskIds == null) {
      taskIds = entry.reading() instanceof Command command ? command.taskIds() : List.of();
    }
    return new CommandResult(
        entry.id(),
        entry.type(),
        outcome,
        journal.frameworkId(),
        taskIds,
        details.agentId(),
        details.offerIds(),
        details.ports(),
        details.httpStatus(),
        error,
        entry.record().receivedAt().toString(),
        journal.time(),
        entry.record().position());
  }

  /** What became of a command of which nothing is known but that it was about to be sent. */
  static CommandResult ofDoubt(
      Intent intent, Outcome outcome, CommandError error, Journal journal) {
    boolean registered =
        Command.Repetition.named(intent.repetition()) == Command.Repetition.REREGISTER;
    return new CommandResult(
        intent.commandId(),
        intent.type(),
        outcome,
        registered && intent.frameworkId() == null ? journal.frameworkId() : intent.frameworkId(),
        intent.taskIds(),
        intent.agentId(),
        intent.offerIds(),
        intent.ports(),
        null,
        error,
        intent.receivedAt(),
        journal.time(),
        intent.command());
  }

  /** Leaves a line of a command that changes what the framework is. */
  void audit() {
    if (type != null && AUDITED.contains(type)) {
      LOG.infof(
          "Audit: %s %s of %s-%d@%d is %s",
          type,
          LogField.command(commandId),
          command.topic(),
          command.partition(),
          command.offset(),
          outcome,
          LogField.framework(frameworkId));
    }
  }

  /**
   * Whether no other leader would say otherwise of what did not take effect: of a record that is no
   * JSON object. All else may be told in another way under another configuration or by another
   * version, or when other offers and tasks are there.
   */
  boolean isSameForAll() {
    return outcome != Outcome.REJECTED || error.code() == ErrorCode.MALFORMED;
  }

  /** The same without what can be of any length. */
  CommandResult inBrief() {
    return new CommandResult(
        commandId,
        type,
        outcome,
        frameworkId,
        List.of(),
        agentId,
        List.of(),
        Map.of(),
        httpStatus,
        error == null ? null : error.inBrief(BRIEF_MESSAGE),
        receivedAt,
        completedAt,
        command);
  }

  /** Whether it has the code of an error, as all have that were not accepted. */
  public boolean saysWhy() {
    return error != null && error.code() != null;
  }

  /** By what the command is recognised; null when it does not say which. */
  String identity() {
    return commandId == null || command == null ? commandId : command.identity(commandId);
  }

  /** Whether it is a result of the command that is recognised by that. */
  static boolean isOf(byte[] json, String identity) {
    try {
      return identity.equals(StateJson.read(json, CommandResult.class).identity());
    } catch (IOException notOurs) {
      return false; // a result that this bridge did not write
    }
  }

  /** Whether the result is of the command at that position. */
  static boolean isOf(byte[] json, Position position) {
    try {
      return position.equals(StateJson.read(json, CommandResult.class).command());
    } catch (IOException notOurs) {
      return false; // a result that this bridge did not write
    }
  }

  /** What became of a command. */
  public enum Outcome {
    /** The master took the call; what became of it comes as updates. */
    ACCEPTED,
    /** It never took effect, and will not. */
    REJECTED,
    /** The bridge died around sending it, and nobody can tell. */
    UNCERTAIN
  }
}
