package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.mesos.Event.InverseOffer;
import io.mesosbridge.core.mesos.Event.InverseOffers;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.EventReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bridge.maintenance}: what is answered to inverse offers. */
class MaintenanceTest {

  private static final String KILLS = "bridge.maintenance.kill-tasks";

  private static TermFixture bridge(String mode, String kills) {
    TermFixture bridge =
        TermFixture.configured(
            Map.of("bridge.maintenance.mode", mode, KILLS, kills),
            new Fact.FrameworkIs(Known.framework()));
    bridge.subscribe();
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.event(WireTexts.update("other", "TASK_RUNNING", "agent-2", "uuid", "u-2"));
    return bridge;
  }

  /** Mesos asks to leave the agent in so long. */
  private static void ask(TermFixture bridge, Duration wait) {
    bridge.event(question((bridge.now().millis() + wait.toMillis()) * 1_000_000));
  }

  private static String question(long nanoseconds) {
    return """
    {"type":"INVERSE_OFFERS","inverse_offers":{"inverse_offers":[{"id":{"value":"i-1"},
    "url":{"scheme":"http"},"framework_id":{"value":"f"},"agent_id":{"value":"%s"},
    "unavailability":{"start":{"nanoseconds":%d},"duration":{"nanoseconds":3600000000000}}}]}}
    """
        .formatted(Known.AGENT, nanoseconds);
  }

  private static List<String> killed(TermFixture bridge) {
    return bridge.seen().sent("KILL", "/kill/task_id/value");
  }

  @Test
  void theStartIsReadAsMesosWritesIt() {
    // When
    var event =
        new EventReader()
            .read(Slice.of(question(1_795_353_791_699_833_344L).getBytes(StandardCharsets.UTF_8)));

    // Then
    assertThat(event)
        .isEqualTo(
            new InverseOffers(List.of(new InverseOffer("i-1", Known.AGENT, 1_795_353_791_699L))));
  }

  @Test
  void theStartMayBeATextOrNotBeTold() {
    // Given
    String question = question(1_795_353_791_699_833_344L);
    String text = question.replaceAll("(\\d{19})", "\"$1\"");
    String untold = question.replace("\"start\"", "\"begin\"");
    TermFixture bridge = bridge("accept", "true");

    // When
    var read = new EventReader().read(Slice.of(text.getBytes(StandardCharsets.UTF_8)));
    bridge.event(untold);

    // Then
    assertThat(read)
        .isEqualTo(
            new InverseOffers(List.of(new InverseOffer("i-1", Known.AGENT, 1_795_353_791_699L))));
    assertThat(bridge.seen().calls("ACCEPT_INVERSE_OFFERS")).hasSize(1);
    assertThat(killed(bridge)).isEmpty();
  }

  @Test
  void aQuestionIsPublishedAndLeftToItsReaders() {
    // Given
    TermFixture bridge = bridge("forward", "true");

    // When
    ask(bridge, Duration.ZERO);

    // Then
    assertThat(bridge.seen().written(Topic.EVENTS))
        .extracting(write -> write.record().type().name())
        .contains("INVERSE_OFFERS");
    assertThat(bridge.seen().calls("ACCEPT_INVERSE_OFFERS")).isEmpty();
    assertThat(bridge.seen().calls("DECLINE_INVERSE_OFFERS")).isEmpty();
    assertThat(killed(bridge)).isEmpty();
  }

  @Test
  void itIsAcceptedSoThatMesosAsksAgainInAMinute() {
    // Given
    TermFixture bridge = bridge("accept", "false");

    // When
    ask(bridge, Duration.ZERO);

    // Then
    String path = "/accept_inverse_offers/";
    assertThat(bridge.seen().sent("ACCEPT_INVERSE_OFFERS", path + "inverse_offer_ids/0/value"))
        .containsExactly("i-1");
    assertThat(bridge.seen().sent("ACCEPT_INVERSE_OFFERS", path + "filters/refuse_seconds"))
        .containsExactly("60.0");
    assertThat(bridge.seen().written(Topic.EVENTS))
        .extracting(write -> write.record().type().name())
        .contains("INVERSE_OFFERS");
    assertThat(killed(bridge)).isEmpty();
  }

  @Test
  void itIsDeclinedAndNobodyIsKilled() {
    // Given
    TermFixture bridge = bridge("decline", "true");

    // When
    ask(bridge, Duration.ZERO);

    // Then
    assertThat(
            bridge
                .seen()
                .sent(
                    "DECLINE_INVERSE_OFFERS", "/decline_inverse_offers/inverse_offer_ids/0/value"))
        .containsExactly("i-1");
    assertThat(killed(bridge)).isEmpty();
  }

