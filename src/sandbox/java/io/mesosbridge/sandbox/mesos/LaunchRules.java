package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a task must be like to be launched, in the order and words of {@code validation.cpp}. */
final class LaunchRules {

  private final SimFramework framework;
  private final Agent agent;
  private final String role;
  private final ExecutorRules executors;

  LaunchRules(SimFramework framework, Agent agent, String role) {
    this.framework = framework;
    this.agent = agent;
    this.role = role;
    this.executors = new ExecutorRules(framework, agent, role);
  }

  SimResources needed(JsonNode task) {
    return SimResources.of(task.path("resources"));
  }

  /** What an executor needs in addition: nothing when it runs already. */
  SimResources neededFor(JsonNode executor) {
    return executors.needed(executor);
  }

  /** What is wrong with a task; null when nothing is. */
  String broken(JsonNode operation, JsonNode task, JsonNode executor, SimResources available) {
    return FrameworkRules.firstOf(
        List.of(
            () -> operationId(operation),
            () -> task(task),
            () -> ownExecutor(task, executor),
            () -> together("Task and its executor", List.of(task), executor),
            () -> amount("task and its executor is", List.of(task), executor, available),
            () ->
                ExecutorRules.shareCgroups(task.path("container"), true)
                    ? null
                    : "Only tasks in a task group may have 'share_cgroups' set to 'false'"));
  }

  /** What is wrong with any task of a group or with its executor; null when nothing is. */
  String brokenGroup(
      JsonNode operation, List<JsonNode> tasks, JsonNode executor, SimResources available) {
    String broken =
        FrameworkRules.firstOf(
            List.of(
                () -> operationId(operation),
                () -> tasks.isEmpty() ? "Task group cannot be empty" : null));
    Set<String> seen = new HashSet<>();
    for (JsonNode task : tasks) {
      String id = SimJson.idIn(task, "task_id");
      if (broken == null) {
        broken = seen.add(id) ? inGroup(task) : "Task has duplicate ID: " + id;
        broken = broken == null ? null : "Task '" + id + "' is invalid: " + broken;
      }
    }
    return broken != null
        ? broken
        : FrameworkRules.firstOf(
            List.of(
                () -> executors.brokenOfGroup(executor, tasks),
                () -> together("Task group and executor", tasks, executor),
                () -> amount("task group and its executor are", tasks, executor, available)));
  }

  private static String operationId(JsonNode operation) {
    return operation.has("id")
        ? "The `id` field cannot be set for operation " + operation.path("type").asText()
        : null;
  }

  private String task(JsonNode task) {
    return FrameworkRules.firstOf(
        List.of(
            () -> identity(task),
            () -> TaskRules.care(task),
            () ->
                task.path("resources").isEmpty()
                    ? "Task uses no resources"
                    : executors.resources("Task", task.path("resources")),
            () -> TaskRules.surroundings(task)));
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
    return agentId.equals(agent.id())
        ? null
        : "Task uses invalid agent %s while agent %s is expected".formatted(agentId, agent.id());
  }

  private String inGroup(JsonNode task) {
    String broken = task(task);
    if (broken != null) {
      return broken;
    }
    JsonNode container = task.path("container");
    if (container.path("type").asText().equals("DOCKER")) {
      return "Docker ContainerInfo is not supported on the task";
    }
    String check = task.path("health_check").path("type").asText();
    if (!container.path("network_infos").isEmpty() && Set.of("HTTP", "TCP").contains(check)) {
      return "HTTP and TCP health checks are not supported for nested containers not joining"
          + " parent's network";
    }
    return !task.path("limits").isEmpty() && ExecutorRules.shareCgroups(container, true)
        ? "Resource limits may only be set for tasks within a task group when the"
            + " 'share_cgroups' field is set to 'false'."
        : null;
  }

  private String ownExecutor(JsonNode task, JsonNode executor) {
    if (task.has("command") == task.has("executor")) {
      return "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present";
    }
    if (!task.has("executor")) {
      return null;
    }
    return executors.broken(executor);
  }

  private static List<JsonNode> all(List<JsonNode> tasks, JsonNode executor) {
    List<JsonNode> all = new ArrayList<>();
    tasks.forEach(task -> task.path("resources").forEach(all::add));
    executor.path("resources").forEach(all::add);
    return all;
  }

  /** What is wrong with the resources of all, taken together; null when nothing is. */
  private String together(String whose, List<JsonNode> tasks, JsonNode executor) {
    List<JsonNode> all = all(tasks, executor);
    String broken = ResourceRules.broken(all, role);
    if (broken != null) {
      return whose + " use invalid resources: " + broken;
    }
    broken = VolumeRules.doubledVolume(all);
    return broken == null ? null : whose + " use duplicate persistence ID: " + broken;
  }

  private String amount(
      String whose, List<JsonNode> tasks, JsonNode executor, SimResources available) {
    SimResources sum = executors.needed(executor);
    boolean enough = available.contains(sum);
    SimResources left = enough ? available.minus(sum) : SimResources.NONE;
    String allocatedTo = role;
    for (JsonNode task : tasks) {
      SimResources needed = needed(task);
      enough = enough && left.contains(needed);
      left = enough ? left.minus(needed) : left;
      sum = sum.plus(needed);
      allocatedTo = ResourceRules.allocatedTo(task.path("resources").path(0), allocatedTo);
    }
    return allocatedTo.equals(role) && enough
        ? null
        : "Total resources %s required by %s more than available %s"
            .formatted(sum.text(allocatedTo), whose, available.text(role));
  }
}
