package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.TaskStatus.Health;
import io.mesosbridge.sandbox.mesos.TaskStatus.Source;
import io.mesosbridge.sandbox.mesos.resources.Resources;
import java.util.UUID;

/** A task on its agent, with what the agent knows and what it last made known. */
final class Task {

  private final String id;
  private final Framework.Info framework;
  private final JsonNode info;
  private final Agent agent;
  private final Executor executor;
  private final Resources resources;
  private final String container = UUID.randomUUID().toString();
  private final Cluster cluster;
  private final UpdateStream updates;
  private final TaskRun run;
  private TaskState state = TaskState.STAGING;
  private Health health = Health.UNCHECKED;
  private JsonNode containerStatus;
  private TaskStatus reported;

  Task(Framework.Info framework, JsonNode info, Agent agent, Executor executor, Cluster cluster) {
    this.id = Json.idIn(info, "task_id");
    this.framework = framework;
    this.info = info;
    this.agent = agent;
    this.executor = executor;
    this.resources = Resources.of(info.path("resources"));
    this.cluster = cluster;
    this.updates = new UpdateStream(this, cluster);
    this.run = new TaskRun(this, cluster);
  }

  String id() {
    return id;
  }

  Framework.Info framework() {
    return framework;
  }

  JsonNode info() {
    return info;
  }

  Agent agent() {
    return agent;
  }

  Executor executor() {
    return executor;
  }

  Resources resources() {
    return resources;
  }

  UpdateStream updates() {
    return updates;
  }

  TaskRun run() {
    return run;
  }

  /** The state on the agent, which the master may not have heard of yet. */
  TaskState state() {
    return state;
  }

  /** The last update that reached the master; null before the first. */
  TaskStatus reported() {
    return reported;
  }

  void reported(TaskStatus status) {
    this.reported = status;
  }

  /** The state that the master tells when it is asked. */
  TaskState reportedState() {
    return reported == null ? TaskState.STAGING : reported.state();
  }

  Health health() {
    return health;
  }

  void health(Health health) {
    this.health = health;
  }

  /** Puts a running task in place without the updates that led there. */
  void alreadyRunning() {
    state = TaskState.RUNNING;
    containerStatus = executor.containerStatus(container, state);
    reported = status(Source.EXECUTOR, null, null, containerStatus);
  }

  /** Makes an update of the executor and hands it to the task's update stream. */
  void report(TaskState newState, String reason, String message) {
    if (newState != state || containerStatus == null) {
      containerStatus = executor.containerStatus(container, newState);
    }
    report(newState, status(newState, Source.EXECUTOR, reason, message, containerStatus));
  }

  /** Makes an update of the agent itself, which knows nothing of the container. */
  void reportByAgent(TaskState newState, String reason, String message) {
    health = Health.UNCHECKED;
    report(newState, status(newState, Source.AGENT, reason, message, null));
  }

  private void report(TaskState newState, TaskStatus status) {
    if (state.hasEnded()) {
      return;
    }
    state = newState;
    cluster.ledger().generated(framework.id(), status);
    if (newState.hasEnded()) {
      run.stop();
      agent.release(this);
    }
    updates.add(status);
  }

  private TaskStatus status(Source source, String reason, String message, JsonNode container) {
    return status(state, source, reason, message, container);
  }

  private TaskStatus status(
      TaskState inState, Source source, String reason, String message, JsonNode container) {
    return new TaskStatus(
        id,
        inState,
        message,
        source,
        reason,
        agent.id(),
        executor.id(),
        Json.timestamp(),
        Ids.uuid(),
        health,
        container,
        null);
  }
}
