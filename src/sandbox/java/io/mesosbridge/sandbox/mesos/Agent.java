package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A machine that runs tasks; it goes on doing so whatever becomes of masters and frameworks. */
final class Agent {

  /**
   * @param longestGrace for tasks to end in, in seconds; infinite for as long as they want
   * @param markGone whether the agent is gone for good once nothing runs on it
   */
  record Drain(double longestGrace, boolean markGone) {}

  private static final int FIRST_PID = 10_000;

  private final String id;
  private final int number;
  private final int port;
  private final ArrayNode attributes;
  private final Cluster cluster;
  private final Set<Task> tasks = new LinkedHashSet<>();
  private final Map<List<String>, Executor> executors = new LinkedHashMap<>();
  private final Map<List<String>, SimOperation> operations = new LinkedHashMap<>();
  private SimResources total;
  private SimResources used = SimResources.NONE;
  private SimResources offered = SimResources.NONE;
  private AgentStatus status = AgentStatus.REGISTERED;
  private boolean away;
  private Long unreachableNanos;
  private JsonNode unavailability;
  private int pids = FIRST_PID;
  private boolean deactivated;
  private Drain drain;

  Agent(
      String id, int number, int port, SimResources total, ArrayNode attributes, Cluster cluster) {
    this.id = id;
    this.number = number;
    this.port = port;
    this.total = total;
    this.attributes = attributes;
    this.cluster = cluster;
  }

  String id() {
    return id;
  }

  SimVersion version() {
    return cluster.version();
  }

  /** From 0, in the order in which the cluster was built. */
  int number() {
    return number;
  }

  int port() {
    return port;
  }

  String pid() {
    return "slave(1)@127.0.0.1:" + port;
  }

  /** Of each another, as constraints want it, and all of this machine. */
  String hostname() {
    return "127.0." + number / 250 + "." + (number % 250 + 1);
  }

  ObjectNode url() {
    ObjectNode url = SimJson.object().put("scheme", "http");
    url.putObject("address").put("hostname", hostname()).put("ip", "127.0.0.1").put("port", port);
    return url.put("path", "/slave(1)");
  }

  ArrayNode attributes() {
    return attributes;
  }

  AgentStatus status() {
    return status;
  }

  void status(AgentStatus changed) {
    status = changed;
  }

  boolean isRegistered() {
    return status == AgentStatus.REGISTERED;
  }

  /** Whether it would not find a master if there was one. */
  boolean isAway() {
    return away;
  }

  void away(boolean now) {
    away = now;
  }

  /** Whether an operator wants nothing of it to be offered. */
  boolean isDeactivated() {
    return deactivated;
  }

  void deactivated(boolean now) {
    deactivated = now;
  }

  /** How an operator wants it to be left; null for not at all. */
  Drain drain() {
    return drain;
  }

  void drain(Drain changed) {
    drain = changed;
  }

  boolean isDrained() {
    return drain != null && tasks.isEmpty() && operations.isEmpty();
  }

  /** Since when the master counts it as unreachable; null while it does not. */
  Long unreachableNanos() {
    return unreachableNanos;
  }

  void unreachableNanos(Long nanos) {
    unreachableNanos = nanos;
  }

  /** The maintenance planned for it; null for none. */
  JsonNode unavailability() {
    return unavailability;
  }

  void unavailability(JsonNode changed) {
    unavailability = changed;
  }

  Set<Task> tasks() {
    return tasks;
  }

  Collection<Executor> executors() {
    return executors.values();
  }

  Executor executor(String frameworkId, String executorId) {
    return executors.get(List.of(frameworkId, executorId));
  }

  /** The operations whose status is not acknowledged, by framework id and operation id. */
  Map<List<String>, SimOperation> operations() {
    return operations;
  }

  /** Whether it is offered only to those who know what GPUs are for. */
  boolean hasGpus() {
    return total.hasAny("gpus");
  }

