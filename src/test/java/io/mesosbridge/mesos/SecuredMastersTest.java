package io.mesosbridge.mesos;

import static io.mesosbridge.mesos.ScriptedMaster.redirect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.SubscriptionState;
import io.mesosbridge.mesos.Masters.MasterList;
import io.mesosbridge.sandbox.net.Certificate;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masters that speak TLS, with certificates that are right and wrong. */
class SecuredMastersTest {

  private static final UnaryOperator<HttpClientOptions> PLATFORM = UnaryOperator.identity();

  @TempDir private static Path files;
  private static Certificate ours;
  private static Certificate another;

  private final Vertx vertx = Vertx.vertx();
  private final Recorder recorder = new Recorder();
  private SubscriptionFixture bridge;

  @BeforeAll
  static void makeCertificates() {
    ours = Certificate.ofLoopback(files);
    another = Certificate.of(files, "dns:another.example");
  }

  @AfterEach
  void close() {
    System.clearProperty("javax.net.ssl.trustStore");
    System.clearProperty("javax.net.ssl.trustStorePassword");
    bridge.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static UnaryOperator<HttpClientOptions> trusting(Certificate certificate) {
    PemTrustOptions trust = new PemTrustOptions().addCertPath(certificate.pem().toString());
    return options -> options.setTrustOptions(trust);
  }

  private void start(UnaryOperator<HttpClientOptions> http, URI master) {
    SubscriptionSettings quick = SubscriptionFixture.SETTINGS;
    bridge =
        new SubscriptionFixture(
            vertx,
            new SubscriptionSettings(
                quick.maxRecordSize(), quick.credentials(), http, quick.timing()),
            new MasterList(List.of(master)),
            recorder);
    bridge.start();
  }

  private void awaitProblem(String problem) {
    await()
        .untilAsserted(
            () ->
                assertThat(recorder.states)
                    .filteredOn(SubscriptionState.BackingOff.class::isInstance)
                    .map(SubscriptionState.BackingOff.class::cast)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(state -> assertThat(state.cause()).isEqualTo(Cause.TLS_FAILED))
                    .allSatisfy(state -> assertThat(state.why()).contains(problem)));
    assertThat(recorder.subscribed).isEmpty();
  }

  @Test
  void aRedirectOfATrustedMasterIsFollowedAndStaysEncrypted() {
    // Given
    ScriptedMaster leader = new ScriptedMaster(vertx, ours);
    ScriptedMaster follower = new ScriptedMaster(vertx, ours);
    follower.subscribe(redirect("//127.0.0.1:" + leader.port() + "/master/api/v1/scheduler"));

    // When
    start(trusting(ours), follower.endpoint());

    // Then
    bridge.awaitState("SUBSCRIBED");
    assertThat(recorder.subscribed.get(0).master()).hasScheme("https").hasPort(leader.port());
    assertThat(bridge.sendAndAwait("REVIVE")).isEqualTo(new CallOutcome.Accepted(202));
    assertThat(leader.calls().get(0).request().isSSL()).isTrue();
  }

  @Test
  void aMasterThatIsNotTrustedIsTriedAgainAndAgain() {
    // When
    start(trusting(another), new ScriptedMaster(vertx, ours).endpoint());

    // Then
    awaitProblem("unable to find valid certification path to requested target");
  }

  @Test
  void aMasterWhoseCertificateNamesAnotherHostIsRefused() {
    // When
    start(trusting(another), new ScriptedMaster(vertx, another).endpoint());

    // Then
    awaitProblem("No subject alternative names matching IP address 127.0.0.1 found");
  }

  @Test
  void aMasterWithoutTlsIsToldApart() {
    // When
    start(PLATFORM, URI.create("https://127.0.0.1:" + new ScriptedMaster(vertx).port()));

    // Then
    awaitProblem("the master speaks no TLS there");
  }

  @Test
  void withoutSettingsThePlatformSaysWhomToTrust() {
    // Given
    ScriptedMaster master = new ScriptedMaster(vertx, ours);
    start(PLATFORM, master.endpoint());
    awaitProblem("unable to find valid certification path to requested target");
    System.setProperty("javax.net.ssl.trustStore", ours.keyStore().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", Certificate.PASSWORD);

    // When
    bridge.awaitState("SUBSCRIBED");

    // Then
    assertThat(bridge.sendAndAwait("REVIVE")).isEqualTo(new CallOutcome.Accepted(202));
  }
}
