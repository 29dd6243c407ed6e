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

  private final ChaosWorld world;
  private final long seed;
  private final long millis;
  private final List<Future<?>> blows = new ArrayList<>();

  Storm(ChaosWorld world, long seed, long millis) {
    this.world = world;
    this.seed = seed;
    this.millis = millis;
  }

  /** Returns when all is calm again; a fault that could not strike fails it. */
  void rage() throws InterruptedException, ExecutionException {
    Workload workload = new Workload(world, seed);
    ScheduledExecutorService commands = Executors.newSingleThreadScheduledExecutor();
    Map<Fault.Place, ScheduledExecutorService> places = new EnumMap<>(Fault.Place.class);
    for (Fault.Place place : Fault.Place.values()) {
      places.put(place, Executors.newSingleThreadScheduledExecutor());
    }
    try {
      blows.add(
          commands.scheduleAtFixedRate(workload::next, 0, COMMAND_EVERY_MILLIS, MILLISECONDS));
      for (Blow blow : Blow.plan(seed, millis)) {
        ScheduledExecutorService place = places.get(blow.fault().place);
        blows.add(place.schedule(() -> strike(blow), blow.atMillis(), MILLISECONDS));
        blows.add(place.schedule(() -> end(blow), blow.untilMillis(), MILLISECONDS));
      }
      commands.schedule(() -> blows.get(0).cancel(false), millis, MILLISECONDS).get();
      for (Future<?> blow : blows.subList(1, blows.size())) {
        blow.get();
      }
    } finally {
      commands.shutdownNow();
      places.values().forEach(ScheduledExecutorService::shutdownNow);
    }
    world.cluster().faults().clear();
  }

  private void strike(Blow blow) {
    LOG.infof("%s", blow);
    blow.fault().strike(world, blow.luck());
  }

  private void end(Blow blow) {
    blow.fault().end(world, blow.luck());
  }
}
