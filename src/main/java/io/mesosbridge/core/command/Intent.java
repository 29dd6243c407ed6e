package io.mesosbridge.core.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.mesos.Call.NamedOperation;
import io.mesosbridge.core.offer.AgentInfo;
import io.mesosbridge.core.offer.Allocation;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import java.util.List;
import java.util.Map;

/**
 * A call that must not be repeated and may have been sent; kept under {@code command/<id>} from
 * before it is sent until its result is written.
 *
 * @param commandId the command's id
 * @param type the command's type
 * @param repetition how to find out what became of it, as the command language names it
 * @param frameworkId the framework that it was meant for, or is to register; or null
 * @param taskIds the tasks that it launches, or empty
 * @param operations its other operations that carry an id, or empty
 * @param agentId the agent that all of these are on, or null
 * @param hostname the agent's, and
 * @param attributes its, as {@link AgentInfo} has them; null for not known
 * @param group of all its tasks, or null for that of each one's id
 * @param offerIds the offers that it uses, or empty
 * @param ports those that tasks got which only wanted a number of them
 * @param allocations what its tasks get, as {@link Allocation#inBrief} has it; or empty
 * @param placed whether the bridge chose the offers
 * @param receivedAt ISO-8601 instant
 * @param command where the command stands
 * @param traceparent the command's W3C trace context, or null
 * @param subjects what the command is about, as {@link Subjects} names it; earlier commands about
 *     the same left before this one
 * @param epoch of the leader that wrote it
 * @param attempt tells it from others of the same command in that epoch
 * @param streamId the subscription that the call was meant for, or null
 * @param topicId which topic of the name the command stands in, or null
 * @param formerResult where a result of an earlier command of that id stood, which Kafka may keep
 *     no longer; or null
 */
public record Intent(
    String commandId,
    String type,
    String repetition,
    String frameworkId,
    List<String> taskIds,
    List<NamedOperation> operations,
    String agentId,
    String hostname,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> attributes,
    String group,
    List<String> offerIds,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<Long>> ports,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Allocation> allocations,
    boolean placed,
    String receivedAt,
    Position command,
    String traceparent,
    List<String> subjects,
    long epoch,
    long attempt,
    String streamId,
    String topicId,
    Place formerResult) {

  /** Refuses an intent that does not say which command, where it stands, or what it is about. */
  public Intent {
    requireNonNull(commandId, "command_id");
    requireNonNull(type, "type");
    requireNonNull(repetition, "repetition");
    requireNonNull(command, "command");
    taskIds = taskIds == null ? List.of() : taskIds;
    operations = operations == null ? List.of() : operations;
    offerIds = offerIds == null ? List.of() : offerIds;
    ports = ports == null ? Map.of() : ports;
    allocations = allocations == null ? List.of() : allocations;
    subjects = subjects == null ? Subjects.ofTasks(taskIds) : subjects;
  }

  /** Of a command in hand, as {@link #in} completes it. */
  static Intent of(
      Entry entry,
      Journal journal,
      Command command,
      String frameworkId,
      Prepared.Ready ready,
      boolean placed) {
    return new Intent(
        entry.id(),
        entry.type(),
        command.repetition().name(),
        frameworkId,
        command.taskIds(),
        command.operations(),
        ready.agentId(),
        ready.agent().hostname(),
        ready.agent().attributes(),
        command.group(),
        ready.offerIds(),
        ready.ports(),
        ready.allocations(),
        placed,
        entry.record().receivedAt().toString(),
        entry.record().position(),
        entry.record().traceparent(),
        entry.subjects(),
        journal.epoch(),
        0,
        journal.streamId(),
        null,
        null);
  }

  /**
   * The same intent, as written in that attempt, of a command in the topic of that id, and behind
   * that result.
   */
  Intent in(long newAttempt, String newTopicId, Place newFormerResult) {
    return new Intent(
        commandId,
        type,
        repetition,
        frameworkId,
        taskIds,
        operations,
        agentId,
        hostname,
        attributes,
        group,
        offerIds,
        ports,
        allocations,
        placed,
        receivedAt,
        command,
        traceparent,
        subjects,
        epoch,
        newAttempt,
        streamId,
        newTopicId,
        newFormerResult);
  }

  /** The agent, as far as it is known. */
  AgentInfo agent() {
    return new AgentInfo(agentId, hostname, attributes);
  }

  /** Tells the command from another one that has the same id by its position alone. */
  public String identity() {
    return command.identity(commandId);
  }
}
