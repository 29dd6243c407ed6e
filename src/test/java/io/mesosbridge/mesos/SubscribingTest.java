package io.mesosbridge.mesos;

import static io.mesosbridge.mesos.ScriptedMaster.answer;
import static io.mesosbridge.mesos.ScriptedMaster.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.mesos.Masters.MasterList;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From STANDBY to SUBSCRIBED, and all that can come in between. */
class SubscribingTest {

  private static final URI NOBODY = URI.create("http://127.0.0.1:1/api/v1/scheduler");

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
  void theStreamIsReadFromItsHeadOn() {
    // When
    bridge.startAndAwaitSubscribed();

    // Then
    await().until(() -> recorder.records.size() == 1);
    assertThat(recorder.path()).containsExactly("LOCATING", "SUBSCRIBING", "SUBSCRIBED");
    assertThat(recorder.subscribed.get(0))
        .satisfies(
            state -> {
              assertThat(state.frameworkId()).isEqualTo("the-framework");
              assertThat(state.streamId()).isEqualTo("stream-1");
              assertThat(state.master()).isEqualTo(master.endpoint());
              assertThat(state.info().version()).isEqualTo("1.12.0");
            });
    assertThat(recorder.records.get(0).sequence()).isEqualTo(1);
    assertThat(recorder.records.get(0).streamId()).isEqualTo("stream-1");
    HttpServerRequest request = master.seen.get(0).request();
    assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(request.getHeader("Accept")).isEqualTo("application/json");
    assertThat(request.getHeader("Mesos-Stream-Id")).isNull();
    assertThat(request.getHeader("Authorization")).isNull();
  }

