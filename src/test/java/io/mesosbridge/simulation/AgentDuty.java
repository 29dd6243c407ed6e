package io.mesosbridge.simulation;

import io.mesosbridge.sandbox.mesos.AgentFaults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** What befalls an agent, by itself or by operators, and ends after a while. */
enum AgentDuty {
  /** It cannot be reached. */
  LOSE {
    @Override
    Runnable begin(SimWorld world, String agentId, long length) {
      agents(world).lose(agentId);
      return () -> agents(world).bringBack(agentId);
    }
  },
  /** Its process restarts. */
  DISCONNECT {
    @Override
    Runnable begin(SimWorld world, String agentId, long length) {
      agents(world).disconnect(agentId);
      return () -> agents(world).bringBack(agentId);
    }
  },
  /** All tasks are to leave it. */
  DRAIN {
    @Override
    Runnable begin(SimWorld world, String agentId, long length) {
      agents(world).drain(agentId, false);
      return () -> agents(world).reactivate(agentId);
    }
  },
  /** It offers nothing. */
  DEACTIVATE {
    @Override
    Runnable begin(SimWorld world, String agentId, long length) {
      agents(world).deactivate(agentId);
      return () -> agents(world).reactivate(agentId);
    }
  },
  /** Its maintenance begins soon. */
  MAINTAIN {
    @Override
    Runnable begin(SimWorld world, String agentId, long length) {
      Instant start = Instant.ofEpochMilli(world.loop().nowMillis() + length / 2);
      agents(world).planMaintenance(agentId, start, Duration.ofMillis(length / 2));
      return () -> agents(world).cancelMaintenance(agentId);
    }
  },
  /** It is gone for good; always the same one, so that another is left. */
  MARK_GONE {
    @Override
    Runnable begin(SimWorld world, String agentId, long length) {
      agents(world).markGone(world.cluster().agentIds().get(0));
      return () -> {};
    }
  },
  /** An executor dies, on whatever agent one runs. */
  KILL_EXECUTOR {
    @Override
    Runnable begin(SimWorld world, String agentId, long length) {
      world.cluster().ledger().liveTasks().stream()
          .findFirst()
          .ifPresent(task -> agents(world).killExecutorOf(task.taskId()));
      return () -> {};
    }
  };

  /** Those that operators do, or that befall executors. */
  private static final List<AgentDuty> ATTENDING =
      List.of(DRAIN, DEACTIVATE, MAINTAIN, MARK_GONE, KILL_EXECUTOR);

  /**
   * It befalls the agent now.
   *
   * @param length how long it is to last, in milliseconds
   * @return what ends it
   */
  abstract Runnable begin(SimWorld world, String agentId, long length);

  /** It is away, given up by the master or about to come back. */
  static AgentDuty away(boolean givenUp) {
    return givenUp ? LOSE : DISCONNECT;
  }

  /** Ends all of them but that an agent is gone. */
  static void calm(SimWorld world) {
    for (String agentId : world.cluster().agentIds()) {
      agents(world).bringBack(agentId);
      agents(world).reactivate(agentId);
      agents(world).cancelMaintenance(agentId);
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

  private static AgentFaults agents(SimWorld world) {
    return world.cluster().faults().agents();
  }
}
