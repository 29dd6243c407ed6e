package io.mesosbridge.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.SubscriptionState.BackingOff;
import io.mesosbridge.mesos.Masters.MasterList;
import io.mesosbridge.sandbox.net.Certificate;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masters that want a certificate of the bridge, and certificates that change while it runs. */
class MutualTlsTest {

  private static final String WANTS_ONE =
      "; the master wants to be shown a certificate that it knows, which quarkus.tls.<name>.key-store.*";

  @TempDir private static Path files;
  private static Certificate masters;
  private static Certificate mastersNext;
  private static Certificate bridges;
  private static Certificate bridgesNext;
  private static Certificate strangers;

  private final Vertx vertx = Vertx.vertx();
  private final Recorder recorder = new Recorder();
  private volatile Certificate trusted = masters;
  private volatile Certificate shown = bridges;
  private ScriptedMaster master;
  private SubscriptionFixture bridge;

  @BeforeAll
  static void makeCertificates() {
    masters = Certificate.ofLoopback(files);
    mastersNext = Certificate.ofLoopback(files);
    bridges = Certificate.of(files, "dns:bridge.example");
    bridgesNext = Certificate.of(files, "dns:bridge.example");
    strangers = Certificate.of(files, "dns:bridge.example");
  }

  @AfterEach
  void close() {
    bridge.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** As the TLS registry does it: what is right at the time. */
  private HttpClientOptions secured(HttpClientOptions options) {
    if (shown != null) {
      options.setKeyCertOptions(shown.options());
    }
    return options.setTrustOptions(new PemTrustOptions().addCertPath(trusted.pem().toString()));
  }

  private void start(Certificate ofMaster) {
    master = new ScriptedMaster(vertx, ofMaster, List.of(bridges, bridgesNext));
    SubscriptionSettings quick = SubscriptionFixture.SETTINGS;
    bridge =
        new SubscriptionFixture(
            vertx,
            new SubscriptionSettings(
                quick.maxRecordSize(), quick.credentials(), this::secured, quick.timing()),
            new MasterList(List.of(master.endpoint())),
            recorder);
    bridge.start();
  }

  private void awaitProblem(String problem) {
    await()
        .untilAsserted(
            () ->
                assertThat(recorder.states)
                    .filteredOn(BackingOff.class::isInstance)
                    .map(BackingOff.class::cast)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(state -> assertThat(state.why()).contains(problem))
                    .allSatisfy(state -> assertThat(state.cause()).isEqualTo(Cause.TLS_FAILED)));
    assertThat(recorder.subscribed).isEmpty();
  }

  /** Whose certificate the bridge showed with its last call. */
  private String shownWithTheLastCall() throws SSLPeerUnverifiedException {
    List<ScriptedMaster.Seen> calls = master.calls();
    return calls.get(calls.size() - 1).session().getPeerPrincipal().getName();
  }

  private static String nameIn(Certificate certificate) {
    return "CN=" + certificate.pem().getParent().getFileName();
  }

  @Test
  void theBridgesCertificateIsShownWithTheStreamAndTheCalls() throws SSLPeerUnverifiedException {
    // When
    start(masters);

    // Then
    bridge.awaitState("SUBSCRIBED");
    assertThat(bridge.sendAndAwait("REVIVE")).isEqualTo(new CallOutcome.Accepted(202));
    assertThat(shownWithTheLastCall()).isEqualTo(nameIn(bridges));
    assertThat(master.versionQuestions).hasSize(1);
  }

  @Test
  void withoutOneTheBridgeSaysThatTheMasterWantsOne() {
    // Given
    shown = null;

    // When
    start(masters);

    // Then
    awaitProblem("alert: bad_certificate" + WANTS_ONE);
  }

  @Test
  void oneThatTheMasterDoesNotKnowIsCalledSo() {
    // Given
    shown = strangers;

    // When
    start(masters);

    // Then
    awaitProblem("alert: bad_certificate" + WANTS_ONE);
  }

  @Test
  void aMasterWhoseCertificateIsNotValidYetIsCalledSo() {
    // Given
    Certificate early = Certificate.notYetValid(files);
    trusted = early;

    // When
    start(early);

    // Then
    awaitProblem("the master's certificate is not valid yet, NotBefore: ");
  }

  @Test
  void aMasterWhoseCertificateExpiredIsCalledSo() {
    // Given
    trusted = Certificate.expired(files);

    // When
    start(trusted);

    // Then
    awaitProblem("the master's certificate has expired, NotAfter: ");
  }

  @Test
  void aCertificateThatBecomesRightIsTakenAtTheNextAttempt() {
    // Given
    shown = strangers;
    trusted = mastersNext;
    start(masters);
    await().until(() -> recorder.causes().size() > 1);

    // When
    trusted = masters;
    shown = bridges;

    // Then
    bridge.awaitState("SUBSCRIBED");
  }

  @Test
  void callsOfAStandingSubscriptionConnectAgainWithTheNewCertificates()
      throws SSLPeerUnverifiedException {
    // Given
    start(masters);
    bridge.awaitState("SUBSCRIBED");
    master.call(
        seen ->
            seen.request().response().putHeader("Connection", "close").setStatusCode(202).end());
    bridge.sendAndAwait("REVIVE");

    // When
    master.showNow(mastersNext);
    trusted = mastersNext;
    shown = bridgesNext;

    // Then
    assertThat(bridge.sendAndAwait("SUPPRESS")).isEqualTo(new CallOutcome.Accepted(202));
    assertThat(shownWithTheLastCall()).isEqualTo(nameIn(bridgesNext));
    assertThat(recorder.disconnected).isEmpty();
  }
}
