package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations of one ACCEPT on the resources of its offers, which dwindle from one to the next.
 */
final class Acceptance {

  private final SimFramework framework;
  private final Agent agent;
  private final String role;
  private final Cluster cluster;
  private SimResources available;
  private SimResources untouched;

  /** What tasks may use however often others of this call do already. */
  private SimResources shared;

  Acceptance(
      SimFramework framework, Agent agent, String role, SimResources available, Cluster cluster) {
    this.framework = framework;
    this.agent = agent;
    this.role = role;
    this.available = available;
    this.untouched = available;
    this.shared = available.shared();
    this.cluster = cluster;
  }

  /** What no operation has used or made: what was left of the offers, and is declined. */
  SimResources untouched() {
    return untouched;
  }

  private void use(SimResources resources) {
    available = available.minus(resources);
    untouched = untouched.minus(resources);
  }

  /** The tasks that an operation would launch; none for one that launches nothing. */
  static List<JsonNode> tasks(JsonNode operation) {
    List<JsonNode> tasks = new ArrayList<>();
    operation.path("launch").path("task_infos").forEach(tasks::add);
    operation.path("launch_group").path("task_group").path("tasks").forEach(tasks::add);
    return tasks;
  }

  void carryOut(JsonNode operation) {
    switch (operation.path("type").asText()) {
      case "LAUNCH" -> tasks(operation).forEach(task -> launch(operation, task));
      case "LAUNCH_GROUP" -> launchGroup(operation);
      default -> convert(operation);
    }
  }

  private void launch(JsonNode operation, JsonNode task) {
    JsonNode executor = task.path("executor");
    LaunchRules rules = new LaunchRules(framework, agent, role);
    String broken = rules.broken(operation, task, executor, available.nonShared().plus(shared));
    if (broken != null) {
      refuse(task, "REASON_TASK_INVALID", broken);
    } else {
      use(rules.needed(task).plus(rules.neededFor(executor)));
      start(task, executor, cluster.dropsLaunch());
    }
  }

  private void launchGroup(JsonNode operation) {
    List<JsonNode> tasks = tasks(operation);
    JsonNode executor = operation.path("launch_group").path("executor");
    LaunchRules rules = new LaunchRules(framework, agent, role);
    String broken = rules.brokenGroup(operation, tasks, executor, available);
    if (broken != null) {
      tasks.forEach(task -> refuse(task, "REASON_TASK_GROUP_INVALID", broken));
      return;
    }
    use(rules.neededFor(executor));
    boolean isDropped = cluster.dropsLaunch(); // as a whole, see Slave::_run in slave.cpp
    List<Task> group = new ArrayList<>();
    for (JsonNode task : tasks) {
      use(rules.needed(task));
      group.add(start(task, executor, isDropped));
    }
    group.forEach(task -> task.group(group));
  }

  private Task start(JsonNode task, JsonNode executor, boolean isDropped) {
    Task launched = agent.launch(framework.info(), task, executor);
    framework.tasks().put(launched.id(), launched);
    if (isDropped) {
      cluster.ledger().dropped();
      launched.run().drop();
    }
    return launched;
  }

  private void refuse(JsonNode task, String reason, String message) {
    cluster.ledger().launchesNothing();
    SimTaskStatus status =
        SimTaskStatus.byMaster(
            cluster.loop().now(),
            SimJson.idIn(task, "task_id"),
            SimJson.idIn(task, "agent_id"),
            SimTaskState.ERROR,
            reason,
            message);
    cluster.ledger().refused(framework, status);
    framework.send(status);
  }

  private void convert(JsonNode operation) {
    String id = operation.has("id") ? SimJson.idIn(operation, "id") : null;
    String broken = new OperationRules(framework, agent, role).broken(operation);
    Conversion conversion = broken == null ? Conversion.of(operation) : null;
    String allocatedTo = ResourceRules.allocatedToAll(operation, role);
    if (broken == null
        && !(allocatedTo.equals(role) && available.contains(conversion.consumed()))) {
      broken =
          available.text(role) + " does not contain " + conversion.consumed().text(allocatedTo);
    }
    if (broken != null) {
      if (id != null) {
        framework.send(SimOperation.byMaster(id, "OPERATION_ERROR", broken, null));
      }
      return;
    }
    use(conversion.consumed());
    available = available.plus(conversion.converted());
    shared = shared.minus(conversion.consumed()).plus(conversion.converted().shared());
    agent.convert(conversion.consumed(), conversion.converted());
    if (id != null) {
      SimOperation finished = new SimOperation(id, framework.info(), agent, cluster);
      agent.operations().put(List.of(framework.id(), id), finished);
      finished.start();
    }
  }
}
