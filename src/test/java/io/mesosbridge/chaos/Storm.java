package io.mesosbridge.chaos;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/** Faults and commands for a while, then calm. */
final class Storm {

  private static final Logger LOG = Logger.getLogger(Storm.class);
  private static final long COMMAND_EVERY_MILLIS = 120;

  /** How many of the tasks never end by themselves: commands, and answers to updates. */
  private static final int REPEATING = 2;

  private final ChaosWorld world;
  private final long seed;
  private final long millis;
  private final List<Future<?>> blows = new ArrayList<>();

  Storm(ChaosWorld world, long seed, long millis) {
    this.world = world;
    this.seed = seed;
    this.millis = millis;
  }

  /** Returns when all is calm again; what could not strike or be sent fails it. */
  void rage() throws InterruptedException, ExecutionException {
    Relauncher relauncher = new Relauncher(world);
    Workload workload = new Workload(world, relauncher, seed);
    ScheduledExecutorService commands = Executors.newSingleThreadScheduledExecutor();
    Map<Fault.Place, ScheduledExecutorService> places = new EnumMap<>(Fault.Place.class);
    for (Fault.Place place : Fault.Place.values()) {
      places.put(place, Executors.newSingleThreadScheduledExecutor());
    }
    try {
      blows.add(
          commands.scheduleAtFixedRate(workload::next, 0, COMMAND_EVERY_MILLIS, MILLISECONDS));
      blows.add(commands.scheduleWithFixedDelay(relauncher::react, 0, 20, MILLISECONDS));
      for (Blow blow : Blow.plan(seed, millis)) {
        ScheduledExecutorService place = places.get(blow.fault().place);
        blows.add(place.schedule(() -> strike(blow), blow.atMillis(), MILLISECONDS));
        blows.add(place.schedule(() -> end(blow), blow.untilMillis(), MILLISECONDS));
      }
      commands.schedule(this::endCommands, millis, MILLISECONDS).get();
      for (Future<?> blow : blows) {
        if (!blow.isCancelled()) {
          blow.get();
        }
      }
    } finally {
      commands.shutdownNow();
      places.values().forEach(ScheduledExecutorService::shutdownNow);
    }
    world.cluster().faults().clear();
  }

  private void endCommands() {
    blows.subList(0, REPEATING).forEach(each -> each.cancel(false));
  }

  private void strike(Blow blow) {
    LOG.infof("%s", blow);
    blow.fault().strike(world, blow.luck());
  }

  private void end(Blow blow) {
    blow.fault().end(world, blow.luck());
  }
}
