package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.SimTaskStatus.Health;
import io.mesosbridge.sandbox.mesos.SimTaskStatus.Source;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.List;

/** A task on its agent, with what the agent knows and what it last made known. */
final class Task {

  private final String id;
  private final SimFramework.Info framework;
  private final JsonNode info;
  private final Agent agent;
  private final Executor executor;
  private final SimResources resources;
  private final String container;
  private final Cluster cluster;
  private final UpdateStream updates;
  private final TaskRun run;
  private SimTaskState state = SimTaskState.STAGING;
  private Health health = Health.UNCHECKED;
  private JsonNode containerStatus;
  private SimTaskStatus reported;
  private List<Task> group = List.of();

  Task(
      SimFramework.Info framework, JsonNode info, Agent agent, Executor executor, Cluster cluster) {
    this.id = SimJson.idIn(info, "task_id");
    this.framework = framework;
    this.info = info;
    this.agent = agent;
    this.executor = executor;
    this.resources = SimResources.of(info.path("resources"));
    this.cluster = cluster;
    this.container = Ids.name(cluster.loop());
    this.updates = new UpdateStream(this, cluster);
    this.run = new TaskRun(this, cluster);
  }

  String id() {
    return id;
  }

  SimFramework.Info framework() {
    return framework;
  }

  JsonNode info() {
    return info;
  }

  /** The tasks that were launched together with it and end with it; empty for no group. */
  List<Task> group() {
    return group;
  }

  void group(List<Task> together) {
    this.group = together;
  }

  Agent agent() {
    return agent;
  }

  Executor executor() {
    return executor;
  }

  SimResources resources() {
    return resources;
  }

  UpdateStream updates() {
    return updates;
  }

  TaskRun run() {
    return run;
  }

  /** The state on the agent, which the master may not have heard of yet. */
  SimTaskState state() {
    return state;
  }

  /** The last update that reached the master; null before the first. */
  SimTaskStatus reported() {
    return reported;
  }

  void reported(SimTaskStatus status) {
    this.reported = status;
  }

  /** The state that the master tells when it is asked. */
  SimTaskState reportedState() {
    return reported == null ? SimTaskState.STAGING : reported.state();
  }

  Health health() {
    return health;
  }

  void health(Health health) {
    this.health = health;
  }

  /** Puts a running task in place without the updates that led there. */
  void alreadyRunning() {
    state = SimTaskState.RUNNING;
    containerStatus = executor.containerStatus(container, state);
    reported = status(Source.EXECUTOR, null, null, containerStatus);
  }

  /** Makes an update of the executor and hands it to the task's update stream. */
  void report(SimTaskState newState, String reason, String message) {
    if (newState != state || containerStatus == null) {
      containerStatus = executor.containerStatus(container, newState);
    }
    report(newState, status(newState, Source.EXECUTOR, reason, message, containerStatus));
  }

  /** Makes an update of the agent itself, which knows nothing of the container. */
  void reportByAgent(SimTaskState newState, String reason, String message) {
    health = Health.UNCHECKED;
    report(newState, status(newState, Source.AGENT, reason, message, null));
  }

  private void report(SimTaskState newState, SimTaskStatus status) {
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

  private SimTaskStatus status(Source source, String reason, String message, JsonNode container) {
    return status(state, source, reason, message, container);
  }

  private SimTaskStatus status(
      SimTaskState inState, Source source, String reason, String message, JsonNode container) {
    return new SimTaskStatus(
        id,
        inState,
        message,
        source,
        reason,
        agent.id(),
        executor.id(),
        SimJson.micros(cluster.loop().now()),
        Ids.uuid(cluster.loop()),
        health,
        container,
        null);
  }
}
