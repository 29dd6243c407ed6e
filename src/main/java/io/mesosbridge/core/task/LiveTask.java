package io.mesosbridge.core.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.PlainJson;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import io.mesosbridge.core.offer.AgentInfo;
import io.mesosbridge.core.offer.Allocation;
import io.mesosbridge.core.offer.TaskGroups;
import io.mesosbridge.core.offer.TaskGroups.Place;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * A row of the live-task table.
 *
 * @param taskId the task's id
 * @param state the last known state's name in Mesos, e.g. {@code TASK_RUNNING}
 * @param agentId the agent it runs on, or null when no update named it
 * @param executorId its executor, or null
 * @param uuid the last published update's uuid in base64, or null
 * @param updatedAt ISO-8601 instant of the last change
 * @param commandId the command that launched it, or null
 * @param group the group over which constraints count it
 * @param hostname its agent's host, or null when only the agent's id is known
 * @param role what its launch said of it, see {@link Allocation}, or null
 * @param resources likewise
 * @param executorResources likewise
 * @param attributes its agent's, see {@link AgentInfo}
 * @param traceparent that command's W3C trace context, or null; kept in the row's headers
 */
public record LiveTask(
    String taskId,
    String state,
    String agentId,
    String executorId,
    String uuid,
    String updatedAt,
    String commandId,
    String group,
    String hostname,
    String role,
    String resources,
    String executorResources,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> attributes,
    @JsonIgnore String traceparent) {

  /** Refuses a row that names no task or no state; former ones name no group. */
  public LiveTask {
    requireNonNull(taskId, "task_id");
    requireNonNull(state, "state");
    group = group == null ? TaskGroups.of(taskId) : group;
    attributes = attributes == null ? Map.of() : attributes;
  }

  /** The row's JSON; as text where that is the same, since there are so many. */
  byte[] json() {
    boolean isPlain =
        PlainJson.isPlain(taskId)
            && PlainJson.isPlain(state)
            && PlainJson.isPlain(agentId)
            && PlainJson.isPlain(executorId)
            && PlainJson.isPlain(uuid)
            && PlainJson.isPlain(updatedAt)
            && PlainJson.isPlain(commandId)
            && PlainJson.isPlain(group)
            && PlainJson.isPlain(hostname)
            && PlainJson.isPlain(role)
            && PlainJson.isPlain(resources)
            && PlainJson.isPlain(executorResources)
            && attributes.entrySet().stream().allMatch(LiveTask::isPlain);
    return isPlain
        ? PlainJson.join(
            "{\"task_id\":\"",
            taskId,
            "\",\"state\":\"",
            state,
            "\",\"agent_id\":\"",
            agentId,
            "\",\"executor_id\":\"",
            executorId,
            "\",\"uuid\":\"",
            uuid,
            "\",\"updated_at\":\"",
            updatedAt,
            "\",\"command_id\":\"",
            commandId,
            "\",\"group\":\"",
            group,
            "\",\"hostname\":\"",
            hostname,
            "\",\"role\":\"",
            role,
            "\",\"resources\":\"",
            resources,
            "\",\"executor_resources\":\"",
            executorResources,
            attributes.isEmpty() ? "\"}" : "\",\"attributes\":{" + plainAttributes() + "}}")
        : StateJson.write(this);
  }

  private static boolean isPlain(Map.Entry<String, String> attribute) {
    return PlainJson.isPlain(attribute.getKey()) && PlainJson.isPlain(attribute.getValue());
  }

  private String plainAttributes() {
    StringJoiner fields = new StringJoiner("\",\"", "\"", "\"");
    attributes.forEach((name, value) -> fields.add(name + "\":\"" + value));
    return fields.toString();
  }

  /** Whether its launch was taken, and nobody has told anything of it since. */
  public boolean hasNotBeenHeardOf() {
    return uuid == null && state.equals(TaskState.STAGING);
  }

  /** Which command launched it. */
  Launch launch() {
    return new Launch(commandId, traceparent);
  }

  /** The same row with the trace context that its headers hold. */
  public LiveTask tracedBy(String newTraceparent) {
    Allocation allocation = new Allocation(role, resources, executorResources);
    AgentInfo agent = new AgentInfo(agentId, hostname, attributes);
    return with(new Place(group, agent, allocation), newTraceparent);
  }

  /**
   * The same row, counted among the others, with which it shares what they have in common: there
   * may be very many.
   */
  public LiveTask among(TaskGroups groups) {
    Place place =
        groups.hasLiving(taskId, group, agentId, role, resources, executorResources)
            ? groups.placeOf(taskId, commandId)
            : groups.lives(
                taskId,
                group,
                new AgentInfo(agentId, hostname, attributes),
                new Allocation(role, resources, executorResources));
    return isMadeOf(place) ? this : with(place, traceparent);
  }

  @SuppressWarnings("ReferenceEquality") // one map and text for all that have it, not one each
  private boolean isMadeOf(Place place) {
    return attributes == place.agent().attributes()
        && resources == place.allocation().resources()
        && agentId == place.agent().id()
        && state == TaskState.shared(state)
        && executorId == shared(executorId, taskId);
  }

  /** The second one if it is the same text. */
  private static String shared(String text, String other) {
    return Objects.equals(text, other) ? other : text;
  }

  private LiveTask with(Place place, String newTraceparent) {
    return new LiveTask(
        taskId,
        TaskState.shared(state),
        shared(agentId, place.agent().id()),
        shared(executorId, taskId),
        uuid,
        updatedAt,
        commandId,
        place.group(),
        place.agent().hostname(),
        place.allocation().role(),
        place.allocation().resources(),
        place.allocation().executorResources(),
        place.agent().attributes(),
        newTraceparent);
  }

  /**
   * The row after a status, which may leave out what the one before said.
   *
   * @param before the row before, or null
   * @param groups tell where it is, as far as is known
   * @param at ISO-8601 instant of the change
   */
  static LiveTask after(
      TaskStatus status, LiveTask before, Launch launch, TaskGroups groups, String at) {
    Place place = groups.placeOf(status.taskId(), launch.commandId());
    String taskId = before == null ? status.taskId() : before.taskId();
    String agentId = newest(status.agentId(), before == null ? null : before.agentId());
    String executorId = newest(status.executorId(), before == null ? null : before.executorId());
    AgentInfo agent = place.agentOf(agentId);
    return new LiveTask(
        taskId,
        TaskState.shared(status.state()),
        agent.id(),
        shared(executorId, taskId),
        newest(status.uuid(), before == null ? null : before.uuid()),
        at,
        launch.commandId(),
        place.group(),
        agent.hostname(),
        place.allocation().role(),
        place.allocation().resources(),
        place.allocation().executorResources(),
        agent.attributes(),
        launch.traceparent());
  }

  private static String newest(String now, String before) {
    return now == null ? before : now;
  }

  /** The row of a task of which nothing is known yet but that its launch was taken. */
  static LiveTask launched(
      String taskId, String agentId, Launch launch, TaskGroups groups, String at) {
    Place place = groups.placeOf(taskId, launch.commandId());
    AgentInfo agent = place.agentOf(agentId);
    return new LiveTask(
        taskId,
        TaskState.STAGING,
        agentId,
        null,
        null,
        at,
        launch.commandId(),
        place.group(),
        agent.hostname(),
        place.allocation().role(),
        place.allocation().resources(),
        place.allocation().executorResources(),
        agent.attributes(),
        launch.traceparent());
  }

  /**
   * Which command launched a task.
   *
   * @param commandId null when none is known
   * @param traceparent that command's W3C trace context, or null
   */
  public record Launch(String commandId, String traceparent) {

    /** Of a task that no command is known to have launched. */
    public static final Launch UNKNOWN = new Launch(null, null);

    /** What records about the task say of it, and whether it is placed again. */
    public Extras headers(boolean placedAgain) {
      return new Extras(commandId, traceparent, null, placedAgain, false, null);
    }
  }

  /** The live tasks as commands see them. */
  public interface TaskLookup {

    /** The task, if it is live. */
    Optional<LiveTask> find(String taskId);

    /** The live tasks of that executor; ids of executors are unique on an agent only. */
    Stream<LiveTask> findByExecutor(String executorId);
  }
}
