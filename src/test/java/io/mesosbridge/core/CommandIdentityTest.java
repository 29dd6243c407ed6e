package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Settled;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.CommandRecord.Position;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What tells a command from another one. */
class CommandIdentityTest {

  private static final String TOPIC = "mesos.commands";
  private static final String DEFAULT_ID = "mesos.commands-0-0";

  private static String kill(String taskId) {
    return "{\"type\":\"KILL\",\"kill\":{\"task_id\":\"%s\"}}".formatted(taskId);
  }

  private static String launch(String taskId) {
    return ("{\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[{\"task_id\":\"%s\","
            + "\"command\":{\"value\":\"serve\"},\"resources\":\"cpus:0.1\"}]}}")
        .formatted(taskId);
  }

  /** A KILL of "web" without id, at offset 0, that has its result; then another leads. */
  private static TermFixture afterKill() {
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(kill("web"), TOPIC, 0);
    bridge.answer("KILL", TAKEN);
    TermFixture next = bridge.dies();
    next.subscribe();
    return next;
  }

  private static List<String> results(TermFixture bridge) {
    return bridge.seen().written(Topic.RESULTS).stream().map(Write::text).toList();
  }

  @Test
  void aRecordIsToldByItsTimestampAndAHashThatNeverChanges() {
    // When
    Position record = Position.of(TOPIC, 0, 17, 1_900_000_000_000L, "123456789".getBytes(UTF_8));

    // Then
    assertThat(record.identity("mesos.commands-0-17"))
        .isEqualTo("mesos.commands-0-17@2030-03-17T17:46:40Z-cbf43926e3069283");
    assertThat(record.identity("deploy-42")).isEqualTo("deploy-42");
  }

  @Test
  void aRecordThatIsDeliveredAgainIsNotCarriedOutAgain() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.RESULTS);
    bridge.command(kill("web"), TOPIC, 0);
    bridge.answer("KILL", TAKEN);
    bridge.takeWithoutTelling();

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.reread();

    // Then
    assertThat(next.seen().commandCalls()).isEmpty();
    assertThat(results(next)).isEmpty();
    assertThat(next.seen().all(Settled.class)).hasSize(1);
  }

  @Test
  void aRecordThatIsNoCommandIsADeadLetterEvenWithTheIdOfOneInHand() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(WireTexts.kill("kill-web", "web"), TOPIC, 0);
    byte[] nonsense = "nonsense".getBytes(UTF_8);
    Position position = Position.of(TOPIC, 0, 1, bridge.now().millis(), nonsense);

    // When
    bridge
        .term()
        .received(
            List.of(
                new CommandRecord(
                    position, bridge.now().instant(), "kill-web", null, nonsense, Map.of())),
            bridge.now());
    bridge.answer("KILL", TAKEN);

    // Then
    assertThat(bridge.seen().all(Settled.class))
        .extracting(settled -> settled.record().offset(), settled -> settled.why() != null)
        .containsExactly(tuple(0L, false), tuple(1L, true));
  }

  @Test
  void aRecordOfATopicThatWasMadeAnewIsAnotherCommand() {
    // Given
    TermFixture bridge = afterKill();

    // When
    bridge.command(kill("db"), TOPIC, 0);
    bridge.answer("KILL", TAKEN);

    // Then
    assertThat(bridge.seen().sent("KILL", "/kill/task_id/value")).containsExactly("db");
    assertThat(bridge.seen().written(Topic.RESULTS))
        .singleElement()
        .satisfies(result -> assertThat(result.record().key()).isEqualTo(DEFAULT_ID));
  }

  @Test
  void twoCommandsOfOneDefaultIdAreEachToldByTheirOwnResult() {
    // Given
    TermFixture bridge = afterKill();
    bridge.hold(Topic.RESULTS);
    bridge.command(kill("db"), TOPIC, 0);
    bridge.answer("KILL", TAKEN);
    bridge.takeWithoutTelling();

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.reread();

    // Then
    assertThat(next.seen().commandCalls()).isEmpty();
    assertThat(next.seen().all(Settled.class)).hasSize(1);
  }

  @Test
  void aCommandWaitsForTheDoubtAboutTheOneThatHadItsPositionBefore() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.command(launch("web"), TOPIC, 0);
    TermFixture next = bridge.successor(TermFixture.INFO);
    next.command(launch("db"), TOPIC, 0);
    next.subscribe();
    next.offer("o-2");
    assertThat(next.seen().launched()).isEmpty();

    // When
    next.reconciled("web", "TASK_RUNNING");
    next.pass(Duration.ofSeconds(1));

    // Then
    assertThat(next.seen().launched()).containsExactly("db");
    next.answer("ACCEPT", TAKEN);
    assertThat(results(next))
        .satisfiesExactly(
            first -> assertThat(first).contains("\"web\"", "\"ACCEPTED\""),
            second -> assertThat(second).contains("\"db\"", "\"ACCEPTED\""));
  }

  @Test
  void anIntentIsNotForgottenForTheResultOfAnotherCommandAtItsPosition() {
    // Given
    TermFixture bridge = afterKill();
    bridge.offer("o-1");
    bridge.command(launch("web"), TOPIC, 0);

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.reconciled("web", "TASK_RUNNING");

    // Then
    assertThat(next.seen().launched()).isEmpty();
    assertThat(results(next)).singleElement().asString().contains("\"web\"", "\"ACCEPTED\"");
  }

  @Test
  void aCommandWhoseIdHasTheHashOfAnotherOneIsCarriedOutAndBothAreRecognised() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(WireTexts.kill(ResultIndexTest.OF_ONE_HASH.get(0), "web"));
    bridge.answer("KILL", TAKEN);

    // When
    bridge.command(WireTexts.kill(ResultIndexTest.OF_ONE_HASH.get(1), "db"));
    bridge.reread();
    bridge.answer("KILL", TAKEN);

    // Then
    assertThat(bridge.seen().sent("KILL", "/kill/task_id/value")).containsExactly("web", "db");
    for (int i = 0; i < 2; i++) {
      bridge.command(WireTexts.kill(ResultIndexTest.OF_ONE_HASH.get(i), "cache"));
      bridge.reread();
      bridge.reread();
    }
    assertThat(bridge.seen().sent("KILL", "/kill/task_id/value")).containsExactly("web", "db");
    assertThat(bridge.seen().written(Topic.RESULTS))
        .extracting(write -> write.record().id())
        .isEqualTo(
            List.of(
                ResultIndexTest.OF_ONE_HASH.get(0), ResultIndexTest.OF_ONE_HASH.get(1),
                ResultIndexTest.OF_ONE_HASH.get(0), ResultIndexTest.OF_ONE_HASH.get(1)));
  }
}
