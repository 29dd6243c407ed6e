package io.mesosbridge.simulation;

import io.mesosbridge.sandbox.mesos.AgentFaults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** What befalls an agent, by itself or by operators, and ends after a while. */
enum AgentDuty {
  /** It cannot be reached. */
  LOSE,
  /** Its process restarts. */
  DISCONNECT,
  /** All tasks are to leave it. */
  DRAIN,
  /** It offers nothing. */
  DEACTIVATE,
  /** Its maintenance begins soon. */
  MAINTAIN,
  /** It is gone for good; always the same one, so that another is left. */
  MARK_GONE,
  /** An executor dies, on whatever agent one runs. */
  KILL_EXECUTOR;

  /** Those that operators do, or that befall executors. */
  private static final List<AgentDuty> ATTENDING =
      List.of(DRAIN, DEACTIVATE, MAINTAIN, MARK_GONE, KILL_EXECUTOR);

  /** It befalls the agent from now on, for so many milliseconds. */
  void befall(SimWorld world, String agentId, long length) {
    AgentFaults agents = world.cluster().faults().agents();
    switch (this) {
      case LOSE -> agents.lose(agentId);
      case DISCONNECT -> agents.disconnect(agentId);
      case DRAIN -> agents.drain(agentId, false);
      case DEACTIVATE -> agents.deactivate(agentId);
      case MAINTAIN -> {
        Instant start = Instant.ofEpochMilli(world.loop().nowMillis() + length / 2);
        agents.planMaintenance(agentId, start, Duration.ofMillis(length / 2));
      }
      case MARK_GONE -> agents.markGone(world.cluster().agentIds().get(0));
      case KILL_EXECUTOR ->
          world.cluster().ledger().liveTasks().stream()
              .findFirst()
              .ifPresent(task -> agents.killExecutorOf(task.taskId()));
    }
    world.loop().after(Duration.ofMillis(length), () -> end(agents, agentId));
  }

  private void end(AgentFaults agents, String agentId) {
    switch (this) {
      case LOSE, DISCONNECT -> agents.bringBack(agentId);
      case DRAIN, DEACTIVATE -> agents.reactivate(agentId);
      case MAINTAIN -> agents.cancelMaintenance(agentId);
      case MARK_GONE, KILL_EXECUTOR -> {} // nothing undoes them
    }
  }

  /** It is away, given up by the master or about to come back. */
  static AgentDuty away(boolean givenUp) {
    return givenUp ? LOSE : DISCONNECT;
  }

  /** Ends all of them but that an agent is gone. */
  static void calm(SimWorld world) {
    AgentFaults agents = world.cluster().faults().agents();
    for (String agentId : world.cluster().agentIds()) {
      agents.bringBack(agentId);
      agents.reactivate(agentId);
      agents.cancelMaintenance(agentId);
    }
  }

  /** One schedule in four has operators who attend to agents. */
  static void attend(SplittableRandom own, long end, long longest, List<Step> steps) {
    for (int times = own.nextInt(4) == 0 ? 1 + own.nextInt(3) : 0; times > 0; times--) {
      AgentDuty duty = ATTENDING.get(own.nextInt(ATTENDING.size()));
      steps.add(
          new Step.Agents(own.nextLong(1, end), duty, own.nextInt(2), own.nextLong(1, longest)));
    }
  }
}
