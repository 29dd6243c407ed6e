package io.mesosbridge.core;

import static io.mesosbridge.core.PlacedAgainTest.kept;
import static io.mesosbridge.core.PlacedAgainTest.results;
import static io.mesosbridge.core.PlacedAgainTest.updates;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.command.KeptLaunch;
import io.mesosbridge.testkit.JsonTree;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A launch of several tasks gets another offer when Mesos dropped all of them before they ran. */
class SeveralPlacedAgainTest {

  private static final String TASKS =
      "{\"task_id\":\"a\",\"resources\":\"cpus:0.1\"},{\"task_id\":\"b\",\"resources\":\"cpus:0.1\"}";

  static final String LAUNCH =
      "{\"id\":\"two\",\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[" + TASKS + "]}}";

  private static final String GROUP =
      "{\"id\":\"two\",\"type\":\"LAUNCH_GROUP\",\"launch_group\":{\"executor\":{\"executor_id\":\"e\","
          + "\"type\":\"DEFAULT\",\"resources\":\"cpus:0.1;mem:32\"},"
          + ("\"task_group\":{\"tasks\":[" + TASKS + "]}}}");

  private final TermFixture bridge = TermFixture.subscribed();

  private void launch(String command) {
    bridge.offer("o-1");
    bridge.command(command);
    bridge.answer("ACCEPT", TermFixture.TAKEN);
  }

  private void drop(String taskId) {
    bridge.masters(taskId, "TASK_DROPPED", "REASON_SLAVE_DISCONNECTED");
  }

  private void launchAndDropBoth() {
    launch(LAUNCH);
    drop("a");
    drop("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {LAUNCH, GROUP})
  void bothAreLaunchedOnAnotherOffer(String command) {
    // Given
    launch(command);
    drop("b");
    List<String> before = updates(bridge);
    drop("a");

    // When
    bridge.offer("o-2");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.update("a", "TASK_RUNNING", "u-1");

    // Then
    assertThat(before).isEmpty();
    assertThat(bridge.seen().commandCalls()).containsExactly("ACCEPT", "ACCEPT");
    assertThat(updates(bridge)).containsExactly("DROPPED again", "DROPPED again", "RUNNING");
    assertThat(results(bridge)).isEqualTo(1);
    assertThat(kept(bridge)).isZero();
  }

  @Test
  void whereOneRunsTheOtherIsLeftToWhoLaunched() {
    // Given
    launch(LAUNCH);
    drop("a");

    // When
    bridge.update("b", "TASK_RUNNING", "u-1");
    bridge.offer("o-2");

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED", "RUNNING");
    assertThat(bridge.seen().launched()).containsExactly("a");
  }

  @Test
  void whereNothingIsHeardOfOneTheOtherIsLeftToWhoLaunchedAfterSomeTime() {
    // Given
    launch(LAUNCH);
    drop("a");
    List<String> before = updates(bridge);

    // When
    bridge.pass(Duration.ofSeconds(6));
    List<String> behind = updates(bridge);
    drop("b");
    bridge.offer("o-2");

    // Then
    assertThat(before).isEmpty();
    assertThat(behind).containsExactly("DROPPED");
    assertThat(updates(bridge)).containsExactly("DROPPED", "DROPPED");
    assertThat(bridge.seen().launched()).containsExactly("a");
  }

  @Test
  void nothingIsTakenOverToAnotherFramework() {
    // Given
    TermFixture again =
        TermFixture.configured(
            Map.of("bridge.framework.on-removed", "register-again"),
            new Fact.FrameworkIs(Known.framework()));
    again.subscribe();
    again.offer("o-1");
    again.command(LAUNCH);
    again.answer("ACCEPT", TermFixture.TAKEN);
    again.masters("a", "TASK_DROPPED", "REASON_SLAVE_DISCONNECTED");

    // When
    again.term().removed("Framework has been removed", again.now());
    again.pass(Duration.ofSeconds(6));

    // Then
    assertThat(updates(again)).isEmpty();
  }

  @Test
  void whoLeadsNextTellsOfThoseThatWereNotToldAndPlacesBoth() {
    // Given
    launch(LAUNCH);
    drop("a");
    bridge.hold(write -> "b".equals(write.record().key()));
    drop("b");

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-2");

    // Then
    assertThat(updates(next)).containsExactly("DROPPED again");
    assertThat(next.seen().launched()).containsExactly("a");
  }

  @Test
  void whatFindsNoOfferIsToldOfBothBeforeItIsForgotten() {
    // Given
    launchAndDropBoth();
    bridge.hold(write -> "b".equals(write.record().key()));
    bridge.pass(Duration.ofMinutes(5));
    long before = kept(bridge);

    // When
    bridge.hold();

    // Then
    assertThat(before).isEqualTo(1);
    assertThat(updates(bridge))
        .containsExactly("DROPPED again", "DROPPED again", "DROPPED", "DROPPED");
    assertThat(bridge.seen().written(Topic.TASK_UPDATES).stream().map(write -> write.record().id()))
        .doesNotHaveDuplicates();
    assertThat(kept(bridge)).isZero();
  }

  @Test
  void aKillOfOneBeforeTheWordIsKeptTakesItBack() {
    // Given
    launch(LAUNCH);
    bridge.hold(write -> write.record().key().startsWith("launch/"));
    drop("a");
    drop("b");

    // When
    bridge.kill("b");
    bridge.hold();
    bridge.offer("o-2");

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED", "DROPPED");
    assertThat(bridge.seen().launched()).containsExactly("a");
    assertThat(kept(bridge)).isZero();
  }

  @Test
  void oneDroppedTaskIsKeptAsFormerVersionsKeptItAndSeveralAsAList() throws IOException {
    // Given
    launchAndDropBoth();
    KeptLaunch two = bridge.kafka().memory().launches().get("two");
    KeptLaunch one =
        new KeptLaunch(
            two.commandId(),
            two.topicId(),
            two.command(),
            two.receivedAt(),
            null,
            null,
            Map.of(),
            two.value(),
            List.of(two.dropped().get(0)));

    // When
    byte[] single = StateJson.write(one);
    byte[] several = StateJson.write(two);

    // Then
    assertThat(dropped(single).isObject()).isTrue();
    assertThat(dropped(several).isArray()).isTrue();
    assertThat(StateJson.read(single, KeptLaunch.class).dropped()).hasSize(1);
    assertThat(StateJson.read(several, KeptLaunch.class).dropped()).hasSize(2);
  }

  private static JsonNode dropped(byte[] json) {
    return JsonTree.read(new String(json, UTF_8)).path("dropped");
  }

  @Test
  void oneThatTakesMoreMemoryThanMayWaitIsLeftToWhoLaunched() {
    // Given
    TermFixture bridge =
        TermFixture.configured(
            Map.of("bridge.placement.max-waiting-bytes", "200000"),
            new Fact.FrameworkIs(Known.framework()));
    bridge.subscribe();
    bridge.offer("o-1");
    bridge.command(
        """
        {"id":"dense","type":"LAUNCH","launch":{"task_infos":[{"task_id":"web","command":
        {"value":"serve","arguments":[%s"z"]},"resources":"cpus:0.1"}]}}
        """
            .formatted("\"a\",".repeat(20_000)));
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // When
    bridge.masters("web", "TASK_DROPPED", "REASON_SLAVE_DISCONNECTED");

    // Then
    assertThat(PlacedAgainTest.updates(bridge)).containsExactly("DROPPED");
  }
}
