package io.mesosbridge.mesos;

import static io.mesosbridge.mesos.ScriptedMaster.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.mesos.Masters.MasterList;
import io.mesosbridge.mesos.ScriptedMaster.Seen;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.LogLines;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bearer token or a secret that is read from a file, and changes while the bridge runs. */
class CredentialsTest {

  private final Vertx vertx = Vertx.vertx();
  private final ScriptedMaster master = new ScriptedMaster(vertx);
  private final Recorder recorder = new Recorder();
  private final LogLines log = new LogLines(Credentials.class);
  private Path file;
  private SubscriptionFixture bridge;

  @BeforeEach
  void aBridgeWithAToken(@TempDir Path folder) throws IOException {
    file = folder.resolve("token");
    Files.writeString(file, "first\n");
    bridge =
        new SubscriptionFixture(
            vertx,
            new SubscriptionSettings(
                1 << 20,
                Credentials.of(config()),
                UnaryOperator.identity(),
                SubscriptionFixture.QUICK),
            new MasterList(List.of(master.endpoint())),
            recorder);
  }

  private BridgeConfig.Mesos config() {
    return Configs.of(Map.of("bridge.mesos.token-file", file.toString())).mesos();
  }

  @AfterEach
  void close() {
    log.close();
    bridge.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** As Kubernetes and careful people do it. */
  private void replace(String token) {
    try {
      Path next = Files.writeString(file.resolveSibling("next"), token);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String token(HttpServerRequest request) {
    return request.getHeader("Authorization");
  }

  private List<String> tokensOfCalls() {
    return master.calls().stream().map(Seen::request).map(CredentialsTest::token).toList();
  }

  private void sendUntilTheMasterGets(String token) {
    await()
        .untilAsserted(
            () -> {
              bridge.sendAndAwait("REVIVE");
              assertThat(tokensOfCalls()).last().isEqualTo(token);
            });
  }

  /** Takes that token, and answers 401 to any other. */
  private void takeOnly(String token) {
    master.call(
        seen -> seen.answer(token(seen.request()).equals("Bearer " + token) ? 202 : 401, ""));
  }

  @Test
  void everyRequestCarriesIt() {
    // When
    bridge.startAndAwaitSubscribed().sendAndAwait("REVIVE");

    // Then
    assertThat(master.versionQuestions)
        .extracting(CredentialsTest::token)
        .containsOnly("Bearer first");
    assertThat(master.seen).extracting(Seen::type).containsExactly("SUBSCRIBE", "REVIVE");
    assertThat(master.seen).extracting(seen -> token(seen.request())).containsOnly("Bearer first");
  }

  @Test
  void callsOfAStandingSubscriptionCarryTheNewOne() {
    // Given
    bridge.startAndAwaitSubscribed().sendAndAwait("REVIVE");

    // When
    replace("second");

    // Then
    sendUntilTheMasterGets("Bearer second");
    assertThat(master.calls())
        .extracting(seen -> seen.request().connection())
        .containsOnly(master.calls().get(0).request().connection());
    assertThat(recorder.disconnected).isEmpty();
    assertThat(log.all())
        .containsExactly(
            "INFO bridge.mesos.token-file=" + file + " changed: masters get what it holds now");
  }

  @Test
  void anOldTokenThatIsRefusedIsReplacedBeforeTheNextAttempt() {
    // Given
    master.subscribe(
        request -> {
          replace("second");
          answer(401, "401 Unauthorized.").handle(request);
        });

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(master.subscriptions())
        .extracting(seen -> token(seen.request()))
        .containsExactly("Bearer first", "Bearer second");
    assertThat(recorder.causes()).containsExactly(Cause.UNEXPECTED_ANSWER);
    assertThat(recorder.reasons())
        .containsExactly(
            "401 401 Unauthorized., and bridge.mesos.token-file is read again until it has"
                + " what the master takes");
  }

  @Test
  void aTokenThatIsRefusedIsNoReasonToStop() {
    // Given
    master.subscribe(answer(401, ""), answer(401, ""), answer(401, ""));

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.path()).doesNotContain("STOPPED");
    assertThat(recorder.causes()).hasSize(3);
  }

  @Test
  void aCallWithAnOldTokenIsNotCarriedOutAndSubscribesAgainWithTheNewOne() {
    // Given
    bridge.startAndAwaitSubscribed();
    takeOnly("second");
    master.subscribe(
        request -> {
          replace("second");
          master.stream(master.subscribed()).handle(request);
        });

    // When
    CallOutcome outcome = bridge.sendAndAwait("KILL");

    // Then
    assertThat(outcome).isInstanceOf(CallOutcome.Unsubscribed.class);
    await().until(() -> recorder.subscribed.size() == 2);
    sendUntilTheMasterGets("Bearer second");
    assertThat(recorder.disconnected).containsOnly(Cause.CALL_UNSUBSCRIBED);
  }

  @ParameterizedTest
  @CsvSource({"401, Unsubscribed", "202, Accepted"})
  void aCallWithTheNewTokenDoesNotOvertakeOneWithTheOld(int answer, String outcome) {
    // Given
    bridge.startAndAwaitSubscribed();
    List<Seen> held = new CopyOnWriteArrayList<>();
    master.call(held::add);
    Future<CallOutcome> first = bridge.send("ACCEPT");
    await().until(() -> !held.isEmpty());
    replace("second");
    await().until(() -> !log.all().isEmpty());
    Future<CallOutcome> second = bridge.send("KILL");
    bridge.letItSeeWhatHasCome();
    takeOnly("second");

    // When
    held.get(0).answer(answer, "");

    // Then
    assertThat(List.of(first, second))
        .extracting(call -> SubscriptionFixture.outcome(call).getClass().getSimpleName())
        .containsOnly(outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3 same", "s3same\nX-Injected: yes"})
  void whatIsNoTokenChangesNothingAndIsToldOnce(String content) {
    // Given
    bridge.startAndAwaitSubscribed();

    // When
    replace(content);
    await().until(() -> !log.all().isEmpty());
    bridge.run(() -> bridge.subscription.resubscribe(Cause.REQUESTED));

    // Then
    await().until(() -> recorder.subscribed.size() == 2);
    assertThat(master.subscriptions())
        .extracting(seen -> token(seen.request()))
        .containsOnly("Bearer first");
    assertThat(log.all())
        .singleElement()
        .asString()
        .startsWith("ERROR Masters get what they got before: bridge.mesos.token-file=" + file)
        .contains("; valid is for example bridge.mesos.token-file=/run/secrets/mesos")
        .doesNotContain("s3", "same");
  }

  @Test
  void aFileThatIsWrittenJustNowIsNotTakenForWhole() {
    // Given
    Credentials credentials = Credentials.of(config());
    replace("half");

    // When
    bridge
        .on(() -> credentials.look(Vertx.currentContext()))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    var whileItMayBeWritten = bridge.on(credentials::authorization);
    bridge
        .on(() -> credentials.look(Vertx.currentContext()))
        .toCompletionStage()
        .toCompletableFuture()
        .join();

    // Then
    assertThat(whileItMayBeWritten).contains("Bearer first");
    assertThat(bridge.on(credentials::authorization)).contains("Bearer half");
  }

  @Test
  void aSecretInAFileIsReadAgainAsWell() throws IOException {
    // Given
    Map<String, String> keys =
        Map.of("bridge.mesos.principal", "x", "bridge.mesos.secret-file", file.toString());
    Credentials credentials = Credentials.of(Configs.of(keys).mesos());
    replace("y\n");

    // When
    bridge
        .on(() -> credentials.readAgain(Vertx.currentContext()))
        .toCompletionStage()
        .toCompletableFuture()
        .join();

    // Then
    assertThat(bridge.on(credentials::authorization)).contains("Basic eDp5");
    assertThat(log.all())
        .containsExactly(
            "INFO bridge.mesos.secret-file=%s changed: masters get what it holds now"
                .formatted(file));
  }

  @Test
  void withoutAFileThereIsNoToken() throws IOException {
    // Given
    Files.delete(file);

    // Then
    assertThatThrownBy(() -> Credentials.of(config()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bridge.mesos.token-file=" + file + " is no file that can be read");
  }
}
