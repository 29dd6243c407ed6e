package io.mesosbridge.core.offer;

import static io.mesosbridge.core.offer.TestOffers.demand;
import static io.mesosbridge.core.offer.TestOffers.offer;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.offer.TestOffers.Market;
import io.mesosbridge.core.offer.WaitingLaunch.Unplaced;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingLaunchesTest {

  private static final long DEADLINE = 1_000_000_000;

  private final Market market = new Market();
  private final WaitingLaunches<String> waiting = market.launches(Policy.PACK, 4);

  private static WaitingLaunch<String> launch(String id, String resources) {
    return TestOffers.launch(id, demand(resources), DEADLINE);
  }

  private List<String> place(OutstandingOffer... offers) {
    return market.place(waiting, List.of(offers)).stream()
        .flatMap(
            placed ->
                placed.launches().stream()
                    .map(one -> one.launch().id() + " on " + String.join("+", placed.offerIds())))
        .toList();
  }

  @Test
  void firstComeIsFirstServed() {
    // Given
    waiting.add(launch("a", "cpus:1"));
    waiting.add(launch("b", "cpus:1"));

    // When
    List<String> placed = place(offer("o1", "cpus:1"));

    // Then
    assertThat(placed).containsExactly("a on o1");
    assertThat(waiting.size()).isEqualTo(1);
  }

  @Test
  void aLaunchThatNothingFitsLetsOthersPass() {
    // Given
    waiting.add(launch("big", "cpus:8"));
    waiting.add(launch("small", "cpus:1"));

    // When
    List<String> placed = place(offer("o1", "cpus:2"), offer("o2", "cpus:2"));

    // Then
    assertThat(placed).containsExactly("small on o1");
  }

  @Test
  void anOfferIsGivenAwayOnceEvenWhileItIsStillOutstanding() {
    // Given
    OutstandingOffer offer = offer("o1", "cpus:4");
    waiting.add(launch("a", "cpus:1"));
    market.place(waiting, List.of(offer));
    waiting.add(launch("b", "cpus:1"));

    // When
    List<String> placed = place(offer);

    // Then
    assertThat(placed).isEmpty();
  }

  @Test
  void aNewLaunchIsTriedOnTheOffersThatAreThere() {
    // Given
    OutstandingOffer offer = offer("o1", "cpus:4");
    waiting.add(launch("big", "cpus:8"));
    market.place(waiting, List.of(offer));
    waiting.add(launch("small", "cpus:1"));

    // When
    List<String> placed = place(offer);

    // Then
    assertThat(placed).containsExactly("small on o1");
  }

  @Test
  void anOfferThatIsGoneIsNotUsed() {
    // Given
    market.place(waiting, List.of(offer("o1", "cpus:4")));
    waiting.add(launch("a", "cpus:1"));

    // When
    List<String> placed = place(offer("o2", "cpus:4"));

    // Then
    assertThat(placed).containsExactly("a on o2");
  }

  @Test
  void portsMustBeOfferedAndAreNotInvented() {
    // Given
    waiting.add(launch("a", "cpus:1;ports:[8080-8081]"));

    // When
    List<String> placed =
        place(offer("o1", "cpus:1;ports:[8081-9000]"), offer("o2", "cpus:1;ports:[8000-8081]"));

    // Then
    assertThat(placed).containsExactly("a on o2");
  }

  @Test
  void aRoleMustBeTheOffers() {
    // Given
    Demand demand = TestOffers.demand("cpus:1", "batch");
    waiting.add(TestOffers.launch("a", demand, DEADLINE));

    // When
    List<String> placed =
        place(offer("o1", "s1", "web", "cpus:1"), offer("o2", "s1", "batch", "cpus:1"));

    // Then
    assertThat(placed).containsExactly("a on o2");
  }

  @Test
  void anOfferWithoutRoleOfAnOlderMasterIsForTheOnlyOne() {
    // Given
    Demand demand = TestOffers.demand("cpus:1", "web");
    waiting.add(TestOffers.launch("a", demand, DEADLINE));
    waiting.add(TestOffers.launch("b", TestOffers.demand("cpus:9", "web"), DEADLINE));

    // When
    List<String> placed = place(offer("o1", "s1", null, "cpus:1"));
    place(offer("o2", "s1", null, "cpus:1"));

    // Then
    assertThat(placed).containsExactly("a on o1");
    assertThat(waiting.expired(new Now(DEADLINE, 0)))
        .singleElement()
        .extracting(Unplaced::message)
        .asString()
        .endsWith("offer o2 on s1.example.org, lacks cpus:8");
  }

  @Test
  void noMoreWaitThanMay() {
    // Given
    List.of("a", "b", "c", "d").forEach(id -> waiting.add(launch(id, "cpus:1")));

    // When
    boolean isQueued = waiting.add(launch("e", "cpus:1"));

    // Then
    assertThat(isQueued).isFalse();
  }

  @Test
  void aLaunchThatIsTakenOutIsNotPlaced() {
    // Given
    waiting.add(launch("a", "cpus:1"));

    // When
    waiting.remove("a");

    // Then
    assertThat(place(offer("o1", "cpus:1"))).isEmpty();
  }

  @Test
  void theDeadlineTellsWhatWasWantedAndTheNearestMiss() {
    // Given
    waiting.add(launch("a", "cpus:2;mem:512"));
    market.place(
        waiting,
        List.of(offer("o1", "cpus:1;mem:64"), offer("o2", "cpus:4;mem:256"), offer("o3", "x:1")));

    // When
    List<Unplaced<String>> expired = waiting.expired(new Now(DEADLINE, 0));

    // Then
    assertThat(expired)
        .singleElement()
        .extracting(Unplaced::message)
        .isEqualTo(
            "no offer had cpus:2;mem:512 before the deadline; "
                + "the nearest, offer o2 on agent-of-o2.example.org (role web), lacks mem:256");
    assertThat(waiting.size()).isZero();
  }

  @Test
  void launchesExpireInTheOrderOfTheirDeadlinesAndOnlyThoseThatWaitStill() {
    // Given
    for (int i = 0; i < 3; i++) {
      waiting.add(TestOffers.launch("l-" + i, demand("cpus:8"), DEADLINE - i));
    }
    waiting.add(TestOffers.launch("placed", demand("cpus:1"), DEADLINE));
    waiting.moveToFront("l-0");
    place(offer("o1", "cpus:1"));
    waiting.remove("l-1");

    // When
    List<Unplaced<String>> expired = waiting.expired(new Now(DEADLINE, 0));

    // Then
    assertThat(expired).extracting(each -> each.launch().id()).containsExactly("l-2", "l-0");
    assertThat(waiting.expired(new Now(DEADLINE, 0))).isEmpty();
    assertThat(waiting.size()).isZero();
  }

  @Test
  void beforeTheDeadlineALaunchWaits() {
    // Given
    waiting.add(launch("a", "cpus:2"));

    // When
    List<Unplaced<String>> expired = waiting.expired(new Now(DEADLINE - 1, 0));

    // Then
    assertThat(expired).isEmpty();
  }

  @Test
  void withoutAnyOfferTheDeadlineSaysSo() {
    // Given
    waiting.add(launch("a", "cpus:2"));

    // When
    List<Unplaced<String>> expired = waiting.expired(new Now(DEADLINE, 0));

    // Then
    assertThat(expired.get(0).message())
        .isEqualTo("no offer had cpus:2 before the deadline; no offer is outstanding now");
  }

  @Test
  void aDemandOfManyRangesIsToldInPart() {
    // Given
    String ports =
        IntStream.range(0, 165_000).mapToObj(i -> 2 * i + "-" + 2 * i).collect(joining(","));
    waiting.add(launch("a", "ports:[" + ports + "]"));
    place(offer("o1", "cpus:1"));

    // When
    String wish = waiting.wish(waiting.oldest().orElseThrow());
    List<Unplaced<String>> expired = waiting.expired(new Now(DEADLINE, 0));

    // Then
    assertThat(wish).startsWith("launch a waits for an offer with ports:[0-0,2-2,");
    assertThat(wish).contains("offer o1 on", "lacks ports:[0-0,2-2").hasSizeLessThan(1_024);
    assertThat(expired.get(0).message()).contains("lacks ports:[0-0").hasSizeLessThan(1_024);
  }

  @Test
  void anOfferThatWasGivenBackGoesToTheNextLaunch() {
    // Given
    var offer = offer("o1", "cpus:1");
    waiting.add(launch("a", "cpus:1"));
    waiting.add(launch("b", "cpus:1"));
    market.place(waiting, List.of(offer));

    // When
    waiting.giveBack(List.of("o1"));

    // Then
    assertThat(market.place(waiting, List.of(offer)))
        .singleElement()
        .satisfies(placed -> assertThat(placed.launches().get(0).launch().id()).isEqualTo("b"));
  }
}
