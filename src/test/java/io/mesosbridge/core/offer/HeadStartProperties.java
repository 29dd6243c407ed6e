package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Launches of all sizes come and go, and now and then an agent is held for one of them. */
class HeadStartProperties {

  private static final List<String> AGENTS = List.of("a", "b", "c");

  private final Map<String, Integer> order = new HashMap<>();

  private boolean isBehind(WaitingLaunch<String> one, WaitingLaunch<String> other) {
    int byPriority = Integer.compare(other.wishes().priority(), one.wishes().priority());
    return byPriority == 0 ? order.get(one.id()) > order.get(other.id()) : byPriority > 0;
  }

  @Property(tries = 300)
  void oneAgentAtMostIsHeldForABoundedTimeAndAllElseThatFitsIsPlaced(@ForAll long seed) {
    // Given
    order.clear();
    Random random = new Random(seed);
    BusyAgents agents = new BusyAgents();
    AGENTS.forEach(agent -> agents.offers(agent, 4));
    Map<String, WaitingLaunch<String>> known = new HashMap<>();
    int ticks = 0;
    int heldTicks = 0;
    int inOneGo = 0;
    boolean wasHeld = false;

    for (int i = 0; i < 300; i++) {
      // When
      Map<String, String> held = agents.held();
      boolean passes = random.nextInt(2) == 0;
      List<String> tasks = agents.tasks();
      if (!passes && random.nextInt(3) == 0 && !tasks.isEmpty()) {
        agents.ends(tasks.get(random.nextInt(tasks.size())));
      } else if (!passes && random.nextInt(20) == 0 && !agents.unplaced().isEmpty()) {
        agents.cancel(agents.unplaced().get(0).id());
      } else if (!passes && agents.unplaced().size() < 8) {
        String id = "l-" + i;
        order.put(id, i);
        known.put(id, agents.launch(id, 1 + random.nextInt(4), random.nextInt(10) / 9));
      }
      Map<String, String> placed = agents.place();

      // Then
      assertThat(held).hasSizeLessThanOrEqualTo(1);
      held.forEach(
          (first, agent) -> {
            boolean waitsStill = agents.held().containsKey(first);
            placed.forEach(
                (id, where) ->
                    assertThat(
                            waitsStill
                                && where.equals(agent)
                                && isBehind(known.get(id), known.get(first)))
                        .isFalse());
          });
      for (WaitingLaunch<String> launch : agents.unplaced()) {
        int wanted = (int) TestOffers.thousandths(launch.demand().resources(), "cpus") / 1000;
        for (String agent : AGENTS) {
          boolean isKept =
              agents.held().entrySet().stream()
                  .anyMatch(
                      each ->
                          each.getValue().equals(agent)
                              && isBehind(launch, known.get(each.getKey())));
          assertThat(isKept || agents.freeOn(agent) < wanted).isTrue();
        }
      }
      for (int j = random.nextInt(10); passes && j > 0; j--) {
        agents.pass(BusyAgents.TICK);
        ticks++;
        boolean isHeld = !agents.held().isEmpty();
        heldTicks += isHeld ? 1 : 0;
        inOneGo = isHeld ? (wasHeld ? inOneGo + 1 : 1) : inOneGo;
        wasHeld = isHeld;
        assertThat(BusyAgents.TICK.multipliedBy(inOneGo))
            .isLessThanOrEqualTo(Duration.ofSeconds(BusyAgents.HEAD_START));
        assertThat(2 * heldTicks).as("but for the last").isLessThanOrEqualTo(ticks + inOneGo);
      }
    }
  }
}