  SimResources total() {
    return total;
  }

  SimResources used() {
    return used;
  }

  SimResources offered() {
    return offered;
  }

  /** What is neither used nor offered; shared volumes may be used. */
  SimResources available() {
    return total.minus(used.nonShared()).minus(offered);
  }

  void offer(SimResources resources) {
    offered = offered.plus(resources);
  }

  void takeBack(SimResources resources) {
    offered = offered.minus(resources);
  }

  void forgetOffers() {
    offered = SimResources.NONE;
  }

  /** Turns some resources into others, as a reservation or a volume does. */
  void convert(SimResources consumed, SimResources converted) {
    total = total.minus(consumed).plus(converted);
  }

  /** Takes a task over, with an executor of its own or the one that is named. */
  Task launch(SimFramework.Info framework, JsonNode taskInfo, JsonNode executorInfo) {
    Task task = adopt(framework, taskInfo, executorInfo);
    cluster.ledger().launched(framework.id(), task.id(), id, taskInfo.path("name").asText());
    task.run().launch();
    return task;
  }

  Task adopt(SimFramework.Info framework, JsonNode taskInfo, JsonNode executorInfo) {
    boolean command = executorInfo.isMissingNode();
    String executorId =
        command ? SimJson.idIn(taskInfo, "task_id") : SimJson.idIn(executorInfo, "executor_id");
    Executor executor =
        executors.computeIfAbsent(
            List.of(framework.id(), executorId),
            key -> {
              SimResources own = SimResources.of(executorInfo.path("resources"));
              used = used.plus(own);
              return new Executor(
                  executorId, framework.id(), executorInfo, own, Ids.name(cluster.loop()), pids++);
            });
    Task task = new Task(framework, taskInfo, this, executor, cluster);
    executor.tasks().add(task);
    tasks.add(task);
    used = used.plus(task.resources());
    return task;
  }

  /** Gives back what an ended task used. */
  void release(Task task) {
    used = used.minus(task.resources());
  }

  /** Handles an acknowledgement; one that is unknown or out of turn changes nothing. */
  void acknowledge(Task task, String uuid) {
    SimTaskStatus acknowledged = task.updates().acknowledge(uuid);
    if (acknowledged == null) {
      return;
    }
    cluster.ledger().acknowledged(uuid);
    if (acknowledged.state().hasEnded()) {
      tasks.remove(task);
      cluster.taskIsOver(task);
      Executor executor = task.executor();
      executor.tasks().remove(task);
      if (executor.tasks().isEmpty()) {
        exit(executor, 0);
      }
      cluster.connections().taskIsOver(this);
    }
  }

  /** Ends an executor; only a shared one is worth a FAILURE to its framework. */
  void exit(Executor executor, int exitStatus) {
    List<String> key = List.of(executor.frameworkId(), executor.id());
    if (executors.remove(key, executor)) {
      used = used.minus(executor.resources());
      if (!executor.isCommand()) {
        cluster.executorExited(this, executor, exitStatus);
      }
    }
  }

  /** Ends all that runs for a framework, without a word. */
  void shutDown(String frameworkId) {
    endTasks(frameworkId);
    for (var key : List.copyOf(operations.keySet())) {
      if (key.get(0).equals(frameworkId)) {
        operations.remove(key).stop();
      }
    }
  }

  /** Ends a framework's tasks and executors, while its operations stay. */
  void endTasks(String frameworkId) {
    for (Task task : List.copyOf(tasks)) {
      if (task.framework().id().equals(frameworkId)) {
        task.run().stop();
        task.updates().close();
        tasks.remove(task);
        if (!task.state().hasEnded()) {
          release(task);
        }
      }
    }
    for (Executor executor : List.copyOf(executors.values())) {
      if (executor.frameworkId().equals(frameworkId)) {
        executors.remove(List.of(frameworkId, executor.id()));
        used = used.minus(executor.resources());
      }
    }
  }
}
