package io.mesosbridge.core.offer;

import static io.mesosbridge.core.offer.TestOffers.demand;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.offer.Constraint.Operator;
import io.mesosbridge.core.offer.TestOffers.Market;
import io.mesosbridge.core.offer.WaitingLaunch.Placed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Launches that say on which agents they may be placed, and in which order. */
class ConstrainedLaunchesTest {

  private static final Constraint ONE_PER_HOST = Constraint.of("hostname", Operator.UNIQUE, null);

  private final Market market = new Market();
  private final WaitingLaunches<String> waiting = market.launches(Policy.PACK, 100);

  private static OutstandingOffer offer(String id, String agent, String rack) {
    return offer(id, agent, rack, "cpus:4;mem:1024");
  }

  private static OutstandingOffer offer(String id, String agent, String rack, String has) {
    String json =
        """
        {"id":{"value":"%s"},"agent_id":{"value":"%s"},"hostname":"%s.example.org",
         "attributes":[{"name":"rack","type":"TEXT","text":{"value":"%s"}}],
         "allocation_info":{"role":"web"},"resources":%s}\
        """
            .formatted(id, agent, agent, rack, ResourceFormat.parse(has));
    return new OutstandingOffer(id, agent, json.getBytes(StandardCharsets.UTF_8), 0);
  }

  private static AgentInfo agent(String id, String rack) {
    return new AgentInfo(id, id + ".example.org", Map.of("rack", rack));
  }

  private void add(String id, Wishes wishes) {
    waiting.add(
        new WaitingLaunch<>(
            id, id, List.of(id), demand("cpus:1"), wishes, TestOffers.MANY, 1, Long.MAX_VALUE));
  }

  private void add(String id, Constraint... constraints) {
    add(id, new Wishes(null, 0, null, null, List.of(constraints)));
  }

  private List<String> place(OutstandingOffer... offers) {
    return texts(market.place(waiting, List.of(offers)));
  }

  private static List<String> texts(List<Placed<String>> placed) {
    return placed.stream()
        .map(
            each ->
                each.offerIds().get(0)
                    + each.launches().stream()
                        .map(carried -> carried.launch().id())
                        .collect(Collectors.toList()))
        .toList();
  }

  @Test
  void launchesThatComeTogetherSeeEachOther() {
    // Given
    add("web-1", ONE_PER_HOST);
    add("web-2", ONE_PER_HOST);
    add("web-3", ONE_PER_HOST);

    // When
    List<String> placed = place(offer("o1", "s1", "a"), offer("o2", "s2", "a"));

    // Then
    assertThat(placed).containsExactly("o1[web-1]", "o2[web-2]");
    assertThat(waiting.find("web-3")).isPresent();
  }

  @Test
  void groupsDoNotCountEachOther() {
    // Given
    add("web-1", ONE_PER_HOST);
    add("db-1", ONE_PER_HOST);
    add("other-9", new Wishes(null, 0, null, "web", List.of(ONE_PER_HOST)));

    // When
    List<String> placed = place(offer("o1", "s1", "a"));

    // Then
    assertThat(placed).containsExactly("o1[web-1, db-1]");
  }

  @Test
  void theEndOfATaskLetsTheNextOneHaveItsPlace() {
    // Given
    market.tasks().lives("web-1", "web", agent("s1", "a"), Allocation.UNKNOWN);
    add("web-2", ONE_PER_HOST);
    List<String> before = place(offer("o1", "s1", "a"));
    boolean mightFitBefore = waiting.mayFitAnew();

    // When
    market.tasks().ended("web-1");

    // Then
    assertThat(before).isEmpty();
    assertThat(mightFitBefore).isFalse();
    assertThat(waiting.mayFitAnew()).isTrue();
    assertThat(texts(waiting.place(TestOffers.NOW))).containsExactly("o1[web-2]");
  }

