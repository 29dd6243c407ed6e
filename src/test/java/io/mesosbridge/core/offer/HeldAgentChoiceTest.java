package io.mesosbridge.core.offer;

import static io.mesosbridge.core.offer.BusyAgents.HEAD_START;
import static io.mesosbridge.core.offer.BusyAgents.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Now;
import io.mesosbridge.core.offer.Constraint.Operator;
import io.mesosbridge.core.offer.HeadStart.Held;
import io.mesosbridge.core.offer.TestOffers.Market;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which agent is held for a big launch that comes first. */
class HeldAgentChoiceTest {

  private final BusyAgents agents = new BusyAgents();

  @Test
  void anAgentThatItsConstraintsDoNotAllowIsNotHeld() {
    // Given
    agents.busy("a", "b");
    agents.launch("big", 4, 0, Constraint.of("hostname", Operator.UNLIKE, "a.*"));
    agents.place();

    // When
    agents.pass(PATIENCE + 1);

    // Then
    assertThat(agents.held()).containsEntry("big", "b");
  }

  @Test
  void anAgentThatItsConstraintsAllowNoLongerIsFree() {
    // Given
    agents.busy("a", "b");
    agents.launch("big-1", 4, 0, Constraint.of("hostname", Operator.UNIQUE, null));
    agents.place();
    agents.pass(PATIENCE + 1);
    AgentInfo a = agents.market().free().of("a").get(0).agent();

    // When
    agents.market().tasks().launching("big-2", List.of("big-2"), null, a, List.of());
    Map<String, String> before = agents.held();
    agents.pass(1);

    // Then
    assertThat(before).containsEntry("big-1", "a");
    assertThat(agents.held()).isEmpty();
  }

  @Test
  void anAgentThatCanNeverCarryItIsNotHeld() {
    // Given
    agents.offers("small", 3);
    agents.offers("large", 4);
    for (int i = 0; i < 2; i++) {
      agents.launch("task-" + i, 2, 0, Constraint.of("hostname", Operator.LIKE, "large.*"));
    }
    agents.place();
    agents.ends("task-0");
    agents.big();

    // When
    agents.pass(PATIENCE + 1);

    // Then
    assertThat(agents.held()).containsEntry("big", "large");
  }

  @Test
  void whereNoneCanItIsLookedForAgainAfterAWhile() {
    // Given
    agents.offers("small", 3);
    agents.big();
    agents.pass(PATIENCE + 1);
    agents.market().tasks().launching("t", List.of("t"), null, AgentInfo.named("late"), List.of());
    agents.offers("late", 1);
    agents.place();
    Map<String, String> none = agents.held();

    // When
    agents.pass(PATIENCE);

    // Then
    assertThat(none).isEmpty();
    assertThat(agents.held()).containsEntry("big", "late");
  }

  @Test
  void anAgentWithGpusIsHeldForWhoWantsSomeOrWhereThereIsNoOther() {
    // Given
    Market market = agents.market();
    market.tasks().launching("t", List.of("t"), null, AgentInfo.named("g"), List.of());
    market.tasks().launching("u", List.of("u"), null, AgentInfo.named("p"), List.of());
    market.gets(TestOffers.offer("g1", "g", "web", "cpus:3;gpus:1"));
    agents.big();
    agents.pass(PATIENCE + 1);
    Map<String, String> alone = agents.held();
    agents.cancel("big");
    market.gets(TestOffers.offer("p1", "p", "web", "cpus:2"));
    agents.big();

    // When
    agents.pass(2 * PATIENCE + 2);

    // Then
    assertThat(alone).containsEntry("big", "g");
    assertThat(agents.held()).containsEntry("big", "p");
  }

  @Test
  void anAgentWithGpusComesLastAlsoWhileNobodyOffersAnything() {
    // Given
    Market market = agents.market();
    market.gets(TestOffers.offer("g1", "g", "web", "cpus:8;gpus:1"));
    market.gets(TestOffers.offer("p1", "p", "web", "cpus:8"));
    agents.place();
    market.loses("g1");
    market.loses("p1");

    // When
    agents.big();
    agents.pass(PATIENCE + 1);

    // Then
    assertThat(agents.held()).containsEntry("big", "p");
  }

  @Test
  void anAgentOfWhichItsRoleIsOfferedNothingIsNotHeld() {
    // Given
    Market market = agents.market();
    WaitingLaunches<String> waiting = agents.waiting();
    market.tasks().launching("t", List.of("t"), null, AgentInfo.named("b"), List.of());
    market.gets(TestOffers.offer("o", "b", "batch", "cpus:3"));
    WaitingLaunch<String> big =
        TestOffers.launch("big", TestOffers.demand("cpus:4", "web"), Long.MAX_VALUE);
    waiting.add(big);
    agents.place();

    // When
    agents.pass(PATIENCE + 1);
    Optional<Held> before = waiting.held(big);
    market.tasks().launching("u", List.of("u"), null, AgentInfo.named("w"), List.of());
    market.gets(TestOffers.offer("p", "w", "web", "cpus:1"));
    agents.place();
    agents.pass(PATIENCE);

    // Then
    assertThat(before).isEmpty();
    assertThat(waiting.held(big).map(Held::agentId)).contains("w");
  }

  /** As if its maintenance were in an hour. */
  private static OutstandingOffer ofLeaving(String agent) {
    OutstandingOffer offer = TestOffers.offer("of-" + agent, agent, "web", "cpus:3");
    long begins = TestOffers.NOW.millis() + Duration.ofHours(1).toMillis();
    String json =
        new String(offer.json(), StandardCharsets.UTF_8)
            .replaceFirst(
                "^\\{",
                "{\"unavailability\":{\"start\":{\"nanoseconds\":%d000000}},".formatted(begins));
    return new OutstandingOffer(offer.id(), agent, json.getBytes(StandardCharsets.UTF_8), 0);
  }

  @Test
  void anAgentWhoseMaintenanceIsNearIsHeldNoLonger() {
    // Given
    Market market = agents.market();
    market.tasks().launching("t", List.of("t"), null, AgentInfo.named("m"), List.of());
    market.gets(ofLeaving("m"));
    agents.big();
    agents.pass(PATIENCE + 1);
    Map<String, String> before = agents.held();
    WaitingLaunches<String> waiting = agents.waiting();
    Now near = new Now(agents.now().nanos(), agents.now().millis() + 3_600_000 - 600_000);

    // When
    waiting.holdForFirst(near);
    Map<String, String> after = agents.held();
    waiting.holdForFirst(new Now(near.after(Duration.ofSeconds(HEAD_START)), near.millis()));

    // Then
    assertThat(before).containsEntry("big", "m");
    assertThat(after).isEmpty();
    assertThat(agents.held()).as("nor again").isEmpty();
  }
}