  @Test
  void credentialsGoWithSubscribeAndCalls() {
    // Given
    SubscriptionSettings settings =
        new SubscriptionSettings(
            1 << 20,
            Credentials.fixed(Optional.of("Basic eDp5")),
            UnaryOperator.identity(),
            SubscriptionFixture.QUICK);
    try (SubscriptionFixture authenticated =
        new SubscriptionFixture(
            vertx, settings, new MasterList(List.of(master.endpoint())), recorder)) {

      // When
      authenticated.startAndAwaitSubscribed().sendAndAwait("REVIVE");

      // Then
      assertThat(master.seen)
          .extracting(seen -> seen.request().getHeader("Authorization"))
          .containsExactly("Basic eDp5", "Basic eDp5");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "503, No leader elected, NOT_LEADING",
    "503, Master has not finished recovery, NOT_LEADING",
    "404, '', NOT_READY",
    "500, resolver error, UNEXPECTED_ANSWER",
    "302, '', UNEXPECTED_ANSWER"
  })
  void aMasterThatCannotServeYetIsAskedAgain(int status, String text, Cause cause) {
    // Given
    master.subscribe(answer(status, text), answer(status, text));

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.causes()).containsExactly(cause, cause);
    assertThat(recorder.disconnected).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"401, 401 Unauthorized.", "403, no value", "400, Failed to validate", "415, x"})
  void aRefusalStopsUntilTheOwnerStartsAnew(int status, String text) {
    // Given
    master.subscribe(answer(status, text));
    bridge.start();
    bridge.awaitState("STOPPED");

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.told).containsExactly("refused: " + status + " " + text);
    assertThat(recorder.disconnected).isEmpty();
    assertThat(master.subscriptions()).hasSize(2);
  }

  @Test
  void anErrorInsteadOfSubscribedStopsAndIsPassedOn() {
    // Given
    master.subscribe(master.streamAndEnd(error("'FrameworkInfo.role' must not be set")));

    // When
    bridge.start();

    // Then
    bridge.awaitState("STOPPED");
    assertThat(recorder.told).containsExactly("refused: 'FrameworkInfo.role' must not be set");
    assertThat(recorder.types()).containsExactly("ERROR");
  }

  @Test
  void anAuthorizerThatFailsIsAskedAgain() {
    // Given
    master.subscribe(master.streamAndEnd(error("Authorization failure: timed out")));

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.causes()).containsExactly(Cause.ERROR_EVENT);
  }

  @Test
  void aRemovedFrameworkStopsAndMayBeRegisteredAnew() {
    // Given
    master.subscribe(master.streamAndEnd(error("Framework has been removed")));
    bridge.start();
    bridge.awaitState("STOPPED");

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.told).containsExactly("removed: Framework has been removed");
  }

  @Test
  void aMasterThatTakesTheRequestAndSaysNothingIsGivenUp() {
    // Given
    master.subscribe(request -> {}, master.stream(""));
    try (SubscriptionFixture impatient =
        new SubscriptionFixture(
            vertx,
            SubscriptionFixture.IMPATIENT,
            new MasterList(List.of(master.endpoint())),
            recorder)) {

      // When
      impatient.startAndAwaitSubscribed();

      // Then
      assertThat(recorder.causes())
          .startsWith(Cause.SUBSCRIBE_TIMEOUT, Cause.SUBSCRIBE_TIMEOUT)
          .containsOnly(Cause.SUBSCRIBE_TIMEOUT);
    }
  }

  @Test
  void anAnswerOf200WithoutContentTypeAndStreamIdIsCalledWhatItIs() {
    // Given
    master.subscribe(answer(200, "hello"));

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.causes()).containsExactly(Cause.UNEXPECTED_ANSWER);
    assertThat(recorder.reasons())
        .containsExactly(
            "200 without Content-Type and Mesos-Stream-Id, expected application/json: is this the"
                + " API of a master?");
  }

  @ParameterizedTest
  @CsvSource({
    "text/html; charset=utf-8, a page: something else than a master answers at that URL",
    "application/x-protobuf, 'protobuf, although JSON was asked for'",
    "image/png, 'no stream of events in JSON, expected application/json: is this the API of a"
        + " master?'"
  })
  void anAnswerOf200ThatIsNoJsonIsCalledWhatItIs(String type, String what) {
    // Given
    master.subscribe(
        request ->
            request
                .response()
                .putHeader("Content-Type", type)
                .putHeader("Mesos-Stream-Id", "s")
                .end("<html>"));

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.reasons())
        .containsExactly("200 with Content-Type " + type + ", which is " + what);
    assertThat(recorder.causes()).containsExactly(Cause.UNEXPECTED_ANSWER);
  }

  @Test
  void aHeartbeatBeforeSubscribedIsPassedOn() {
    // Given
    String heartbeat = ScriptedMaster.record("{\"type\":\"HEARTBEAT\"}");
    master.subscribe(master.stream(heartbeat + master.subscribed()));

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    await().until(() -> recorder.types().equals(List.of("HEARTBEAT", "SUBSCRIBED")));
    assertThat(recorder.records.get(1).sequence()).isEqualTo(2);
  }

  @Test
  void mastersAreTriedInTurnAndTheLastLeaderIsAskedFirst() {
    // Given
    master.subscribe(master.streamAndEnd(master.subscribed()));
    List<URI> masters = List.of(NOBODY, master.endpoint());
    try (SubscriptionFixture turns =
        new SubscriptionFixture(
            vertx, SubscriptionFixture.SETTINGS, new MasterList(masters), recorder)) {

      // When
      turns.start();

      // Then
      await().until(() -> recorder.subscribed.size() == 2);
      assertThat(recorder.causes()).containsExactly(Cause.CONNECTION_LOST, Cause.END_OF_STREAM);
    }
  }

  @Test
  void standingByWhileSubscribingLeavesNothingBehind() {
    // Given
    master.subscribe(request -> {});
    bridge.start();
    await().until(() -> master.seen.size() == 1);

    // When
    bridge.stop();

    // Then
    assertThat(recorder.path()).containsExactly("LOCATING", "SUBSCRIBING", "STANDBY");
    await().until(() -> master.seen.get(0).request().response().closed());
    assertThat(recorder.disconnected).isEmpty();
  }

  @Test
  void itIsStartedOnce() {
    // Given
    bridge.startAndAwaitSubscribed();

    // When
    bridge.start();

    // Then
    assertThat(bridge.subscription.errors())
        .singleElement()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("that is SUBSCRIBED");
  }
}