  @Test
  void whatOthersGetLetsAnEarlierOneHaveTheRackThatWasFull() {
    // Given
    Constraint evenly = Constraint.of("rack", Operator.GROUP_BY, "2");
    market.tasks().lives("web-1", "web", agent("s1", "a"), Allocation.UNKNOWN);
    add("web-2", evenly, Constraint.of("rack", Operator.IS, "a"));
    add("web-3", evenly);

    // When
    List<String> placed = place(offer("o1", "s1", "a"), offer("o2", "s2", "b"));

    // Then
    assertThat(placed).containsExactly("o2[web-3]", "o1[web-2]");
  }

  @Test
  void whatOneOfThemGetsLetsTheNextHaveAnOfferThatWasHeldAgainstItBefore() {
    // Given
    market.tasks().lives("web-1", "web", agent("s1", "a"), Allocation.UNKNOWN);
    add("web-2", Constraint.of("rack", Operator.GROUP_BY, "2"));
    add("web-3", Constraint.of("rack", Operator.GROUP_BY, "2"));
    OutstandingOffer first = offer("o1", "s1", "a");
    List<String> before = place(first);

    // When
    List<String> placed = place(first, offer("o2", "s2", "b", "cpus:1"));

    // Then
    assertThat(before).isEmpty();
    assertThat(placed).containsExactly("o2[web-2]", "o1[web-3]");
  }

  @Test
  void launchesAreSpreadEvenlyOverRacks() {
    // Given
    for (int i = 0; i < 6; i++) {
      add("web-" + i, Constraint.of("rack", Operator.GROUP_BY, "3"));
    }

    // When
    place(offer("o1", "s1", "a"), offer("o2", "s2", "b"), offer("o3", "s3", "c"));

    // Then
    GroupTally racks = market.tasks().find("web").by("rack");
    assertThat(List.of(racks.of("a"), racks.of("b"), racks.of("c"))).containsExactly(2, 2, 2);
  }

  @Test
  void aLaunchThatWasNotSentIsCountedNoLonger() {
    // Given
    add("web-1", ONE_PER_HOST);
    add("web-2", ONE_PER_HOST);
    List<String> placed = place(offer("o1", "s1", "a"));

    // When
    market.tasks().settled("web-1", List.of("web-1"));
    waiting.giveBack(List.of("o1"));

    // Then
    assertThat(placed).containsExactly("o1[web-1]");
    assertThat(texts(waiting.place(TestOffers.NOW))).containsExactly("o1[web-2]");
  }

  @Test
  void thoseOfHigherPriorityComeFirstThenTheOldest() {
    // Given
    add("low", new Wishes(null, -1, null, null, List.of()));
    add("usual-1");
    add("high", new Wishes(null, 7, null, null, List.of()));
    add("usual-2");

    // When
    List<String> placed = place(offer("o1", "s1", "a"));

    // Then
    assertThat(placed).containsExactly("o1[high, usual-1, usual-2, low]");
  }

  @Test
  void theOldestIsTheOneThatCameFirstWhateverItsPriority() {
    // When
    add("usual");
    add("high", new Wishes(null, 7, null, null, List.of()));

    // Then
    assertThat(waiting.oldest()).map(WaitingLaunch::id).contains("usual");
  }

  @Test
  void aLaunchMayBeSpreadWhereOthersArePacked() {
    // Given
    market.tasks().lives("db-1", "db", agent("s1", "a"), Allocation.UNKNOWN);
    add("packed");
    add("spread", new Wishes(null, 0, Policy.SPREAD, null, List.of()));

    // When
    List<String> placed = place(offer("o1", "s1", "a"), offer("o2", "s2", "b"));

    // Then
    assertThat(placed).containsExactly("o1[packed]", "o2[spread]");
  }

  @Test
  void whoWaitsIsToldWhatKeepsItFromTheNearestOffer() {
    // Given
    market.tasks().lives("web-1", "web", agent("s1", "a"), Allocation.UNKNOWN);
    add("web-2", ONE_PER_HOST);

    // When
    place(offer("o1", "s1", "a"));

    // Then
    assertThat(waiting.wish(waiting.find("web-2").orElseThrow()))
        .isEqualTo(
            "launch web-2 waits for an offer with cpus:1 and hostname UNIQUE; the nearest, offer"
                + " o1 on s1.example.org (role web), is kept from it by hostname UNIQUE");
  }
}
