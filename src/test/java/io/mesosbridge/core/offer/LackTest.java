package io.mesosbridge.core.offer;

import static io.mesosbridge.core.offer.TestOffers.demand;
import static io.mesosbridge.core.offer.TestOffers.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.offer.Constraint.Operator;
import io.mesosbridge.core.offer.TestOffers.Market;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What keeps a launch from agents, by reason. */
class LackTest {

  private final Market market = new Market();
  private final WaitingLaunches<String> waiting = market.launches(Policy.PACK, 100);

  private List<Lack> lacks(Demand demand, Wishes wishes, OutstandingOffer... offers) {
    WaitingLaunch<String> launch =
        new WaitingLaunch<>(
            "c", "c", List.of("web-1"), demand, wishes, TestOffers.MANY, 1, Long.MAX_VALUE);
    waiting.add(launch);
    assertThat(market.place(waiting, Arrays.asList(offers))).isEmpty();
    return waiting.lacks(launch);
  }

  private List<Lack> lacks(String wanted, OutstandingOffer... offers) {
    return lacks(demand(wanted), Wishes.NONE, offers);
  }

  @Test
  void eachResourceIsCountedWithWhatTheNearestAgentLacks() {
    for (List<String> both : List.of(List.of("1", "2.5"), List.of("2.5", "1"))) {
      // When
      List<Lack> lacks =
          lacks(
              "cpus:4;mem:100",
              offer("o1", "cpus:" + both.get(0) + ";mem:100"),
              offer("o2", "cpus:" + both.get(1) + ";mem:100"),
              offer("o3", "cpus:4;mem:40"));

      // Then
      assertThat(lacks).containsExactly(new Lack("cpus", 2, 1.5), new Lack("mem", 1, 60.0));
      market.has(List.of());
    }
  }

  @Test
  void portsAreCountedByTheirNumberOrNamedWhereTheyAre() {
    assertThat(lacks("ports:3", offer("o1", "ports:[1-2]")))
        .containsExactly(new Lack("ports", 1, 1.0));
    assertThat(lacks("ports:[7-8]", offer("o2", "ports:[1-2]")))
        .containsExactly(new Lack("ports", 1, null));
  }

  @Test
  void aRoleThatNothingIsOfferedToIsOne() {
    assertThat(
            lacks(
                demand("cpus:1", "batch"),
                Wishes.NONE,
                offer("o1", "a1", "web", "cpus:1"),
                offer("o2", "a1", "batch", "cpus:0.5")))
        .containsExactly(new Lack("cpus", 1, 0.5));
    assertThat(lacks(demand("cpus:1", "ops"), Wishes.NONE, offer("o3", "a2", "web", "cpus:1")))
        .containsExactly(new Lack("role ops", 1, null));
  }

  @Test
  void aConstraintIsOneWhateverTheAgentHas() {
    // Given
    Wishes once =
        new Wishes(null, 0, null, null, List.of(Constraint.of("hostname", Operator.UNIQUE, null)));
    market.tasks().launching("other", List.of("web-2"), null, AgentInfo.named("a1"), List.of());
    market
        .tasks()
        .launching(
            "more",
            List.of("web-3"),
            null,
            new AgentInfo("a2", "a2.example.org", Map.of()),
            List.of());

    // When
    List<Lack> lacks =
        lacks(
            demand("cpus:1"),
            once,
            offer("o2", "a2", "web", "cpus:8"),
            offer("o3", "a3", "web", "cpus:0.5"));

    // Then
    assertThat(lacks)
        .containsExactlyInAnyOrder(new Lack("hostname UNIQUE", 1, null), new Lack("cpus", 1, 0.5));
  }

  @Test
  void whereNothingIsOfferedThatIsTheOnlyReason() {
    assertThat(lacks("cpus:1")).containsExactly(new Lack("no offer", 0, null));
  }

  @Test
  void noMoreAgentsAreLookedAtThanIsGoodForTheOthers() {
    // Given
    OutstandingOffer[] many =
        IntStream.range(0, Lack.MOST_AGENTS + 10)
            .mapToObj(i -> offer("o" + i, "cpus:1"))
            .toArray(OutstandingOffer[]::new);

    // When
    List<Lack> lacks = lacks("cpus:2", many);

    // Then
    assertThat(lacks).containsExactly(new Lack("cpus", Lack.MOST_AGENTS, 1.0));
  }
}
