package io.mesosbridge.core.offer;

import static io.mesosbridge.core.offer.BusyAgents.HEAD_START;
import static io.mesosbridge.core.offer.BusyAgents.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.offer.TestOffers.Market;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A big launch that comes first has one agent held for it for a while, and no longer. */
class HeadStartTest {

  private final BusyAgents agents = new BusyAgents();

  @Test
  void aBigOneIsPlacedBesideAnEndlessStreamOfSmallOnesAndThoseGoOnElsewhere() {
    // Given
    agents.busy("a", "b");
    agents.big();
    int small = 0;
    int elsewhere = 0;
    Map<String, String> placed = Map.of();

    // When
    for (int i = 0; i < 120 && !placed.containsKey("big"); i++) {
      agents.ends(agents.tasks().get(0));
      agents.launch("small-" + i, 1, 0);
      placed = agents.place();
      small += placed.isEmpty() ? 0 : 1;
      elsewhere += agents.held().containsKey("big") && !placed.isEmpty() ? 1 : 0;
      agents.pass(1);
    }

    // Then
    assertThat(placed).containsKey("big");
    assertThat(small).isGreaterThan(PATIENCE);
    assertThat(elsewhere).isPositive();
  }

  @Test
  void aBigOneIsPlacedWhereOthersWaitForAllThatIsFreed() {
    // Given
    agents.busy("a", "b");
    agents.big();
    for (int i = 0; i < 200; i++) {
      agents.launch("small-" + i, 1, 0);
    }
    agents.place();
    Map<String, String> placed = Map.of();

    // When
    for (int i = 0; i < 100 && !placed.containsKey("big"); i++) {
      agents.pass(1);
      agents.ends(agents.tasks().get(0));
      placed = agents.place();
    }

    // Then
    assertThat(placed).containsKey("big");
  }

  @Test
  void nothingIsHeldBeforeItHasComeFirstForAWhile() {
    // Given
    agents.busy("a", "b");
    agents.big();
    agents.pass(PATIENCE);

    // When
    Map<String, String> before = agents.held();
    agents.pass(1);

    // Then
    assertThat(before).isEmpty();
    assertThat(agents.held()).isEqualTo(Map.of("big", "a"));
    assertThat(agents.waiting().held(agents.unplaced().get(0)).orElseThrow().until())
        .isEqualTo(
            TestOffers.NOW.instant().plusSeconds(PATIENCE + HEAD_START).plusMillis(500) + "");
  }

  @Test
  void itTellsOnceForWhomSomethingIsHeld() {
    // Given
    agents.busy("a", "b");
    WaitingLaunch<String> big = agents.launch("big", 4, 0);
    agents.place();
    WaitingLaunches<String> waiting = agents.waiting();
    waiting.holdForFirst(agents.now());
    Now later = new Now(agents.now().after(Duration.ofSeconds(PATIENCE)), agents.now().millis());

    // When
    Optional<WaitingLaunch<String>> told = waiting.holdForFirst(later);

    // Then
    assertThat(told).contains(big);
    assertThat(waiting.holdForFirst(later)).isEmpty();
  }

  @Test
  void whatIsHeldPilesUpAndIsTriedByOthersOnceTheTimeIsOver() {
    // Given
    agents.busy("a");
    agents.big();
    agents.pass(PATIENCE + 1);
    agents.launch("small", 2, 0);
    agents.ends("task-a-1");

    // When
    Map<String, String> early = agents.place();
    early.putAll(agents.pass(HEAD_START - 1));
    Map<String, String> late = agents.pass(1);

    // Then
    assertThat(early).isEmpty();
    assertThat(late).isEqualTo(Map.of("small", "a"));
    assertThat(agents.held()).isEmpty();
  }

  @Test
  void afterItNothingIsHeldForAsLongAsThatWas() {
    // Given
    agents.busy("a", "b");
    agents.ends("task-a-1");
    agents.big();
    agents.pass(PATIENCE + 1 + HEAD_START);

    // When
    agents.pass(HEAD_START - 1);
    Map<String, String> before = agents.held();
    agents.pass(1);

    // Then
    assertThat(before).isEmpty();
    assertThat(agents.held()).as("another one, as the first was in vain").containsEntry("big", "b");
    agents.pass(2 * HEAD_START);
    assertThat(agents.held()).as("all were").containsEntry("big", "a");
  }

