package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** What an executor must be like to run tasks, in the order and words of {@code validation.cpp}. */
final class ExecutorRules {

  private static final double LEAST_CPUS = 0.01;
  private static final double LEAST_MEM = 32;
  private static final Set<String> UNORDERED = Set.of("uris", "variables", "volumes");

  /** Those of the protobuf that are not empty; a variable's type is the only one that is VALUE. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "shell", "true",
          "extract", "true",
          "executable", "false",
          "cache", "false",
          "privileged", "false",
          "network", "HOST",
          "type", "VALUE");

  private final SimFramework framework;
  private final Agent agent;
  private final String role;

  ExecutorRules(SimFramework framework, Agent agent, String role) {
    this.framework = framework;
    this.agent = agent;
    this.role = role;
  }

  /** What it needs in addition to its tasks: nothing when it runs already. */
  SimResources needed(JsonNode executor) {
    return running(executor) == null
        ? SimResources.of(executor.path("resources"))
        : SimResources.NONE;
  }

  private Executor running(JsonNode executor) {
    return agent.executor(framework.id(), SimJson.idIn(executor, "executor_id"));
  }

  /** What is wrong with a task's own executor; null when nothing is. */
  String broken(JsonNode executor) {
    String broken = executor(executor, false);
    if (broken != null) {
      return broken;
    }
    if (executor.has("type") && !executor.path("type").asText().equals("CUSTOM")) {
      return "'ExecutorInfo.type' must be 'CUSTOM'";
    }
    return executor.has("command") ? null : "'ExecutorInfo.command' must be set";
  }

  /** What is wrong with a group's executor; null when nothing is. */
  String brokenOfGroup(JsonNode executor, List<JsonNode> tasks) {
    String broken = executor(executor, true);
    return broken == null ? groupExecutor(executor, tasks) : broken;
  }

  /** The master fills the framework's id in for a LAUNCH, not for a group. */
  private String executor(JsonNode executor, boolean ofGroup) {
    return FrameworkRules.firstOf(
        List.of(
            () -> executorType(executor),
            () -> FrameworkRules.id(SimJson.idIn(executor, "executor_id")),
            () ->
                TaskRules.nanos(executor.path("shutdown_grace_period")) < 0
                    ? "ExecutorInfo's 'shutdown_grace_period' must be non-negative"
                    : null,
            () -> {
              String broken = TaskRules.command(executor.path("command"));
              return broken == null ? null : "Executor's `CommandInfo` is invalid: " + broken;
            },
            () -> {
              String broken = TaskRules.container(executor.path("container"));
              return broken == null ? null : "Executor's `ContainerInfo` is invalid: " + broken;
            },
            () -> executorOf(executor, ofGroup),
            () -> resources("Executor", executor.path("resources")),
            () -> incompatible(executor),
            () ->
                shareCgroups(executor.path("container"), false)
                    ? "The 'share_cgroups' field cannot be set to 'true' on executor containers"
                    : null));
  }

  private static String executorType(JsonNode executor) {
    boolean command = executor.has("command");
    String container = executor.path("container").path("type").asText("MESOS");
    return switch (executor.path("type").asText()) {
      case "DEFAULT" -> {
        if (command) {
          yield "'ExecutorInfo.command' must not be set for 'DEFAULT' executor";
        }
        if (!container.equals("MESOS")) {
          yield "'ExecutorInfo.container.type' must be 'MESOS' for 'DEFAULT' executor";
        }
        yield executor.path("container").path("mesos").has("image")
            ? "'ExecutorInfo.container.mesos.image' must not be set for 'DEFAULT' executor"
            : null;
      }
      case "CUSTOM" -> command ? null : "'ExecutorInfo.command' must be set for 'CUSTOM' executor";
      default -> null;
    };
  }

  private String executorOf(JsonNode executor, boolean ofGroup) {
    if (!executor.has("framework_id")) {
      return ofGroup ? "'ExecutorInfo.framework_id' must be set" : null;
    }
    String frameworkId = SimJson.idIn(executor, "framework_id");
    return frameworkId.equals(framework.id())
        ? null
        : "ExecutorInfo has an invalid FrameworkID (Actual: %s vs Expected: %s)"
            .formatted(frameworkId, framework.id());
  }

