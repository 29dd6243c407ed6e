package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.offer.Constraint.Operator;
import io.mesosbridge.core.offer.TestOffers.Market;
import io.mesosbridge.core.offer.WaitingLaunch.Placed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Tasks come and go on agents of two racks, and launches find their place among them. */
class ConstrainedLaunchesProperties {

  private static final int AGENTS = 5;

  private static final List<List<Constraint>> CONSTRAINTS =
      List.of(
          List.of(),
          List.of(Constraint.of("hostname", Operator.UNIQUE, null)),
          List.of(Constraint.of("rack", Operator.MAX_PER, "2")),
          List.of(Constraint.of("rack", Operator.CLUSTER, null)),
          List.of(Constraint.of("hostname", Operator.MAX_PER, "1")),
          List.of(
              Constraint.of("rack", Operator.IS, "r1"),
              Constraint.of("hostname", Operator.UNIQUE, null)));

  private final Map<String, String> agentOfTask = new HashMap<>();

  private static String rack(String agent) {
    return "r" + agent.charAt(1) % 2;
  }

  private static OutstandingOffer offer(int number, String agent) {
    String json =
        """
        {"id":{"value":"o%d"},"agent_id":{"value":"%s"},"hostname":"%s",
         "attributes":[{"name":"rack","type":"TEXT","text":{"value":"%s"}}],
         "allocation_info":{"role":"web"},"resources":%s}\
        """
            .formatted(number, agent, agent, rack(agent), ResourceFormat.parse("cpus:2"));
    return new OutstandingOffer("o" + number, agent, json.getBytes(StandardCharsets.UTF_8), 0);
  }

  private long inGroup(String group, String sameAs, boolean byRack) {
    return agentOfTask.entrySet().stream()
        .filter(task -> TaskGroups.of(task.getKey()).equals(group))
        .filter(
            task ->
                byRack
                    ? rack(task.getValue()).equals(rack(sameAs))
                    : task.getValue().equals(sameAs))
        .count();
  }

  private long inGroup(String group) {
    return agentOfTask.keySet().stream().map(TaskGroups::of).filter(group::equals).count();
  }

  /** What the constraints say, once more and in another way. */
  private boolean isAllowed(List<Constraint> constraints, String group, String agent) {
    return constraints.stream()
        .allMatch(
            each ->
                switch (each.operator()) {
                  case UNIQUE -> inGroup(group, agent, false) == 0;
                  case MAX_PER ->
                      inGroup(group, agent, each.field().equals("rack")) < each.number();
                  case CLUSTER -> inGroup(group, agent, true) == inGroup(group);
                  case IS -> rack(agent).equals(each.value());
                  default -> throw new IllegalArgumentException(each.toString());
                });
  }

  @Property(tries = 300)
  void everyConstraintHoldsAndWhateverIsAllowedSomewhereIsPlaced(
      @ForAll long seed, @ForAll Policy policy) {
    // Given
    agentOfTask.clear();
    Random random = new Random(seed);
    Market market = new Market();
    WaitingLaunches<String> waiting = market.launches(policy, 1_000);
    Map<String, WaitingLaunch<String>> unplaced = new HashMap<>();
    Map<String, OutstandingOffer> there = new HashMap<>();
    int next = 0;

    for (int i = 0; i < 60; i++) {
      // When
      switch (random.nextInt(4)) {
        case 0 -> {
          OutstandingOffer offer = offer(next++, "s" + random.nextInt(AGENTS));
          there.put(offer.id(), offer);
          market.gets(offer);
        }
        case 1 -> {
          List<String> tasks = new ArrayList<>(agentOfTask.keySet());
          if (!tasks.isEmpty()) {
            String ended = tasks.get(random.nextInt(tasks.size()));
            agentOfTask.remove(ended);
            market.tasks().settled(ended, List.of(ended));
          }
        }
        default -> {
          int kind = random.nextInt(CONSTRAINTS.size());
          String id = "g%d-%d".formatted(kind, next++);
          Wishes wishes = new Wishes(null, random.nextInt(2), null, null, CONSTRAINTS.get(kind));
          var launch =
              new WaitingLaunch<>(
                  id,
                  id,
                  List.of(id),
                  TestOffers.demand("cpus:1"),
                  wishes,
                  TestOffers.MANY,
                  1,
                  Long.MAX_VALUE);
          unplaced.put(id, launch);
          waiting.add(launch);
        }
      }
      List<Placed<String>> placed = waiting.place(TestOffers.NOW);

      // Then
      for (Placed<String> each : placed) {
        String agent = there.get(each.offerIds().get(0)).agentId();
        for (WaitingLaunch.Carried<String> carried : each.launches()) {
          WaitingLaunch<String> launch = carried.launch();
          assertThat(isAllowed(launch.wishes().constraints(), launch.group(), agent)).isTrue();
          agentOfTask.put(launch.id(), agent);
          unplaced.remove(launch.id());
        }
        each.offerIds().forEach(there::remove);
        each.offerIds().forEach(market::loses);
      }
      for (WaitingLaunch<String> launch : unplaced.values()) {
        assertThat(there.values())
            .noneMatch(
                offer -> isAllowed(launch.wishes().constraints(), launch.group(), offer.agentId()));
      }
    }
  }
}