  @Test
  void theTasksThereAreKilledWhenTheWindowBegins() {
    // Given
    TermFixture bridge = bridge("accept", "true");
    ask(bridge, Duration.ofSeconds(90));
    bridge.pass(Duration.ofMinutes(1));
    ask(bridge, Duration.ofSeconds(30));
    bridge.pass(Duration.ofSeconds(29));
    assertThat(killed(bridge)).isEmpty();

    // When
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(killed(bridge)).containsExactly("web");
    assertThat(bridge.seen().sent("KILL", "/kill/agent_id/value")).containsExactly(Known.AGENT);
  }

  @Test
  void whatWasLaunchedThereMeanwhileIsKilledWhenMesosAsksAgain() {
    // Given
    TermFixture bridge = bridge("accept", "true");
    ask(bridge, Duration.ZERO);
    assertThat(killed(bridge)).containsExactly("web");
    bridge.update("late", "TASK_RUNNING", "u-3");
    bridge.update("web", "TASK_KILLED", "u-4");

    // When
    ask(bridge, Duration.ofMinutes(-1));

    // Then
    assertThat(killed(bridge)).containsExactly("web", "late");
  }

  @Test
  void aScheduleThatMesosDoesNotAskForAnyMoreKillsNobody() {
    // Given
    TermFixture bridge = bridge("accept", "true");
    ask(bridge, Duration.ofMinutes(10));

    // When
    for (int i = 0; i < 12; i++) {
      bridge.pass(Duration.ofMinutes(1));
    }

    // Then
    assertThat(killed(bridge)).isEmpty();
  }

  /** The length may be null, for maintenance without end. */
  private static void offer(TermFixture bridge, String offerId, Duration wait, Duration length) {
    String duration =
        length == null ? "" : ",\"duration\":{\"nanoseconds\":%d}".formatted(length.toNanos());
    String unavailability =
        "\"unavailability\":{\"start\":{\"nanoseconds\":%d}%s},"
            .formatted((bridge.now().millis() + wait.toMillis()) * 1_000_000, duration);
    bridge.event(
        WireTexts.offer(offerId, Known.AGENT)
            .replace("\"hostname\"", unavailability + "\"hostname\""));
  }

  @Test
  void anAgentWhoseMaintenanceIsNearGetsNoLaunchThatIsToBePlaced() {
    // Given
    TermFixture bridge = bridge("forward", "false");
    bridge.launch("new");

    // When
    offer(bridge, "o-1", Duration.ofMinutes(9), Duration.ofHours(1));
    List<String> before = bridge.seen().launched();
    bridge.pass(Duration.ofSeconds(4));
    String why = bridge.term().commands().launches().why();
    offer(bridge, "o-2", Duration.ofMinutes(11), Duration.ofHours(1));

    // Then
    assertThat(before).isEmpty();
    assertThat(why)
        .endsWith(
            "the nearest, offer o-1 on host (role web), is of an agent whose maintenance is near");
    assertThat(bridge.seen().launched()).containsExactly("new");
    assertThat(bridge.seen().sent("ACCEPT", "/accept/offer_ids/0/value"))
        .as("the agent's last offer says when it is")
        .containsExactly("o-1");
  }

  @Test
  void anAgentWhoseMaintenanceIsOverGetsLaunchesAgain() {
    // Given
    TermFixture bridge = bridge("forward", "false");
    bridge.launch("new");

    // When
    offer(bridge, "o-1", Duration.ofHours(-2), Duration.ofHours(1));

    // Then
    assertThat(bridge.seen().launched()).containsExactly("new");
  }

  @ParameterizedTest
  @ValueSource(longs = {-86_400, -1, 0, 60})
  void anAgentWhoseMaintenanceHasNoEndGetsNoLaunch(long beginsInSeconds) {
    // Given
    TermFixture bridge = bridge("forward", "false");
    bridge.launch("new");

    // When
    offer(bridge, "o-1", Duration.ofSeconds(beginsInSeconds), null);

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
  }

  @Test
  void aScheduleEndsWithTheSubscriptionThatTold() {
    // Given
    TermFixture bridge = bridge("accept", "true");
    ask(bridge, Duration.ofMinutes(1));

    // When
    bridge.disconnect();
    bridge.pass(Duration.ofMinutes(2));
    bridge.subscribe();

    // Then
    assertThat(killed(bridge)).isEmpty();
  }
}
