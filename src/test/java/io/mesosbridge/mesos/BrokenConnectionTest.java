package io.mesosbridge.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.mesos.Masters.MasterList;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of calls whose connection or stream ends before they are answered. */
class BrokenConnectionTest {

  private final Vertx vertx = Vertx.vertx();
  private final ScriptedMaster master = new ScriptedMaster(vertx);
  private final Recorder recorder = new Recorder();
  private final SubscriptionFixture bridge =
      new SubscriptionFixture(vertx, recorder, master.endpoint());

  @BeforeEach
  void subscribe() {
    bridge.startAndAwaitSubscribed();
  }

  @AfterEach
  void close() {
    bridge.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void anUnansweredCallIsInDoubtWithAllBehindItAndTheSubscriptionIsMadeAnew() {
    // Given
    master.call(seen -> {});
    Recorder told = new Recorder();
    try (SubscriptionFixture impatient =
        new SubscriptionFixture(
            vertx,
            SubscriptionFixture.IMPATIENT,
            new MasterList(List.of(master.endpoint())),
            told)) {
      impatient.startAndAwaitSubscribed();

      // When
      List<Future<CallOutcome>> calls =
          impatient.on(
              () -> IntStream.range(0, 200).mapToObj(i -> impatient.sendHere("KILL")).toList());

      // Then
      List<CallOutcome> outcomes = new ArrayList<>();
      calls.forEach(call -> outcomes.add(SubscriptionFixture.outcome(call)));
      assertThat(outcomes.subList(0, 128)).hasOnlyElementsOfType(CallOutcome.InDoubt.class);
      assertThat(outcomes.subList(128, 200))
          .as("never sent")
          .hasOnlyElementsOfType(CallOutcome.Unsubscribed.class);
      await().until(() -> told.subscribed.size() == 2);
      assertThat(told.disconnected).containsExactly(Cause.CALL_IN_DOUBT);
    }
  }

  @Test
  void aConnectionThatBreaksLeavesItsCallsInDoubt() {
    // Given
    master.call(seen -> seen.request().connection().close());

    // When
    CallOutcome outcome = bridge.sendAndAwait("ACCEPT");

    // Then
    assertThat(outcome).isInstanceOf(CallOutcome.InDoubt.class);
    await().until(() -> recorder.subscribed.size() == 2);
    assertThat(recorder.disconnected).containsExactly(Cause.CALL_IN_DOUBT);
  }

  @Test
  void theEndOfTheStreamStillLetsSentCallsBeAnswered() {
    // Given
    Recorder told = new Recorder();
    try (SubscriptionFixture slow =
        new SubscriptionFixture(
            vertx,
            SubscriptionFixture.RETURNING_LATE,
            new MasterList(List.of(master.endpoint())),
            told)) {
      slow.startAndAwaitSubscribed();
      master.call(
          seen -> {
            master.streams.get(master.streams.size() - 1).end();
            whenever(() -> !told.disconnected.isEmpty(), () -> seen.answer(202, ""));
          });

      // When
      CallOutcome outcome = slow.sendAndAwait("TEARDOWN");

      // Then
      assertThat(outcome).isEqualTo(new CallOutcome.Accepted(202));
      assertThat(told.disconnected).containsExactly(Cause.END_OF_STREAM);
    }
  }

  @Test
  void anAnswerThatComesAfterTheNextSubscribeIsNoneAnyMore() {
    // Given
    master.call(
        seen -> {
          master.streams.get(0).end();
          whenever(() -> recorder.subscribed.size() == 2, () -> seen.answer(202, ""));
        });

    // When
    CallOutcome outcome = bridge.sendAndAwait("ACCEPT");

    // Then
    assertThat(outcome)
        .isEqualTo(
            new CallOutcome.InDoubt("no answer came before the next SUBSCRIBE", false, true));
  }

  private void whenever(BooleanSupplier condition, Runnable then) {
    vertx.setPeriodic(
        5,
        id -> {
          if (condition.getAsBoolean() && vertx.cancelTimer(id)) {
            then.run();
          }
        });
  }

  @Test
  void standingByLeavesUnansweredCallsInDoubt() {
    // Given
    master.call(seen -> {});
    Future<CallOutcome> call = bridge.send("ACCEPT");
    await().until(() -> !master.calls().isEmpty());

    // When
    bridge.stop();

    // Then
    assertThat(SubscriptionFixture.outcome(call)).isInstanceOf(CallOutcome.InDoubt.class);
  }

  @Test
  void aConnectionThatTheMasterClosesBetweenTwoCallsIsReplacedSilently() {
    // Given
    master.call(
        seen -> {
          seen.request().response().putHeader("Connection", "close");
          seen.answer(202, "");
        });
    bridge.sendAndAwait("FIRST");

    // When
    CallOutcome outcome = bridge.sendAndAwait("SECOND");

    // Then
    assertThat(outcome).isEqualTo(new CallOutcome.Accepted(202));
    assertThat(master.calls().get(0).request().connection())
        .isNotSameAs(master.calls().get(1).request().connection());
    assertThat(recorder.disconnected).isEmpty();
  }
}
