package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** KILL, SHUTDOWN, ACKNOWLEDGE and RECONCILE. */
final class TaskCalls {

  private final SimMaster master;
  private final Cluster cluster;
  private final SimReconciliation reconciliation;

  TaskCalls(SimMaster master, Cluster cluster) {
    this.master = master;
    this.cluster = cluster;
    this.reconciliation = new SimReconciliation(master, cluster);
  }

  /** A kill of an unknown task is a question for its state; one with a wrong agent is nothing. */
  Answer kill(SimFramework framework, JsonNode payload) {
    Task task = framework.tasks().get(SimJson.idIn(payload, "task_id"));
    if (task == null || task.agent().status() == AgentStatus.UNREACHABLE) {
      reconciliation.reconcile(framework, payload);
    } else if (!payload.has("agent_id")
        || task.agent().id().equals(SimJson.idIn(payload, "agent_id"))) {
      if (task.agent().isRegistered()) {
        task.run().kill(payload.path("kill_policy"));
      } else {
        master.killWhenBack(task, payload.path("kill_policy"));
      }
    }
    return Answer.ACCEPTED;
  }

  Answer shutDown(SimFramework framework, JsonNode payload) {
    Agent agent = cluster.agent(SimJson.idIn(payload, "agent_id"));
    if (agent != null && agent.isRegistered()) {
      Executor executor = agent.executor(framework.id(), SimJson.idIn(payload, "executor_id"));
      if (executor != null) {
        List.copyOf(executor.tasks()).forEach(task -> task.run().kill(payload.path("kill_policy")));
      }
    }
    return Answer.ACCEPTED;
  }

  /** What does not fit the agent's update in flight is ignored; the agent will send it again. */
  Answer acknowledge(SimFramework framework, JsonNode payload) {
    Agent agent = cluster.agent(SimJson.idIn(payload, "agent_id"));
    if (agent != null && agent.isRegistered()) {
      Task task = taskOn(agent, framework, SimJson.idIn(payload, "task_id"));
      if (task != null) {
        agent.acknowledge(task, payload.path("uuid").asText());
      }
    }
    return Answer.ACCEPTED;
  }

  /** The agent's own task of that id: after a change of masters another agent may have one, too. */
  private static Task taskOn(Agent agent, SimFramework framework, String taskId) {
    Task known = framework.tasks().get(taskId);
    if (known != null && known.agent() == agent) {
      return known;
    }
    return agent.tasks().stream()
        .filter(task -> task.framework().id().equals(framework.id()) && task.id().equals(taskId))
        .findFirst()
        .orElse(null);
  }

  Answer reconcile(SimFramework framework, JsonNode payload) {
    if (payload.path("tasks").isEmpty()) {
      reconciliation.reconcileAll(framework);
    } else {
      payload.path("tasks").forEach(task -> reconciliation.reconcile(framework, task));
    }
    return Answer.ACCEPTED;
  }
}
