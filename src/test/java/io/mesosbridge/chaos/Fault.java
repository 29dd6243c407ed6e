package io.mesosbridge.chaos;

import io.mesosbridge.sandbox.mesos.Faults;
import io.mesosbridge.sandbox.mesos.Ledger.LiveTask;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

/** What can befall the bridge and all that it depends on. */
enum Fault {
  BRIDGE_KILLED(Place.BRIDGE, 500, 4_000, Fault::killBridge, Fault::restartBridge),
  BRIDGE_STOPPED(Place.BRIDGE, 500, 2_000, Fault::stopBridge, Fault::restartBridge),
  BRIDGE_PAUSED(Place.BRIDGE, 9_000, 14_000, Fault::pauseBridge, Fault::resumeBridge),
  BRIDGE_STALLED(Place.BRIDGE, 500, 6_000, Fault::pauseBridge, Fault::resumeBridge),

  KAFKA_STOPPED(Place.KAFKA, 500, 8_000, (world, luck) -> world.broker().stop(), Fault::startKafka),
  MEMBERS_EXPELLED(
      Place.KAFKA, 0, 0, (world, luck) -> new Operator(world).expelMembers(), Fault::nothing),
  TOPIC_DELETED(
      Place.KAFKA, 0, 0, (world, luck) -> new Operator(world).deleteTopic(luck), Fault::nothing),
  TOPIC_REFUSED(
      Place.KAFKA,
      500,
      5_000,
      (world, luck) -> new Operator(world).refuse(luck),
      (world, luck) -> new Operator(world).allow(luck)),

  TRANSACTION_ABORTED(
      Place.PRODUCERS,
      0,
      0,
      (world, luck) -> world.commander().abort("aborted-" + luck.nextInt(1 << 30), "task-1"),
      Fault::nothing),

  LEADER_CHANGED(
      Place.MASTERS, 0, 0, (world, luck) -> faults(world).masters().changeLeader(), Fault::nothing),
  LEADER_KILLED(
      Place.MASTERS,
      1_000,
      4_000,
      (world, luck) -> faults(world).masters().killLeader(),
      Fault::restartMasters),
  LEADER_RECOVERING(
      Place.MASTERS,
      0,
      0,
      (world, luck) -> faults(world).masters().recoverFor(Duration.ofSeconds(2)),
      Fault::nothing),

  STREAM_CUT(Place.STREAM, 0, 0, (world, luck) -> faults(world).cutStreams(), Fault::nothing),
  STREAM_CUT_INSIDE_A_RECORD(
      Place.STREAM, 0, 0, (world, luck) -> faults(world).cutStreamsInsideARecord(), Fault::nothing),
  STREAM_FROZEN(
      Place.STREAM,
      500,
      8_000,
      (world, luck) -> faults(world).freezeStreams(),
      (world, luck) -> faults(world).thawStreams()),
  UPDATES_REPEATED(Place.STREAM, 0, 0, Fault::repeatUpdates, Fault::nothing),

  CALLS_DELAYED(
      Place.CALLS,
      500,
      4_000,
      (world, luck) -> faults(world).delayCalls(Duration.ofMillis(luck.nextInt(50, 1_500))),
      (world, luck) -> faults(world).delayCalls(Duration.ZERO)),
  CALLS_REFUSED(Place.CALLS, 0, 0, Fault::refuseCalls, Fault::nothing),
  CALLS_LOST(Place.CALLS, 0, 0, (world, luck) -> dropCalls(world, luck, false), Fault::nothing),
  ANSWERS_LOST(Place.CALLS, 0, 0, (world, luck) -> dropCalls(world, luck, true), Fault::nothing),

  AGENT_LOST(
      Place.AGENTS,
      500,
      5_000,
      (world, luck) -> faults(world).agents().lose(agent(world, luck)),
      Fault::bringAgentBack),
  AGENT_DISCONNECTED(
      Place.AGENTS,
      500,
      3_000,
      (world, luck) -> faults(world).agents().disconnect(agent(world, luck)),
      Fault::bringAgentBack),
  LAUNCHES_DROPPED(
      Place.AGENTS,
      0,
      0,
      (world, luck) -> faults(world).agents().dropLaunches(1 + luck.nextInt(3)),
      Fault::nothing);

