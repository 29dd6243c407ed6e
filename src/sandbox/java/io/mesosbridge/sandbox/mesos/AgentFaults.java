package io.mesosbridge.sandbox.mesos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What can befall agents, executors and tasks; ids that are unknown are refused. */
public final class AgentFaults {

  private static final int SIGKILL = 9;

  private final Cluster cluster;

  AgentFaults(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * The agent's process stops: its offers end, its tasks go on if their framework checkpoints; the
   * master waits 75 s for it.
   */
  public void disconnect(String agentId) {
    cluster.loop().run(() -> cluster.connections().disconnected(known(agentId)));
  }

  /** The agent cannot be reached any more, and the master gives it up. */
  public void lose(String agentId) {
    cluster.loop().run(() -> cluster.connections().unreachable(known(agentId)));
  }

  /** A disconnected or lost agent is there again, its tasks with it. */
  public void bringBack(String agentId) {
    cluster.loop().run(() -> cluster.connections().back(known(agentId)));
  }

  /** An operator declares the agent gone for good. */
  public void markGone(String agentId) {
    cluster.loop().run(() -> cluster.connections().gone(known(agentId)));
  }

  /** An operator has the agent left, with the grace that its tasks want. */
  public void drain(String agentId, boolean markGone) {
    Agent.Drain how = new Agent.Drain(Double.POSITIVE_INFINITY, markGone);
    cluster.loop().run(() -> cluster.connections().drain(known(agentId), how));
  }

  /** An operator wants nothing of the agent to be offered any more. */
  public void deactivate(String agentId) {
    cluster.loop().run(() -> cluster.connections().deactivated(known(agentId)));
  }

  /** A deactivated or drained agent is in service again. */
  public void reactivate(String agentId) {
    cluster.loop().run(() -> cluster.connections().reactivated(known(agentId)));
  }

  /** The executor of a task dies, and all its tasks with it. */
  public void killExecutorOf(String taskId) {
    cluster
        .loop()
        .run(
            () -> {
              Task task = knownTask(taskId);
              Executor executor = task.executor();
              for (Task each : List.copyOf(executor.tasks())) {
                each.reportByAgent(
                    SimTaskState.FAILED, "REASON_EXECUTOR_TERMINATED", "Executor terminated");
              }
              task.agent().exit(executor, SIGKILL);
            });
  }

  /** Agents drop so many tasks that are launched next, before they run. */
  public void dropLaunches(int count) {
    cluster.loop().run(() -> cluster.dropLaunches(count));
  }

  /** Plans an agent's maintenance, for which frameworks are asked to leave it. */
  public void planMaintenance(String agentId, Instant start, Duration duration) {
    var unavailability = SimJson.object();
    unavailability
        .putObject("start")
        .put("nanoseconds", start.getEpochSecond() * 1_000_000_000L + start.getNano());
    unavailability.putObject("duration").put("nanoseconds", duration.toNanos());
    cluster.loop().run(() -> new Maintenance(cluster).schedule(known(agentId), unavailability));
  }

  /** Takes an agent's maintenance back. */
  public void cancelMaintenance(String agentId) {
    cluster.loop().run(() -> new Maintenance(cluster).schedule(known(agentId), null));
  }

  private Agent known(String agentId) {
    Agent agent = cluster.agent(agentId);
    if (agent == null) {
      throw new IllegalArgumentException("No agent '" + agentId + "' is part of the cluster");
    }
    return agent;
  }

  private Task knownTask(String taskId) {
    return cluster.agents().stream()
        .flatMap(agent -> agent.tasks().stream())
        .filter(task -> task.id().equals(taskId))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("No task '" + taskId + "' is on any agent"));
  }
}