  @Test
  void whoseLaunchIsTakenBackIsFreeAtOnce() {
    // Given
    agents.busy("a", "b");
    agents.big();
    agents.pass(PATIENCE + 1);
    agents.launch("small", 1, 0);
    agents.launch("smaller", 1, 0);
    Map<String, String> before = agents.place();

    // When
    agents.cancel("big");

    // Then
    assertThat(before).containsOnlyKeys("small");
    assertThat(agents.waiting().mayFitAnew()).isTrue();
    assertThat(agents.place()).isEqualTo(Map.of("smaller", "a"));
    assertThat(agents.waiting().mayFitAnew()).isFalse();
  }

  @Test
  void whenItWasTheOnlyOneNobodyIsToBeTried() {
    // Given
    agents.busy("a", "b");
    agents.big();
    agents.pass(PATIENCE + 1);

    // When
    agents.cancel("big");

    // Then
    assertThat(agents.waiting().mayFitAnew()).isFalse();
  }

  @Test
  void whatThePlacedOneLeavesOthersGet() {
    // Given
    agents.busy("a", "b");
    agents.big();
    agents.pass(PATIENCE + 1);
    agents.launch("one", 1, 0);
    agents.launch("two", 1, 0);
    agents.place();
    agents.offers("a", 4);

    // When
    Map<String, String> placed = agents.place();

    // Then
    assertThat(placed).isEqualTo(Map.of("big", "a", "two", "a"));
  }

  @Test
  void aLaunchOfAHigherRankGetsWhatIsHeld() {
    // Given
    agents.busy("a");
    agents.big();
    agents.pass(PATIENCE + 1);
    agents.launch("small", 1, 0);
    Map<String, String> before = agents.place();

    // When
    agents.launch("urgent", 1, 1);

    // Then
    assertThat(before).isEmpty();
    assertThat(agents.place()).isEqualTo(Map.of("urgent", "a"));
  }

  @Test
  void whenOneOfAHigherRankWaitsNothingIsHeldAnyMore() {
    // Given
    agents.busy("a", "b");
    agents.big();
    agents.pass(PATIENCE + 1);
    agents.launch("small", 1, 0);
    agents.launch("smaller", 1, 0);
    agents.place();
    agents.launch("urgent", 9, 1);
    agents.place();

    // When
    Map<String, String> placed = agents.pass(1);

    // Then
    assertThat(placed).isEqualTo(Map.of("smaller", "a"));
    assertThat(agents.held()).isEmpty();
  }

  @Test
  void thoseBehindShowThatItIsHeldAndTheFirstDoesNot() {
    // Given
    agents.offers("a", 1);
    agents.market().tasks().launching("t", List.of("t"), null, AgentInfo.named("a"), List.of());
    WaitingLaunch<String> big = agents.launch("big", 4, 0);
    WaitingLaunch<String> another = agents.launch("another", 4, 0);
    agents.place();
    Object alike = agents.waiting().kind(big);
    agents.pass(PATIENCE + 1);
    WaitingLaunch<String> small = agents.launch("small", 1, 0);
    agents.place();

    // When
    WaitingLaunches<String> waiting = agents.waiting();

    // Then
    Lack cpus = new Lack("cpus", 1, 3.0);
    Lack held = new Lack("held", 1, null);
    assertThat(waiting.lacks(big)).containsExactly(cpus);
    assertThat(waiting.lacks(another)).containsExactly(cpus, held);
    assertThat(waiting.lacks(small)).containsExactly(held);
    assertThat(waiting.wish(small)).endsWith(", is held for a launch that comes before it");
    assertThat(waiting.kind(big)).isEqualTo(alike).isNotEqualTo(waiting.kind(another));
  }

  @Test
  void withoutHeadStartNothingIsHeld() {
    // Given
    Market market = new Market();
    WaitingLaunches<String> waiting = market.launches(Policy.PACK, 9, Duration.ZERO);
    WaitingLaunch<String> big =
        TestOffers.launch("big", TestOffers.demand("cpus:4"), Long.MAX_VALUE);
    market.tasks().launching("t", List.of("t"), null, AgentInfo.named("a"), List.of());
    market.gets(TestOffers.offer("o", "a", "web", "cpus:1"));
    waiting.add(big);
    waiting.place(TestOffers.NOW);
    waiting.holdForFirst(TestOffers.NOW);

    // When
    waiting.holdForFirst(new Now(TestOffers.NOW.after(Duration.ofMinutes(2)), 0));

    // Then
    assertThat(waiting.held(big)).isEmpty();
  }
}
