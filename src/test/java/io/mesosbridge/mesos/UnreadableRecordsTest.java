package io.mesosbridge.mesos;

import static io.mesosbridge.mesos.ScriptedMaster.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.testkit.LogLines;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stream does with records that are no events. */
class UnreadableRecordsTest {

  private static final String HEARTBEAT = record("{\"type\":\"HEARTBEAT\"}");

  private final Vertx vertx = Vertx.vertx();
  private final ScriptedMaster master = new ScriptedMaster(vertx);
  private final Recorder recorder = new Recorder();
  private final SubscriptionFixture bridge =
      new SubscriptionFixture(vertx, recorder, master.endpoint());

  @AfterEach
  void close() {
    bridge.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatIsNotInUtf8IsPassedOnAsQuestionMarksAndToldOnce() {
    // Given
    bridge.startAndAwaitSubscribed();
    String status = "{\"task_id\":{\"value\":\"tâche\"},\"state\":\"S\",\"message\":\"%s\"}";
    String update = "{\"type\":\"UPDATE\",\"update\":{\"status\":%s}}".formatted(status);
    byte[] broken = update.formatted("caf\1 \2").getBytes(UTF_8);
    for (int i = 0; i < broken.length; i++) {
      broken[i] = broken[i] == 1 ? (byte) 0xE9 : broken[i] == 2 ? (byte) 0xC3 : broken[i];
    }

    // When
    try (LogLines log = new LogLines(StreamConnection.class)) {
      Buffer record = Buffer.buffer(broken.length + "\n").appendBytes(broken);
      master.stream().write(Buffer.buffer().appendBuffer(record).appendBuffer(record));

      // Then
      await().until(() -> recorder.types().equals(List.of("SUBSCRIBED", "UPDATE", "UPDATE")));
      assertThat(((Event.Update) recorder.records.get(2).event()).json())
          .hasToString(status.formatted("caf? ?"));
      assertThat(log.all()).hasSize(1).first().asString().contains("Record 2", "not in UTF-8");
    }
  }

  @Test
  void ofUnreadableRecordsAStreamComplainsOnce() {
    // Given
    bridge.startAndAwaitSubscribed();

    // When
    try (LogLines log = new LogLines(StreamConnection.class)) {
      master.stream().write(record("nonsense").repeat(99) + HEARTBEAT + record("more").repeat(99));

      // Then
      await().until(() -> recorder.records.size() == 200);
      assertThat(log.all()).hasSize(1).first().asString().contains("stream stream-1 is no event");
    }
    assertThat(bridge.registry.get("bridge.records").tag("type", "UNREADABLE").counter().count())
        .isEqualTo(198);
    assertThat(recorder.disconnected).isEmpty();
  }

  @Test
  void aHundredUnreadableRecordsInARowEndTheStreamAsGarbage() {
    // Given
    bridge.startAndAwaitSubscribed();

    // When
    master.stream().write(record("nonsense").repeat(1_000));

    // Then
    await().until(() -> recorder.subscribed.size() == 2);
    assertThat(recorder.disconnected).containsExactly(Cause.GARBAGE);
    assertThat(recorder.types()).filteredOn("UNREADABLE"::equals).hasSizeLessThanOrEqualTo(100);
  }
}