  private String incompatible(JsonNode executor) {
    Executor running = running(executor);
    if (running == null || compared(running.info()).equals(compared(executor))) {
      return null;
    }
    String line = "-".repeat(60) + "\n";
    return "ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID.\n"
        + (line + "Existing ExecutorInfo:\n" + running.info() + "\n")
        + (line + "ExecutorInfo:\n" + executor + "\n" + line);
  }

  /** What {@code type_utils.cpp} compares of two executors, with what the master fills in. */
  private Object compared(JsonNode executor) {
    if (!(executor instanceof ObjectNode given)) {
      return executor;
    }
    Map<String, SimResources> resources = new HashMap<>();
    for (JsonNode resource : given.path("resources")) {
      resources.merge(
          ResourceRules.allocatedTo(resource, role),
          SimResources.of(SimJson.array().add(resource)),
          SimResources::plus);
    }
    ObjectNode rest = given.deepCopy();
    rest.set("framework_id", SimJson.id(framework.id()));
    return List.of(
        withoutDefaults(rest.remove(List.of("resources", "labels", "shutdown_grace_period"))),
        resources);
  }

  /** A field that has its default is as good as none; some lists have no order. */
  private static JsonNode withoutDefaults(JsonNode json) {
    if (json.isNumber()) {
      return DoubleNode.valueOf(json.asDouble());
    }
    if (json.isArray()) {
      ArrayNode array = SimJson.array();
      json.forEach(element -> array.add(withoutDefaults(element)));
      return array;
    }
    if (!json.isObject()) {
      return json;
    }
    TreeMap<String, JsonNode> fields = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      JsonNode value = withoutDefaults(field.getValue());
      boolean isEmpty = value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty();
      if (!isEmpty && !value.asText().equals(DEFAULTS.get(field.getKey()))) {
        fields.put(field.getKey(), UNORDERED.contains(field.getKey()) ? sorted(value) : value);
      }
    }
    return SimJson.object().setAll(fields);
  }

  private static JsonNode sorted(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .sorted(Comparator.comparing(JsonNode::toString))
        .collect(SimJson::array, ArrayNode::add, ArrayNode::addAll);
  }

  private String groupExecutor(JsonNode executor, List<JsonNode> tasks) {
    String name = "Executor '" + SimJson.idIn(executor, "executor_id") + "' uses ";
    if (!executor.has("type")) {
      return "'ExecutorInfo.type' must be set";
    }
    if (!Set.of("DEFAULT", "CUSTOM").contains(executor.path("type").asText())) {
      return "Unknown executor type";
    }
    if (executor.path("container").path("type").asText().equals("DOCKER")) {
      return "Docker ContainerInfo is not supported on the executor";
    }
    for (JsonNode task : tasks) {
      if (task.has("executor") && !compared(task.path("executor")).equals(compared(executor))) {
        return "The `ExecutorInfo` of task '%s' is different from executor '%s'"
            .formatted(SimJson.idIn(task, "task_id"), SimJson.idIn(executor, "executor_id"));
      }
    }
    ObjectNode sums = SimResources.of(executor.path("resources")).byName();
    if (sums.path("cpus").asDouble() < LEAST_CPUS) {
      return name + "less CPUs (%s) than the minimum required (0.01)".formatted(told(sums, "cpus"));
    }
    if (sums.path("mem").asDouble() < LEAST_MEM) {
      return name
          + "less memory (%s) than the minimum required (32MB)".formatted(told(sums, "mem"));
    }
    return sums.path("disk").asDouble() > 0 ? null : name + "no disk";
  }

  private static String told(ObjectNode sums, String name) {
    double amount = sums.path(name).asDouble();
    if (amount == 0) {
      return "None";
    }
    return name.equals("mem") ? Math.round(amount) + "MB" : Double.toString(amount);
  }

  /** What is wrong with what a task or an executor asks for; null when nothing is. */
  String resources(String owner, JsonNode resources) {
    String broken = ResourceRules.broken(resources, role);
    if (broken != null) {
      return owner + " uses invalid resources: " + broken;
    }
    broken = VolumeRules.doubledVolume(resources);
    if (broken != null) {
      return owner + " uses duplicate persistence ID: " + broken;
    }
    broken = ResourceRules.manyRoles(resources, role);
    return broken == null
        ? null
        : "Invalid " + (owner.equals("Task") ? "task" : "executor") + " resources: " + broken;
  }

  static boolean shareCgroups(JsonNode container, boolean otherwise) {
    return container.path("linux_info").path("share_cgroups").asBoolean(otherwise);
  }
}
