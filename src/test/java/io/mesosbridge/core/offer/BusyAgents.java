package io.mesosbridge.core.offer;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.offer.HeadStart.Held;
import io.mesosbridge.core.offer.TestOffers.Market;
import io.mesosbridge.core.offer.WaitingLaunch.Carried;
import io.mesosbridge.core.offer.WaitingLaunch.Placed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Agents of some CPUs each, on which launches become tasks that end when the test says so. */
final class BusyAgents {

  /** In seconds, as {@link HeadStart} has it. */
  static final int PATIENCE = 10;

  /** In seconds. */
  static final int HEAD_START = 60;

  static final Duration TICK = Duration.ofMillis(500);

  private final Market market = new Market();
  private final WaitingLaunches<String> waiting = market.launches(Policy.PACK, 1_000);
  private final Map<String, WaitingLaunch<String>> unplaced = new LinkedHashMap<>();
  private final Map<String, Integer> offered = new LinkedHashMap<>();
  private final Map<String, String> agentOfOffer = new LinkedHashMap<>();
  private final Map<String, String> agentOfTask = new LinkedHashMap<>();
  private final Map<String, Integer> sizeOfTask = new LinkedHashMap<>();
  private Now now = TestOffers.NOW;
  private int next;

  Market market() {
    return market;
  }

  WaitingLaunches<String> waiting() {
    return waiting;
  }

  Now now() {
    return now;
  }

  /** Agents of four CPUs each, of which small tasks have all but one. */
  void busy(String... names) {
    for (String name : names) {
      offers(name, 4);
      for (int i = 0; i < 4; i++) {
        launch("task-%s-%d".formatted(name, i), 1, 0);
      }
      place();
    }
    for (String name : names) {
      ends("task-%s-0".formatted(name));
    }
  }

  /** A launch that wants all of one of them waits. */
  void big() {
    launch("big", 4, 0);
    place();
  }

  /** So many CPUs of the agent are offered. */
  void offers(String agent, int cpus) {
    String id = "o" + next++;
    offered.put(id, cpus);
    agentOfOffer.put(id, agent);
    market.gets(TestOffers.offer(id, agent, "web", "cpus:" + cpus));
  }

  /** A launch that wants so many CPUs waits. */
  WaitingLaunch<String> launch(String id, int cpus, int priority, Constraint... constraints) {
    Wishes wishes = new Wishes(null, priority, null, null, List.of(constraints));
    WaitingLaunch<String> launch =
        new WaitingLaunch<>(
            id,
            id,
            List.of(id),
            TestOffers.demand("cpus:" + cpus),
            wishes,
            TestOffers.MANY,
            1,
            Long.MAX_VALUE);
    unplaced.put(id, launch);
    waiting.add(launch);
    return launch;
  }

  /** The launch is taken back. */
  void cancel(String id) {
    unplaced.remove(id);
    waiting.remove(id);
  }

  /** Offers go to launches; returns which became tasks, and where. */
  Map<String, String> place() {
    Map<String, String> placed = new LinkedHashMap<>();
    for (Placed<String> each : waiting.place(now)) {
      String agent = agentOfOffer.get(each.offerIds().get(0));
      int left = each.offerIds().stream().mapToInt(offered::remove).sum();
      each.offerIds().forEach(market::loses);
      for (Carried<String> carried : each.launches()) {
        String id = carried.launch().id();
        int size = (int) TestOffers.thousandths(carried.fit().taken(), "cpus") / 1000;
        left -= size;
        unplaced.remove(id);
        agentOfTask.put(id, agent);
        sizeOfTask.put(id, size);
        placed.put(id, agent);
      }
      if (left > 0) {
        offers(agent, left);
      }
    }
    return placed;
  }

  /** The task ends, and what it had is offered again. */
  void ends(String task) {
    market.tasks().settled(task, List.of(task));
    offers(agentOfTask.remove(task), sizeOfTask.remove(task));
  }

  /** Time passes, in which launches are tried as often as there is something new for them. */
  Map<String, String> pass(Duration time) {
    Map<String, String> placed = new LinkedHashMap<>();
    for (Duration each = TICK; each.compareTo(time) <= 0; each = each.plus(TICK)) {
      now = new Now(now.after(TICK), now.millis() + TICK.toMillis());
      waiting.holdForFirst(now);
      if (waiting.mayFitAnew()) {
        placed.putAll(place());
      }
    }
    return placed;
  }

  /** The same for seconds. */
  Map<String, String> pass(int seconds) {
    return pass(Duration.ofSeconds(seconds));
  }

  /** For whom an agent is held, and which. */
  Map<String, String> held() {
    Map<String, String> held = new LinkedHashMap<>();
    for (WaitingLaunch<String> launch : unplaced.values()) {
      Optional<Held> its = waiting.held(launch);
      its.ifPresent(each -> held.put(launch.id(), each.agentId()));
    }
    return held;
  }

  /** Those that wait. */
  List<WaitingLaunch<String>> unplaced() {
    return List.copyOf(unplaced.values());
  }

  /** The tasks that run. */
  List<String> tasks() {
    return new ArrayList<>(agentOfTask.keySet());
  }

  /** How many CPUs of the agent are offered. */
  int freeOn(String agent) {
    return offered.entrySet().stream()
        .filter(offer -> agentOfOffer.get(offer.getKey()).equals(agent))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