  /** Where a fault strikes; faults of different places overlap, those of one place do not. */
  enum Place {
    BRIDGE(3_000, 9_000),
    KAFKA(4_000, 10_000),
    PRODUCERS(5_000, 15_000),
    MASTERS(10_000, 25_000),
    STREAM(2_000, 8_000),
    CALLS(1_000, 4_000),
    AGENTS(4_000, 10_000);

    final int leastQuiet;
    final int mostQuiet;

    /** Milliseconds of quiet between two faults. */
    Place(int leastQuiet, int mostQuiet) {
      this.leastQuiet = leastQuiet;
      this.mostQuiet = mostQuiet;
    }

    List<Fault> faults() {
      return List.of(Fault.values()).stream().filter(fault -> fault.place == this).toList();
    }
  }

  final Place place;
  final int shortest;
  final int longest;

  @SuppressWarnings("ImmutableEnumChecker") // none of them has state
  private final BiConsumer<ChaosWorld, Random> strike;

  @SuppressWarnings("ImmutableEnumChecker") // none of them has state
  private final BiConsumer<ChaosWorld, Random> end;

  /** Lasts between so many milliseconds. */
  Fault(
      Place place,
      int shortest,
      int longest,
      BiConsumer<ChaosWorld, Random> strike,
      BiConsumer<ChaosWorld, Random> end) {
    this.place = place;
    this.shortest = shortest;
    this.longest = longest;
    this.strike = strike;
    this.end = end;
  }

  /** Strikes; the same luck strikes the same victim. */
  void strike(ChaosWorld world, long luck) {
    strike.accept(world, new Random(luck));
  }

  /** Ends what struck with that luck. */
  void end(ChaosWorld world, long luck) {
    end.accept(world, new Random(luck));
  }

  private static Faults faults(ChaosWorld world) {
    return world.cluster().faults();
  }

  private static void nothing(ChaosWorld world, Random luck) {
    // it ended by itself
  }

  private static int bridge(ChaosWorld world, Random luck) {
    return luck.nextInt(world.bridges().count());
  }

  private static void killBridge(ChaosWorld world, Random luck) {
    world.bridges().kill9(bridge(world, luck));
  }

  private static void stopBridge(ChaosWorld world, Random luck) {
    world.bridges().terminate(bridge(world, luck));
  }

  private static void restartBridge(ChaosWorld world, Random luck) {
    world.bridges().restart(bridge(world, luck));
  }

  private static void pauseBridge(ChaosWorld world, Random luck) {
    world.bridges().get(bridge(world, luck)).pause();
  }

  private static void resumeBridge(ChaosWorld world, Random luck) {
    world.bridges().get(bridge(world, luck)).resume();
  }

  private static void startKafka(ChaosWorld world, Random luck) {
    world.broker().start();
  }

  private static void restartMasters(ChaosWorld world, Random luck) {
    for (int master = 0; master < world.cluster().urls().size(); master++) {
      faults(world).masters().restart(master);
    }
  }

  private static void repeatUpdates(ChaosWorld world, Random luck) {
    for (LiveTask task : world.cluster().ledger().liveTasks()) {
      if (luck.nextInt(4) == 0) {
        try {
          faults(world).updates().repeat(task.taskId());
        } catch (IllegalArgumentException nothingSentYet) {
          // and nothing to repeat
        }
      }
    }
  }

  private static void refuseCalls(ChaosWorld world, Random luck) {
    int count = luck.nextInt(1, 4);
    String type = List.of("ACCEPT", "KILL", "ACKNOWLEDGE", "RECONCILE").get(luck.nextInt(4));
    switch (luck.nextInt(4)) {
      case 0 -> faults(world).answerNextCalls(count, type, 500, "Something is wrong");
      case 1 -> faults(world).answerNextCalls(1, type, 503, "No leader elected");
      case 2 -> faults(world).answerNextCalls(1, type, 403, "Framework is not subscribed");
      default -> faults(world).answerNextCalls(count, type, 429, "Too many requests");
    }
  }

  private static void dropCalls(ChaosWorld world, Random luck, boolean carriedOut) {
    List<String> types = List.of("ACCEPT", "ACCEPT", "KILL", "ACKNOWLEDGE", "DECLINE");
    faults(world).dropNextCalls(1, types.get(luck.nextInt(types.size())), carriedOut);
  }

  private static String agent(ChaosWorld world, Random luck) {
    List<String> agents = world.cluster().agentIds();
    return agents.get(luck.nextInt(agents.size()));
  }

  private static void bringAgentBack(ChaosWorld world, Random luck) {
    faults(world).agents().bringBack(agent(world, luck));
  }
}
