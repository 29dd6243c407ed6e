package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import io.mesosbridge.core.language.ExactJson;
import io.mesosbridge.core.preparation.Preparation.Context;
import io.mesosbridge.core.task.LiveTask;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the bridge knows as well as the command's author: the framework's id and roles, and the
 * agent of what is running. Filled in where it is missing, refused where it is another.
 */
final class CallFilling {

  private CallFilling() {}

  /** Refuses a command that is meant for another framework. */
  static void checkFramework(Command command, Context context) {
    String named = command.header().frameworkId();
    if (named != null) {
      mustBe(context.frameworkId(), named, Pointer.ROOT.field("framework_id"));
    }
  }

  /** An executor's, without which Mesos fails the tasks of a LAUNCH_GROUP. */
  static void fillExecutor(ObjectNode executor, Pointer at, Context context) {
    fillFramework(executor, "framework_id", at, context);
  }

  /** That of an UPDATE_FRAMEWORK, which the master compares with the call's. */
  static void fillInfo(ObjectNode call, Context context) {
    Pointer at = Pointer.ROOT.field("update_framework").field("framework_info");
    fillFramework(
        (ObjectNode) call.get("update_framework").get("framework_info"), "id", at, context);
  }

  private static void fillFramework(ObjectNode message, String field, Pointer at, Context context) {
    if (message.hasNonNull(field)) {
      mustBe(context.frameworkId(), message.path(field).path("value").asText(), at.field(field));
    } else {
      message.putObject(field).put("value", context.frameworkId());
    }
  }

  private static void mustBe(String frameworkId, String named, Pointer at) {
    if (!named.equals(frameworkId)) {
      throw new RefusedException(
          ErrorCode.FRAMEWORK_MISMATCH,
          at,
          "%s names %s, but this bridge serves %s; leave it out, or ask the bridge of that framework"
              .formatted(at, named, frameworkId));
    }
  }

  /** The agent of a KILL, or null when it is not known: then Mesos looks the task up itself. */
  static String agentOfKill(ObjectNode call, Context context) {
    ObjectNode kill = (ObjectNode) call.get("kill");
    String known = agentOf(kill, context);
    String named = agentIn(kill);
    if (named != null && known != null && !named.equals(known)) {
      throw RefusedException.invalid(
          Pointer.ROOT.field("kill").field("agent_id"),
          "is %s, but the task runs on %s, and Mesos would ignore the call; leave it out"
              .formatted(named, known));
    }
    return fillAgent(kill, known);
  }

  /** A RECONCILE with the agents that are known; it shares what it can, since it may be large. */
  static ObjectNode reconcile(ObjectNode call, Context context) {
    ObjectNode filled = ExactJson.NODES.objectNode().setAll(call);
    if (call.at("/reconcile/tasks") instanceof ArrayNode tasks) {
      ArrayNode told = ExactJson.NODES.arrayNode(tasks.size());
      tasks.forEach(task -> told.add(reconciled((ObjectNode) task, context)));
      ObjectNode payload = filled.putObject("reconcile");
      payload.setAll((ObjectNode) call.get("reconcile"));
      payload.set("tasks", told);
    }
    return filled;
  }

  private static ObjectNode reconciled(ObjectNode task, Context context) {
    String agentId = agentIn(task) == null ? agentOf(task, context) : null;
    ObjectNode told = agentId == null ? task : ExactJson.NODES.objectNode().setAll(task);
    fillAgent(told, agentId);
    return told;
  }

  static String agentOfShutdown(ObjectNode call, Context context) {
    ObjectNode shutdown = (ObjectNode) call.get("shutdown");
    if (agentIn(shutdown) == null) {
      String executorId = shutdown.at("/executor_id/value").asText();
      return fillAgent(shutdown, onlyAgent(executorId, context));
    }
    return agentIn(shutdown);
  }

  private static String onlyAgent(String executorId, Context context) {
    Set<String> agents =
        context
            .tasks()
            .findByExecutor(executorId)
            .map(LiveTask::agentId)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    if (agents.size() != 1) {
      String why =
          agents.isEmpty() ? "no live task is of it" : "it is on " + String.join(" and ", agents);
      throw RefusedException.invalid(
          Pointer.ROOT.field("shutdown").field("agent_id"),
          "is missing, and executor %s does not tell it: %s; write for example %s"
              .formatted(executorId, why, "\"agent_id\": \"agent-1\""));
    }
    return agents.iterator().next();
  }

  private static String agentOf(ObjectNode message, Context context) {
    String taskId = message.path("task_id").path("value").asText();
    return context.tasks().find(taskId).map(LiveTask::agentId).orElse(null);
  }

  private static String agentIn(ObjectNode message) {
    return message.path("agent_id").path("value").textValue();
  }

  private static String fillAgent(ObjectNode message, String agentId) {
    if (agentIn(message) == null && agentId != null) {
      message.putObject("agent_id").put("value", agentId);
    }
    return agentIn(message);
  }

  /**
   * Refuses a REVIVE or SUPPRESS of a role that is not the framework's: Mesos drops it silently.
   */
  static void checkRoles(Command command, Context context) {
    if (context.roles().isEmpty()) {
      return;
    }
    String payload = command.header().type().payload();
    int index = 0;
    for (JsonNode role : command.call().path(payload).path("roles")) {
      if (!context.roles().contains(role.asText())) {
        throw RefusedException.invalid(
            Pointer.ROOT.field(payload).field("roles").item(index),
            "is none of the framework's roles, which are " + String.join(", ", context.roles()));
      }
      index++;
    }
  }
}
