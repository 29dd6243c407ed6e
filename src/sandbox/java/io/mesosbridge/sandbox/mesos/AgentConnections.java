package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the leader makes of agents that come and go. */
final class AgentConnections {

  private static final long NANOS = 1_000_000_000L;
  private static final String GONE = "Agent has been marked gone";
  private static final String REMOVED = "REASON_AGENT_REMOVED";

  /** Five health checks of 15 s each ({@code --max_agent_ping_timeouts}). */
  private static final double UNTIL_UNHEALTHY = 75;

  /** What a new leader grants those unheard of ({@code --agent_reregister_timeout}). */
  private static final double UNTIL_FORGOTTEN = 600;

  private final Cluster cluster;

  /** When agents that the leader waits for are given up. */
  private final Map<Agent, Long> patience = new HashMap<>();

  AgentConnections(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * The agent's process stops for a moment: its offers end, and so do tasks of frameworks that do
   * not checkpoint; others go on. A leader that has not heard of it yet waits for it all the same.
   */
  void disconnected(Agent agent) {
    if (agent.status().isRemoved()) {
      return;
    }
    agent.away(true);
    if (agent.isRegistered()) {
      agent.status(AgentStatus.DISCONNECTED);
      waitFor(agent, UNTIL_UNHEALTHY);
    }
    withoutOffers(agent);
    for (Task task : List.copyOf(agent.tasks())) {
      if (!task.framework().checkpoints()) {
        tellDisconnected(task);
        agent.endTasks(task.framework().id());
        cluster.taskIsOver(task);
      }
    }
  }

  /** A new leader knows the agent by name only, and waits for it. */
  void recovered(Agent agent) {
    agent.status(AgentStatus.RECOVERED);
    waitFor(agent, UNTIL_FORGOTTEN);
  }

  private void waitFor(Agent agent, double seconds) {
    waitNoMore(agent);
    Runnable giveUp =
        () -> {
          if (cluster.master() != null) {
            unreachable(agent);
          }
        };
    patience.put(agent, cluster.loop().after(cluster.config().simulated(seconds), giveUp));
  }

  private void waitNoMore(Agent agent) {
    if (patience.containsKey(agent)) {
      cluster.loop().cancel(patience.remove(agent));
    }
  }

  /** Lost for every framework, PARTITION_AWARE or not. Source: {@code master.cpp} of Mesos. */
  private void tellDisconnected(Task task) {
    SimMaster master = cluster.master();
    SimFramework framework = master == null ? null : master.framework(task.framework().id());
    if (framework != null && framework.tasks().get(task.id()) == task) {
      framework.send(
          SimTaskStatus.byMaster(
              cluster.loop().now(),
              task,
              SimTaskState.LOST,
              "REASON_AGENT_DISCONNECTED",
              "Agent " + task.agent().hostname() + " disconnected"));
    }
  }

  /** The agent has not answered the master's health checks for too long. */
  void unreachable(Agent agent) {
    if (agent.status().isRemoved()) {
      return;
    }
    agent.away(true);
    Instant now = cluster.loop().now();
    tellOfOperations(agent, "OPERATION_UNREACHABLE", "Agent was marked unreachable");
    agent.status(AgentStatus.UNREACHABLE);
    agent.unreachableNanos(now.getEpochSecond() * NANOS + now.getNano());
    tellOfTasks(agent, SimTaskState.UNREACHABLE, REMOVED, "health check timed out");
    removed(agent);
    tellFailure(agent);
  }

  /** An operator declares the agent gone for good: its tasks are over. */
  void gone(Agent agent) {
    if (agent.status() == AgentStatus.GONE) {
      return;
    }
    boolean isNews = agent.status().isKnown();
    tellOfOperations(agent, "OPERATION_GONE_BY_OPERATOR", GONE);
    agent.status(AgentStatus.GONE);
    agent.unreachableNanos(null);
    tellOfTasks(agent, SimTaskState.GONE_BY_OPERATOR, "REASON_AGENT_REMOVED_BY_OPERATOR", GONE);
    removed(agent);
    if (isNews) {
      tellFailure(agent);
    }
    for (Task task : List.copyOf(agent.tasks())) {
      agent.shutDown(task.framework().id());
      cluster.taskIsOver(task);
    }
  }

  /** An operator wants nothing of the agent to be offered any more. */
  void deactivated(Agent agent) {
    agent.deactivated(true);
    withoutOffers(agent);
  }

  /** An operator wants the agent to be left: its offers end at once, its tasks soon after. */
  void drain(Agent agent, Agent.Drain how) {
    agent.drain(how);
    deactivated(agent);
    cluster.loop().later(() -> goOnDraining(agent));
  }

  private void goOnDraining(Agent agent) {
    if (agent.drain() != null && agent.isRegistered()) {
      List.copyOf(agent.tasks())
          .forEach(
              task -> task.run().drain(agent.drain().longestGrace(), agent.drain().markGone()));
      taskIsOver(agent);
    }
  }

  /** A drained agent whose last task is over may be gone for good. */
  void taskIsOver(Agent agent) {
    if (agent.isDrained() && agent.drain().markGone() && agent.isRegistered()) {
      gone(agent);
    }
  }

  /** An operator wants the agent back in service. */
  void reactivated(Agent agent) {
    agent.deactivated(false);
    agent.drain(null);
    if (cluster.master() != null) {
      cluster.master().allocator().allocate();
    }
  }

  /** The agent can be reached again, and sends what was not acknowledged. */
  void back(Agent agent) {
    agent.away(false);
    seek(agent);
  }

  /** An agent that is not away registers with a leader that does not know it yet. */
  void seek(Agent agent) {
    if (agent.isAway()
        || agent.isRegistered()
        || agent.status() == AgentStatus.GONE
        || cluster.master() == null) {
      return;
    }
    boolean wasUnreachable = agent.status() == AgentStatus.UNREACHABLE;
    agent.status(AgentStatus.REGISTERED);
    waitNoMore(agent);
    agent.unreachableNanos(null);
    cluster.master().reregistered(agent);
    for (Task task : List.copyOf(agent.tasks())) {
      if (wasUnreachable) {
        tellReachable(task);
      }
      task.updates().resend();
    }
    agent.operations().values().forEach(SimOperation::start);
    goOnDraining(agent);
    cluster.master().allocator().allocate();
  }

  /** In its latest state on the agent, which updates that come behind this may not have told. */
  private void tellReachable(Task task) {
    SimFramework framework = cluster.master().framework(task.framework().id());
    framework.send(
        SimTaskStatus.byMaster(
                cluster.loop().now(),
                task,
                task.state(),
                "REASON_AGENT_REREGISTERED",
                "Unreachable agent re-reregistered")
            .repeating(task));
  }

  /** Also of those that have ended, for as long as that is not acknowledged. */
  private void tellOfTasks(Agent agent, SimTaskState state, String reason, String message) {
    if (cluster.master() == null) {
      return;
    }
    for (SimFramework framework : cluster.master().frameworks()) {
      for (Task task : framework.tasks().values()) {
        if (task.agent() == agent) {
          framework.send(
              SimTaskStatus.byMaster(
                      cluster.loop().now(),
                      task,
                      framework.ifPartitionAware(state, SimTaskState.LOST),
                      framework.has("PARTITION_AWARE") ? reason : REMOVED,
                      message)
                  .unreachableSince(agent.unreachableNanos()));
        }
      }
    }
  }

  /** Of those that the leader knows, which are not acknowledged. */
  private void tellOfOperations(Agent agent, String state, String message) {
    if (cluster.master() != null && agent.status().isKnown()) {
      agent
          .operations()
          .forEach(
              (ids, operation) ->
                  cluster
                      .master()
                      .tell(
                          ids.get(0),
                          SimOperation.byMaster(operation.id(), state, message, agent.id())));
    }
  }

  /** Its offers end, and all else that the leader remembered of it. */
  private void removed(Agent agent) {
    waitNoMore(agent);
    withoutOffers(agent);
    if (cluster.master() != null) {
      cluster.master().removed(agent);
    }
  }

  private void withoutOffers(Agent agent) {
    if (cluster.master() != null) {
      cluster.master().rescindOffersOf(agent);
      cluster.master().inverseOffers().rescindOffersOf(agent);
    }
  }

  private void tellFailure(Agent agent) {
    if (cluster.master() != null) {
      ObjectNode failure = SimJson.object();
      failure.set("agent_id", SimJson.id(agent.id()));
      cluster.master().tellAll(SimJson.event("FAILURE", "failure", failure));
    }
  }
}
