package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Pointer;
import io.mesosbridge.core.language.RefusedException;
import io.mesosbridge.core.task.LiveTask;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Fills in the agent of tasks and executors that are running, from the live-task table. */
final class AgentFilling {

  private AgentFilling() {}

  /** Returns the agent, or null when it is not known: then Mesos looks the task up itself. */
  static String ofKill(ObjectNode call, Context context) {
    ObjectNode kill = (ObjectNode) call.get("kill");
    String known = agentOf(kill, context);
    String named = agentIn(kill);
    if (named != null && known != null && !named.equals(known)) {
      throw RefusedException.invalid(
          Pointer.ROOT.field("kill").field("agent_id"),
          "is %s, but the task runs on %s, and Mesos would ignore the call; leave it out"
              .formatted(named, known));
    }
    return fill(kill, known);
  }

  static void ofReconcile(ObjectNode call, Context context) {
    for (JsonNode task : call.path("reconcile").path("tasks")) {
      fill((ObjectNode) task, agentOf((ObjectNode) task, context));
    }
  }

  static String ofShutdown(ObjectNode call, Context context) {
    ObjectNode shutdown = (ObjectNode) call.get("shutdown");
    if (agentIn(shutdown) == null) {
      String executorId = shutdown.at("/executor_id/value").asText();
      return fill(shutdown, onlyAgent(executorId, context));
    }
    return agentIn(shutdown);
  }

  private static String onlyAgent(String executorId, Context context) {
    Set<String> agents =
        context.tasks().findByExecutor(executorId).stream()
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
    String taskId = message.at("/task_id/value").asText();
    return context.tasks().find(taskId).map(LiveTask::agentId).orElse(null);
  }

  private static String agentIn(ObjectNode message) {
    return message.at("/agent_id/value").textValue();
  }

  private static String fill(ObjectNode message, String agentId) {
    if (agentIn(message) == null && agentId != null) {
      message.putObject("agent_id").put("value", agentId);
    }
    return agentIn(message);
  }
}
