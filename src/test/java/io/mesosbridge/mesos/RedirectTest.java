package io.mesosbridge.mesos;

import static io.mesosbridge.mesos.ScriptedMaster.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.SubscriptionState;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masters that do not lead, and where they point to. */
class RedirectTest {

  /** Quarkus sets it, for all tests that come after one of its own in this JVM. */
  private static final String JAVAS_OWN_RESOLVER = "vertx.disableDnsResolver";

  private final Vertx vertx = resolving("127.0.0.1 mesos_master_2\n");
  private final ScriptedMaster master = new ScriptedMaster(vertx);
  private final Recorder recorder = new Recorder();
  private final SubscriptionFixture bridge =
      new SubscriptionFixture(vertx, recorder, master.endpoint());

  private static Vertx resolving(String hosts) {
    String before = System.clearProperty(JAVAS_OWN_RESOLVER);
    try {
      return Vertx.vertx(
          new VertxOptions()
              .setAddressResolverOptions(
                  new AddressResolverOptions().setHostsValue(Buffer.buffer(hosts))));
    } finally {
      if (before != null) {
        System.setProperty(JAVAS_OWN_RESOLVER, before);
      }
    }
  }

  @AfterEach
  void close() {
    bridge.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void redirectsAreFollowedToTheLeader() {
    // Given
    ScriptedMaster leader = new ScriptedMaster(vertx);
    ScriptedMaster second = new ScriptedMaster(vertx);
    master.subscribe(redirect("//127.0.0.1:" + second.port() + "/master/api/v1/scheduler"));
    second.subscribe(redirect("http://127.0.0.1:" + leader.port()));

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.path())
        .containsExactly("LOCATING", "SUBSCRIBING", "SUBSCRIBING", "SUBSCRIBING", "SUBSCRIBED");
    assertThat(second.seen.get(0).request().path()).isEqualTo("/master/api/v1/scheduler");
    assertThat(leader.seen.get(0).request().path()).isEqualTo("/api/v1/scheduler");
    assertThat(bridge.sendAndAwait("REVIVE")).isNotNull();
    assertThat(leader.calls()).hasSize(1);
  }

  @Test
  void aRedirectMayNameAHostWithUnderscores() {
    // Given
    ScriptedMaster leader = new ScriptedMaster(vertx);
    master.subscribe(redirect("//mesos_master_2:" + leader.port() + "/master/api/v1/scheduler"));

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.reasons()).isEmpty();
    assertThat(leader.seen.get(0).request().authority())
        .hasToString("mesos_master_2:" + leader.port());
    assertThat(leader.versionQuestions).hasSize(1);
    assertThat(bridge.sendAndAwait("REVIVE")).isNotNull();
  }

  @Test
  void aRedirectLoopEndsInABackOff() {
    // Given
    String itself = "//127.0.0.1:" + master.port() + "/master/api/v1/scheduler";
    for (int i = 0; i < 6; i++) {
      master.subscribe(redirect(itself));
    }

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.causes()).containsExactly(Cause.REDIRECT);
    assertThat(master.subscriptions()).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "//",
        "ftp://x/y",
        "//bad host:5050/x",
        "//:5050",
        "/login",
        "//127.0.0.1:99999/api/v1/scheduler"
      })
  void aRedirectToNowhereEndsInABackOff(String location) {
    // Given
    master.subscribe(redirect(location));

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.causes()).containsExactly(Cause.REDIRECT);
    assertThat(bridge.reconnects(Cause.REDIRECT)).isEqualTo(1);
  }

  @Test
  void aRedirectThatMastersDoNotSendIsNamed() {
    // Given
    master.subscribe(
        request ->
            request
                .response()
                .setStatusCode(302)
                .putHeader("Location", "https://login.example/")
                .end());

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.states)
        .filteredOn(SubscriptionState.BackingOff.class::isInstance)
        .extracting(state -> ((SubscriptionState.BackingOff) state).why())
        .containsExactly("302 to https://login.example/, which is not followed");
  }

  /** What goes there would be the credentials, which every call carries. */
  @Test
  void aRedirectToAnotherSchemeReachesNobody() {
    // Given
    List<NetSocket> reached = new CopyOnWriteArrayList<>();
    NetServer other = vertx.createNetServer().connectHandler(reached::add);
    int port =
        other.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join().actualPort();
    master.subscribe(redirect("https://127.0.0.1:" + port + "/api/v1/scheduler"));

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.causes()).containsExactly(Cause.REDIRECT);
    assertThat(reached).isEmpty();
  }

  @Test
  void aRedirectToADeadLeaderIsTriedAgainUntilThereIsANewOne() {
    // Given
    String dead = "//127.0.0.1:1/master/api/v1/scheduler";
    master.subscribe(redirect(dead), redirect(dead));

    // When
    bridge.startAndAwaitSubscribed();

    // Then
    assertThat(recorder.causes()).containsExactly(Cause.CONNECTION_LOST, Cause.CONNECTION_LOST);
  }

  @Test
  void anAttemptThatTheClientItselfRefusesIsAFailedOne() {
    // Given
    URI nowhere = URI.create("http://127.0.0.1:99999/api/v1/scheduler");
    try (SubscriptionFixture misled =
        new SubscriptionFixture(vertx, recorder, nowhere, master.endpoint())) {

      // When
      misled.startAndAwaitSubscribed();

      // Then
      assertThat(recorder.causes()).containsExactly(Cause.CONNECTION_LOST);
      assertThat(recorder.reasons()).singleElement().asString().contains("port");
    }
  }
}
