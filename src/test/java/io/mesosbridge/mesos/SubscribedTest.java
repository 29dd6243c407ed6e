package io.mesosbridge.mesos;

import static io.mesosbridge.mesos.ScriptedMaster.error;
import static io.mesosbridge.mesos.ScriptedMaster.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Event.EventRecord;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.mesos.Masters.MasterList;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes once the subscription stands, and how it ends. */
class SubscribedTest {

  private static final String HEARTBEAT = record("{\"type\":\"HEARTBEAT\"}");

  private final Vertx vertx = Vertx.vertx();
  private final ScriptedMaster master = new ScriptedMaster(vertx);
  private final Recorder recorder =
      new Recorder() {
        @Override
        void onRecord(EventRecord record) {
          super.onRecord(record);
          if (record.event() instanceof Event.Other other && other.type().equals("POISON")) {
            throw new IllegalStateException("nobody can handle this");
          }
        }
      };
  private final SubscriptionFixture bridge =
      new SubscriptionFixture(vertx, recorder, master.endpoint());

  @AfterEach
  void close() {
    bridge.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void awaitResubscribed() {
    await().until(() -> recorder.subscribed.size() == 2);
  }

  @Test
  void theEndOfTheStreamLeadsToANewSubscription() {
    // Given
    master.subscribe(master.streamAndEnd(master.subscribed() + HEARTBEAT));

    // When
    bridge.start();

    // Then
    awaitResubscribed();
    assertThat(recorder.path())
        .containsExactly(
            "LOCATING",
            "SUBSCRIBING",
            "SUBSCRIBED",
            "BACKING_OFF",
            "LOCATING",
            "SUBSCRIBING",
            "SUBSCRIBED");
    assertThat(recorder.disconnected).containsExactly(Cause.END_OF_STREAM);
    assertThat(recorder.subscribed.get(1).streamId()).isEqualTo("stream-2");
    await().until(() -> recorder.records.size() == 3);
    assertThat(recorder.records)
        .extracting(EventRecord::sequence)
        .as("numbered anew in each subscription")
        .containsExactly(1L, 2L, 1L);
  }

  @Test
  void aStreamThatIsCutInTheMiddleOfARecordLosesOnlyThatRecord() {
    // Given
    bridge.startAndAwaitSubscribed();
    await().until(() -> recorder.records.size() == 1);

    // When
    master.stream().write(HEARTBEAT + "100\n{\"type\":\"UPD");
    await().until(() -> recorder.records.size() == 2);
    master.stream().reset();

    // Then
    awaitResubscribed();
    assertThat(recorder.disconnected).containsExactly(Cause.CONNECTION_LOST);
    assertThat(recorder.types()).doesNotContain("UPDATE", "UNREADABLE");
  }

  @Test
  void aMasterThatFallsSilentIsGivenUpAfterTheIntervalsItAnnounced() {
    // Given
    var keen =
        new SubscriptionFixture(
            vertx, SubscriptionFixture.KEEN, new MasterList(List.of(master.endpoint())), recorder);
    master.heartbeatSeconds = 1;
    master.subscribe(master.stream(master.subscribed()));
    master.heartbeatSeconds = 15;

    // When
    keen.start();

    // Then
    awaitResubscribed();
    assertThat(recorder.disconnected).containsExactly(Cause.HEARTBEAT_MISSED);
    keen.close();
  }

  @Test
  void aByteEachMomentDoesNotKeepADeadStreamAlive() {
    // Given
    var keen =
        new SubscriptionFixture(
            vertx, SubscriptionFixture.KEEN, new MasterList(List.of(master.endpoint())), recorder);
    master.heartbeatSeconds = 1;
    master.subscribe(master.stream(master.subscribed() + "9999999\n"));
    master.heartbeatSeconds = 15;
    vertx.setPeriodic(10, tick -> master.onOpenStreams(stream -> stream.write("x")));

    // When
    keen.start();

    // Then
    await().until(() -> recorder.disconnected.contains(Cause.HEARTBEAT_MISSED));
    keen.close();
  }

  @Test
  void aRecordOfTwentyMebibytesArrives() {
    // Given
    bridge.startAndAwaitSubscribed();
    String large = "{\"type\":\"MESSAGE\",\"data\":\"" + "x".repeat(20 << 20) + "\"}";

    // When
    master.stream().write(record(large));

    // Then
    await().until(() -> recorder.records.size() == 2);
    assertThat(recorder.records.get(1).json().length()).isEqualTo(large.length());
    assertThat(bridge.registry.get("bridge.record.bytes").summary().max()).isGreaterThan(20 << 20);
  }

  @Test
  void aRecordThatIsTooLargeEndsTheSubscription() {
    // Given
    bridge.startAndAwaitSubscribed();

    // When
    master.stream().write((33 << 20) + "\n{");

    // Then
    awaitResubscribed();
    assertThat(recorder.disconnected).containsExactly(Cause.RECORD_TOO_LARGE);
    assertThat(bridge.reconnects(Cause.RECORD_TOO_LARGE)).isEqualTo(1);
  }

  @Test
  void garbageEndsTheSubscription() {
    // Given
    bridge.startAndAwaitSubscribed();

    // When
    master.stream().write(HEARTBEAT + "garbage");

    // Then
    awaitResubscribed();
    assertThat(recorder.disconnected).containsExactly(Cause.GARBAGE);
    await().until(() -> recorder.records.size() == 3);
    assertThat(recorder.types()).containsExactly("SUBSCRIBED", "HEARTBEAT", "SUBSCRIBED");
  }

  @Test
  void whatCannotBeReadOrHandledDoesNotStopTheRest() {
    // Given
    bridge.startAndAwaitSubscribed();

    // When
    master.stream()
        .write(record("nonsense") + record("{\"type\":\"POISON\"}") + record("") + HEARTBEAT);

    // Then
    await()
        .until(
            () ->
                recorder
                    .types()
                    .equals(
                        List.of("SUBSCRIBED", "UNREADABLE", "POISON", "UNREADABLE", "HEARTBEAT")));
    assertThat(bridge.registry.get("bridge.records").tag("type", "OTHER").counter().count())
        .isEqualTo(1);
    assertThat(bridge.registry.get("bridge.records").tag("type", "UNREADABLE").counter().count())
        .isEqualTo(2);
  }

  @Test
  void anErrorThatMayPassLeadsToANewSubscription() {
    // Given
    bridge.startAndAwaitSubscribed();

    // When
    master.stream().write(error("Something else"));

    // Then
    awaitResubscribed();
    assertThat(recorder.disconnected).containsExactly(Cause.ERROR_EVENT);
  }

  @Test
  void aFrameworkThatFailedOverIsLeftToTheOther() {
    // Given
    bridge.startAndAwaitSubscribed();

    // When
    master.stream().end(error("Framework failed over"));

    // Then
    bridge.awaitState("STANDBY");
    assertThat(recorder.told).containsExactly("failed over");
    assertThat(recorder.disconnected).containsExactly(Cause.FAILED_OVER);
    assertThat(recorder.types()).containsExactly("SUBSCRIBED", "ERROR");
    assertThat(master.subscriptions()).hasSize(1);
  }

  @Test
  void aRemovalWhileSubscribedStops() {
    // Given
    bridge.startAndAwaitSubscribed();

    // When
    master.stream().end(error("Framework has been removed"));

    // Then
    bridge.awaitState("STOPPED");
    assertThat(recorder.told).containsExactly("removed: Framework has been removed");
    assertThat(recorder.disconnected).containsExactly(Cause.REMOVED);
  }
}
