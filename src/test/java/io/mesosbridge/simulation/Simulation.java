package io.mesosbridge.simulation;

import java.util.List;
import java.util.function.Supplier;

/** Runs schedules, one world each. */
public final class Simulation {

  /** How long everything may take to come to rest once faults have stopped, in milliseconds. */
  private static final long PATIENCE = 30 * 60_000L;

  /** In no step with what happens every so many seconds, or it would see that each time. */
  private static final long LOOK_EVERY = 997;

  /** How long nothing must happen before a world counts as being at rest. */
  private static final long QUIET = 5_000;

  /**
   * How a run went.
   *
   * @param broken the first promise that was broken, or the error that came up; null for none
   * @param story what happened, if it was asked for
   */
  public record Outcome(String broken, List<String> story) {
    public boolean passed() {
      return broken == null;
    }
  }

  private final SimBridge.Factory factory;
  private final Supplier<Promises> promises;

  /**
   * @param promises made anew for each run
   */
  public Simulation(SimBridge.Factory factory, Supplier<Promises> promises) {
    this.factory = factory;
    this.promises = promises;
  }

  public Outcome run(Schedule schedule) {
    return run(schedule, false);
  }

  /** Runs it and keeps what happened. */
  public Outcome tell(Schedule schedule) {
    return run(schedule, true);
  }

  private Outcome run(Schedule schedule, boolean withStory) {
    try (SimWorld world =
        new SimWorld(schedule.seed(), schedule.instances(), factory, promises.get(), withStory)) {
      String broken;
      try {
        broken = run(schedule, world);
      } catch (RuntimeException | AssertionError e) {
        StackTraceElement[] trace = e.getStackTrace();
        broken = e + (trace.length == 0 ? "" : " at " + trace[0]);
      }
      return new Outcome(broken, world.story().lines());
    }
  }

  private static String run(Schedule schedule, SimWorld world) {
    long beginning = SimWorld.BEGINNING.toEpochMilli();
    for (int place = 0; place < schedule.instances(); place++) {
      world.start(place);
    }
    for (Step step : schedule.steps()) {
      String broken = world.runUntil(beginning + step.at());
      if (broken == null) {
        world.story().tell(step::toString);
        step.in(world);
        broken = world.look();
      }
      if (broken != null) {
        return broken;
      }
    }
    String broken = world.runUntil(beginning + Schedule.LENGTH);
    if (broken != null) {
      return broken;
    }
    world.story().tell(() -> "faults stop");
    world.calm();
    return comeToRest(world);
  }

  private static String comeToRest(SimWorld world) {
    long now = world.loop().nowMillis();
    long end = now + PATIENCE;
    long restingSince = -1;
    while (now < end) {
      now += LOOK_EVERY;
      String broken = world.runUntil(now);
      broken = broken == null ? world.look() : broken;
      if (broken != null) {
        return broken;
      }
      boolean resting = world.isAtRest();
      if (resting && restingSince >= 0 && now - restingSince >= QUIET) {
        return world.audit();
      }
      if (!resting) {
        restingSince = -1;
      } else if (restingSince < 0) {
        restingSince = now;
      }
    }
    return "does not come to rest: " + world.unrest();
  }
}
