package io.mesosbridge.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of calls. */
class CallsTest {

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
  void aCallCarriesTheStreamIdAndJsonAndNothingElse() {
    // When
    CallOutcome outcome = bridge.sendAndAwait("REVIVE");

    // Then
    assertThat(outcome).isEqualTo(new CallOutcome.Accepted(202));
    HttpServerRequest request = master.calls().get(0).request();
    assertThat(request.getHeader("Mesos-Stream-Id")).isEqualTo("stream-1");
    assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(request.getHeader("Accept")).isEqualTo("application/json");
    assertThat(request.headers().names())
        .extracting(name -> name.toLowerCase(Locale.ROOT))
        .containsExactlyInAnyOrder(
            "content-type", "accept", "mesos-stream-id", "host", "content-length");
    bridge.letItSeeWhatHasCome();
    assertThat(bridge.registry.get("bridge.calls").tag("type", "REVIVE").timer().count())
        .isEqualTo(1);
    assertThat(
            bridge
                .registry
                .get("bridge.call.outcomes")
                .tags("type", "REVIVE", "outcome", "accepted")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aCallThatTheClientItselfRefusesEndsTheSubscription() {
    // Given
    SubscriptionSettings settings = SubscriptionFixture.SETTINGS;
    URI nowhere = URI.create("http://127.0.0.1:99999/api/v1/scheduler");

    // When
    bridge.run(
        () ->
            new CallConnection(
                    Vertx.currentContext(), settings, nowhere, "s", bridge.subscription, 1)
                .send(1, new Call("REVIVE", new byte[0])));

    // Then
    await().until(() -> recorder.disconnected.equals(List.of(Cause.CONNECTION_LOST)));
  }

  @Test
  void aThousandCallsArriveAndAreAnsweredInOrderOnOneConnection() {
    // Given
    Set<Object> connections = new HashSet<>();
    master.call(
        seen -> {
          connections.add(seen.request().connection());
          seen.answer(202, "");
        });
    List<String> answered = new CopyOnWriteArrayList<>();
    List<String> types = IntStream.range(0, 1000).mapToObj(i -> "CALL-" + i).toList();

    // When
    bridge.run(
        () -> {
          types.forEach(type -> bridge.sendHere(type).onSuccess(outcome -> answered.add(type)));
        });

    // Then
    await().until(() -> answered.size() == types.size());
    assertThat(answered).isEqualTo(types);
    assertThat(master.calls()).extracting(ScriptedMaster.Seen::type).isEqualTo(types);
    assertThat(connections).hasSize(1);
    bridge.letItSeeWhatHasCome();
    assertThat(bridge.registry.get("bridge.calls.pending").gauge().value()).isZero();
  }

  @Test
  void callsAreSentBeforeEarlierOnesAreAnswered() {
    // Given
    List<ScriptedMaster.Seen> held = new CopyOnWriteArrayList<>();
    master.call(held::add);

    // When
    bridge.send("FIRST");
    bridge.send("SECOND");

    // Then
    await().until(() -> !held.isEmpty());
    assertThat(bridge.registry.get("bridge.calls.pending").gauge().value()).isEqualTo(2);
    held.get(0).request().response().setStatusCode(202).end();
    await().until(() -> held.size() == 2);
  }

  @ParameterizedTest
  @CsvSource({
    "400, Failed to validate scheduler::Call: Expecting 'kill' to be present",
    "400, All non-subscribe calls should include the 'Mesos-Stream-Id' header",
    "403, Not authorized to tear down",
    "501, unknown"
  })
  void aRefusalConcernsThatCallOnly(int status, String text) {
    // Given
    master.call(seen -> seen.answer(status, text));

    // When
    CallOutcome outcome = bridge.sendAndAwait("KILL");

    // Then
    assertThat(outcome).isEqualTo(new CallOutcome.Refused(status, text));
    assertThat(recorder.disconnected).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "401, 401 Unauthorized., CALL_UNSUBSCRIBED",
    "403, Framework is not subscribed, CALL_UNSUBSCRIBED",
    "403, Framework is not connected via HTTP, CALL_UNSUBSCRIBED",
    "400, The stream ID 'a' included in this request didn't match the stream ID currently"
        + " associated with framework ID f, CALL_UNSUBSCRIBED",
    "307, '', NOT_LEADING",
    "503, No leader elected, NOT_LEADING",
    "503, Master has not finished recovery, NOT_LEADING",
    "404, '', NOT_READY"
  })
  void anAnswerThatTheSubscriptionIsOverLeadsToANewOne(int status, String text, Cause cause) {
    // Given
    master.call(seen -> seen.answer(status, text));

    // When
    CallOutcome outcome = bridge.sendAndAwait("KILL");

    // Then
    assertThat(outcome).isEqualTo(new CallOutcome.Unsubscribed(status, text));
    await().until(() -> recorder.subscribed.size() == 2);
    assertThat(recorder.disconnected).containsExactly(cause);
    master.call(seen -> seen.answer(202, ""));
    assertThat(bridge.sendAndAwait("KILL")).isEqualTo(new CallOutcome.Accepted(202));
    assertThat(master.calls().get(1).request().getHeader("Mesos-Stream-Id")).isEqualTo("stream-2");
  }

  @ParameterizedTest
  @CsvSource({
    "500, oops",
    "502, Bad Gateway",
    "503, upstream connect error or disconnect/reset before headers",
    "504, Gateway Timeout"
  })
  void anAnswerThatNeedNotBeTheMastersLeavesTheCallInDoubt(int status, String text) {
    // Given
    master.call(seen -> seen.answer(status, text));

    // When
    CallOutcome outcome = bridge.sendAndAwait("ACCEPT");

    // Then
    assertThat(outcome)
        .isEqualTo(new CallOutcome.InDoubt("the answer was " + status + " " + text, true, true));
    await().until(() -> recorder.subscribed.size() == 2);
    assertThat(recorder.disconnected).containsExactly(Cause.CALL_IN_DOUBT);
  }

  @Test
  void aFrameworkThatANewMasterDoesNotKnowYetSubscribesAgain() {
    // Given
    master.call(seen -> seen.answer(400, "Framework cannot be found"));

    // When
    CallOutcome outcome = bridge.sendAndAwait("KILL");

    // Then
    assertThat(outcome).isInstanceOf(CallOutcome.Unsubscribed.class);
    await().until(() -> recorder.subscribed.size() == 2);
    assertThat(recorder.disconnected).containsExactly(Cause.CALL_UNSUBSCRIBED);
  }

  @Test
  void withoutASubscriptionNothingIsSent() {
    // Given
    bridge.stop();

    // When
    CallOutcome outcome = bridge.sendAndAwait("KILL");

    // Then
    assertThat(outcome)
        .isEqualTo(new CallOutcome.Unsubscribed(0, "there is no subscription: STANDBY"));
    assertThat(master.calls()).isEmpty();
  }

  @Test
  void noCallIsTurnedBackBecauseThereAreMany() {
    // Given
    List<ScriptedMaster.Seen> held = new CopyOnWriteArrayList<>();
    master.call(held::add);
    List<Future<CallOutcome>> calls =
        bridge.on(
            () -> IntStream.range(0, 10_300).mapToObj(i -> bridge.sendHere("DECLINE")).toList());
    await().until(() -> !held.isEmpty());

    // When
    master.call(seen -> seen.answer(202, ""));
    held.get(0).request().response().setStatusCode(202).end();

    // Then
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(SubscriptionFixture.outcome(call))
                    .isEqualTo(new CallOutcome.Accepted(202)));
    assertThat(bridge.registry.get("bridge.calls.pending").gauge().value()).isZero();
  }

  @Test
  void theNextSubscriptionTakesTheGaugeOver() {
    // Given
    master.call(seen -> {});
    try (SubscriptionFixture next =
        new SubscriptionFixture(vertx, bridge.registry, recorder, master.endpoint())) {
      next.startAndAwaitSubscribed();

      // When
      next.send("DECLINE");

      // Then
      assertThat(bridge.registry.get("bridge.calls.pending").gauge().value()).isEqualTo(1);
    }
  }
}
