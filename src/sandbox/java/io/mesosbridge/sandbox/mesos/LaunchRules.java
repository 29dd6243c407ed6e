package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a task must be like to be launched, in the order and words of {@code validation.cpp}. */
final class LaunchRules {

  private final SimFramework framework;
  private final Agent agent;
  private final String role;

  LaunchRules(SimFramework framework, Agent agent, String role) {
    this.framework = framework;
    this.agent = agent;
    this.role = role;
  }

  SimResources needed(JsonNode task) {
    return SimResources.of(task.path("resources"));
  }

  /** What an executor needs in addition: nothing when it runs already. */
  SimResources neededFor(JsonNode executor) {
    boolean runs = agent.executor(framework.id(), SimJson.idIn(executor, "executor_id")) != null;
    return runs ? SimResources.NONE : SimResources.of(executor.path("resources"));
  }

  /** What is wrong with a task; null when nothing is. */
  String broken(JsonNode operation, JsonNode task, JsonNode executor, SimResources available) {
    return FrameworkRules.firstOf(
        List.of(
            () -> operationId(operation),
            () -> identity(task),
            () -> ownExecutor(task, executor),
            () -> amount(needed(task).plus(neededFor(executor)), available)));
  }

  /** What is wrong with any task of a group or with its executor; null when nothing is. */
  String brokenGroup(
      JsonNode operation, List<JsonNode> tasks, JsonNode executor, SimResources available) {
    String broken =
        FrameworkRules.firstOf(
            List.of(
                () -> operationId(operation),
                () -> tasks.isEmpty() ? "Task group cannot be empty" : null,
                () -> executor(executor)));
    Set<String> seen = new HashSet<>();
    SimResources sum = neededFor(executor);
    for (JsonNode task : tasks) {
      String id = SimJson.idIn(task, "task_id");
      if (broken == null) {
        broken = seen.add(id) ? identity(task) : "Task has duplicate ID: " + id;
      }
      if (broken == null && task.has("executor")) {
        broken = "'TaskInfo.executor' must not be set";
      }
      sum = sum.plus(needed(task));
    }
    return broken == null ? amount(sum, available) : broken;
  }

  private static String operationId(JsonNode operation) {
    return operation.has("id")
        ? "The `id` field cannot be set for operation " + operation.path("type").asText()
        : null;
  }

  private String identity(JsonNode task) {
    String id = SimJson.idIn(task, "task_id");
    String strange = FrameworkRules.id(id);
    if (strange != null) {
      return strange;
    }
    Task known = framework.tasks().get(id);
    if (known != null) {
      return known.agent().status() == AgentStatus.UNREACHABLE
          ? "Task reuses the ID of an unreachable task: " + id
          : "Task has duplicate ID: " + id;
    }
    String agentId = SimJson.idIn(task, "agent_id");
    if (!agentId.equals(agent.id())) {
      return "Task uses invalid agent %s while agent %s is expected".formatted(agentId, agent.id());
    }
    return needed(task).isEmpty() ? "Task uses no resources" : null;
  }

  private String ownExecutor(JsonNode task, JsonNode executor) {
    if (task.has("command") == task.has("executor")) {
      return "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present";
    }
    return task.has("executor") ? executor(executor) : null;
  }

  private String executor(JsonNode executor) {
    if (!executor.has("framework_id")) {
      return "'ExecutorInfo.framework_id' must be set";
    }
    String frameworkId = SimJson.idIn(executor, "framework_id");
    if (!frameworkId.equals(framework.id())) {
      return "ExecutorInfo has an invalid FrameworkID (Actual: %s vs Expected: %s)"
          .formatted(frameworkId, framework.id());
    }
    return FrameworkRules.id(SimJson.idIn(executor, "executor_id"));
  }

  private String amount(SimResources needed, SimResources available) {
    return available.contains(needed)
        ? null
        : "Total resources %s required by task and its executor is more than available %s"
            .formatted(needed.text(role), available.text(role));
  }
}
