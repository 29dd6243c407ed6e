package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;

/** Answers for the state of tasks, from the master's memory alone. */
final class SimReconciliation {

  private static final String REASON = "REASON_RECONCILIATION";

  /** Tasks that are told in one go. */
  private static final int SLICE = 500;

  private final SimMaster master;
  private final Cluster cluster;

  SimReconciliation(SimMaster master, Cluster cluster) {
    this.master = master;
    this.cluster = cluster;
  }

  /** Tells every task that is known and reachable, and lets others have their turn meanwhile. */
  void reconcileAll(SimFramework framework) {
    reconcileNext(framework, List.copyOf(framework.tasks().values()).iterator());
  }

  private void reconcileNext(SimFramework framework, Iterator<Task> tasks) {
    for (int i = 0; i < SLICE && tasks.hasNext(); i++) {
      Task task = tasks.next();
      boolean known = framework.tasks().get(task.id()) == task;
      if (known && task.agent().status() != AgentStatus.UNREACHABLE) {
        framework.send(latest(task));
      }
    }
    if (tasks.hasNext()) {
      cluster.loop().later(() -> reconcileNext(framework, tasks));
    }
  }

  /**
   * Tells one task, or nothing while an agent that may have it has not come back. A master that has
   * given an agent up knows its tasks no more, but the agent, if the question names it.
   *
   * @param asked with {@code task_id} and perhaps {@code agent_id}
   */
  void reconcile(SimFramework framework, JsonNode asked) {
    String taskId = SimJson.idIn(asked, "task_id");
    Task task = framework.tasks().get(taskId);
    if (task != null && task.agent().status() != AgentStatus.UNREACHABLE) {
      framework.send(latest(task));
    } else if (!master.awaitsAgent(asked.path("agent_id").path("value"))) {
      framework.send(unknown(framework, taskId, asked));
    }
  }

  private SimTaskStatus latest(Task task) {
    return SimTaskStatus.byMaster(
            cluster.loop().now(),
            task,
            task.reportedState(),
            REASON,
            "Reconciliation: Latest task state")
        .repeating(task);
  }

  private SimTaskStatus unknown(SimFramework framework, String taskId, JsonNode asked) {
    String agentId = asked.path("agent_id").path("value").asText(null);
    Agent agent = agentId == null ? null : cluster.agent(agentId);
    if (agent == null) {
      return told(
          framework, taskId, agentId, SimTaskState.UNKNOWN, "Reconciliation: Task is unknown");
    }
    return switch (agent.status()) {
      case UNREACHABLE -> unreachable(framework, taskId, agent);
      case GONE ->
          told(
              framework,
              taskId,
              agentId,
              SimTaskState.GONE_BY_OPERATOR,
              "Reconciliation: Task is gone");
      default ->
          told(
              framework,
              taskId,
              agentId,
              SimTaskState.GONE,
              "Reconciliation: Task is unknown to the agent");
    };
  }

  private SimTaskStatus unreachable(SimFramework framework, String taskId, Agent agent) {
    return told(
            framework,
            taskId,
            agent.id(),
            SimTaskState.UNREACHABLE,
            "Reconciliation: Task is unreachable")
        .unreachableSince(agent.unreachableNanos());
  }

  private SimTaskStatus told(
      SimFramework framework, String taskId, String agentId, SimTaskState state, String message) {
    return SimTaskStatus.byMaster(
        cluster.loop().now(),
        taskId,
        agentId,
        framework.ifPartitionAware(state, SimTaskState.LOST),
        REASON,
        message);
  }
}
