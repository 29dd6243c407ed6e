package io.mesosbridge.mesos;

import static io.mesosbridge.mesos.ScriptedMaster.error;
import static io.mesosbridge.mesos.ScriptedMaster.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.core.mesos.Happening.Cause;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the subscription's owner can ask for. */
class OwnerTest {

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

  private void awaitResubscribed() {
    await().until(() -> recorder.subscribed.size() == 2);
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUESTED", "LEADER_CHANGED"})
  void theOwnerMayWantANewSubscription(Cause cause) {
    // Given
    bridge.startAndAwaitSubscribed();

    // When
    bridge.run(
        () -> {
          bridge.subscription.resubscribe(cause);
          bridge.subscription.resubscribe(cause);
        });

    // Then
    awaitResubscribed();
    assertThat(recorder.disconnected).containsExactly(cause);
    await().until(() -> master.streams.get(0).closed());
  }

  @Test
  void whatAnOldConnectionStillSendsTouchesNothing() {
    // Given
    bridge.startAndAwaitSubscribed();
    Buffer late = Buffer.buffer(error("Framework has been removed") + HEARTBEAT + "garbage");

    // When
    bridge.run(
        () -> {
          master.stream().write(late);
          bridge.subscription.resubscribe(Cause.REQUESTED);
        });

    // Then
    awaitResubscribed();
    await().until(() -> recorder.records.size() == 2);
    assertThat(recorder.types()).containsExactly("SUBSCRIBED", "SUBSCRIBED");
    assertThat(recorder.told).isEmpty();
  }

  @Test
  void aTeardownEndsItWithoutANewAttempt() {
    // Given
    bridge.startAndAwaitSubscribed();

    // When
    bridge.run(
        () -> {
          bridge.subscription.tornDown();
        });

    // Then
    bridge.awaitState("TORN_DOWN");
    assertThat(recorder.disconnected).containsExactly(Cause.TORN_DOWN);
    bridge.startAndAwaitSubscribed();
  }

  @Test
  void standingByClosesTheStreamAtOnce() {
    // Given
    bridge.startAndAwaitSubscribed();

    // When
    bridge.stop();

    // Then
    assertThat(recorder.disconnected).containsExactly(Cause.STOOD_DOWN);
    await().until(() -> master.stream().closed());
    assertThat(bridge.reconnects(Cause.STOOD_DOWN)).isZero();
  }
}
