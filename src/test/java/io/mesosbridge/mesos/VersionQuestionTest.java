package io.mesosbridge.mesos;

import static io.mesosbridge.mesos.ScriptedMaster.answer;
import static io.mesosbridge.mesos.ScriptedMaster.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.mesos.Masters.MasterList;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /version} on the wire. */
class VersionQuestionTest {

  private final Vertx vertx = Vertx.vertx();
  private final ScriptedMaster master = new ScriptedMaster(vertx);
  private final Recorder recorder = new Recorder();
  private final SubscriptionFixture bridge =
      new SubscriptionFixture(
          vertx,
          new SubscriptionSettings(
              1 << 20,
              Credentials.fixed(Optional.of("Basic secret")),
              UnaryOperator.identity(),
              SubscriptionFixture.QUICK),
          new MasterList(List.of(master.endpoint())),
          recorder);

  @AfterEach
  void close() {
    bridge.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private String askedFor() {
    return recorder.subscribed.get(0).version().toString();
  }

  @Test
  void theMasterIsAskedBeforeSubscribe() {
    // Given
    master.silentInSubscribed();
    master.version(answer(200, "{\"build_user\":\"root\",\"version\":\"1.3.0\"}"));

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(askedFor()).isEqualTo("1.3.0");
    assertThat(master.versionQuestions)
        .singleElement()
        .satisfies(
            asked -> {
              assertThat(asked.path()).isEqualTo("/version");
              assertThat(asked.getHeader("Authorization")).isEqualTo("Basic secret");
            });
  }

  @Test
  void eachMasterOnTheWayIsAsked() {
    // Given
    ScriptedMaster leader = new ScriptedMaster(vertx);
    leader.version(answer(200, "{\"version\":\"1.8.0\"}"));
    leader.silentInSubscribed();
    master.version(answer(200, "{\"version\":\"1.3.0\"}"));
    master.subscribe(redirect("//127.0.0.1:" + leader.port() + "/master/api/v1/scheduler"));

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(askedFor()).isEqualTo("1.8.0");
    assertThat(leader.versionQuestions).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"401 Unauthorized", "404", "500 no", "200 <html>", "200 {}", "200 [1.2]"})
  void whatIsNoAnswerIsSilence(String written) {
    // Given
    int status = Integer.parseInt(written.substring(0, 3));
    master.version(answer(status, written.substring(3)));
    master.silentInSubscribed();

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(askedFor()).startsWith("1.12.0 (assumed");
  }

  @Test
  void aRedirectedQuestionGoesNowhereElse() {
    // Given
    ScriptedMaster other = new ScriptedMaster(vertx);
    other.version(answer(200, "{\"version\":\"1.0.0\"}"));
    master.version(redirect("http://127.0.0.1:" + other.port() + "/version"));
    master.silentInSubscribed();

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(askedFor()).startsWith("1.12.0 (assumed");
    assertThat(other.versionQuestions).isEmpty();
  }

  @Test
  void anAnswerOfAnyLengthIsReadInPart() {
    // Given
    master.version(answer(200, "{\"version\":\"1.0.0\",\"long\":\"" + "x".repeat(1 << 20) + "\"}"));
    master.silentInSubscribed();

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(askedFor()).startsWith("1.12.0 (assumed");
  }

  @Test
  void anAnswerThatNeverEndsIsNotWaitedForLongerThanTheSubscriptionSays() {
    // Given
    master.version(request -> request.response().setChunked(true).write("{"));
    SubscriptionFixture incurious =
        new SubscriptionFixture(
            vertx,
            SubscriptionFixture.INCURIOUS,
            new MasterList(List.of(master.endpoint())),
            recorder);

    // When
    incurious.startAndAwaitSubscribed();

    // Then
    assertThat(master.versionQuestions).hasSize(1);
    incurious.close();
  }
}
