package io.mesosbridge.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Event.EventRecord;
import io.mesosbridge.core.mesos.Event.Offer;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.mesos.SchedulerEndpoint;
import io.mesosbridge.core.mesos.SubscribeCall;
import io.mesosbridge.core.mesos.SubscriptionState;
import io.mesosbridge.mesos.Masters.MasterList;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The subscription against masters that behave as real ones do. */
class SimulatedClusterTest {

  private final Vertx vertx = Vertx.vertx();
  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .masters(3)
          .agents(2)
          .allocationInterval(Duration.ofMillis(50))
          .leaderDetection(Duration.ofMillis(300))
          .start();
  private final Recorder recorder = new Recorder();
  private final SubscriptionFixture bridge =
      new SubscriptionFixture(
          vertx,
          SubscriptionFixture.SETTINGS,
          new MasterList(cluster.urls().stream().map(SchedulerEndpoint::of).toList()),
          recorder);

  @AfterEach
  void close() {
    bridge.close();
    cluster.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void subscribe() {
    subscribe(bridge);
  }

  private void subscribe(SubscriptionFixture which) {
    which.run(() -> which.subscription.start(this::subscribeCall));
    which.awaitState("SUBSCRIBED");
  }

  private byte[] subscribeCall() {
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.put("user", "root").put("name", "test").put("failover_timeout", 60.0);
    info.putArray("roles").add("*");
    info.putArray("capabilities").addObject().put("type", "MULTI_ROLE");
    String frameworkId =
        recorder.subscribed.stream()
            .map(SubscriptionState.Subscribed::frameworkId)
            .findFirst()
            .orElse(null);
    return SubscribeCall.of(info, frameworkId, List.of(), MesosVersion.NEWEST).json();
  }

  private CallOutcome send(String type) {
    return send(bridge, type);
  }

  private CallOutcome send(SubscriptionFixture which, String type) {
    String json =
        "{\"type\":\"%s\",\"framework_id\":{\"value\":\"%s\"}}"
            .formatted(type, recorder.subscribed.get(0).frameworkId());
    return SubscriptionFixture.outcome(
        which.on(
            () -> which.subscription.send(new Call(type, json.getBytes(StandardCharsets.UTF_8)))));
  }

  private void awaitSubscribed(int times) {
    await().until(() -> recorder.subscribed.size() == times);
  }

  @Test
  void theLeaderIsFoundOffersComeAndCallsAreTaken() {
    // When
    subscribe();

    // Then
    await().until(() -> recorder.types().contains("OFFERS"));
    assertThat(offers().get(0).json().toString()).startsWith("{\"id\":{\"value\":\"");
    assertThat(send("REVIVE")).isEqualTo(new CallOutcome.Accepted(202));
  }

  private List<Offer> offers() {
    return recorder.records.stream()
        .map(EventRecord::event)
        .filter(Event.Offers.class::isInstance)
        .flatMap(event -> ((Event.Offers) event).offers().stream())
        .toList();
  }

  @Test
  void aDeadLeaderIsReplacedWhileOthersStillRedirectToIt() {
    // Given
    subscribe();

    // When
    cluster.faults().masters().killLeader();

    // Then
    awaitSubscribed(2);
    assertThat(recorder.subscribed.get(1).frameworkId())
        .isEqualTo(recorder.subscribed.get(0).frameworkId());
    assertThat(recorder.subscribed.get(1).master())
        .isNotEqualTo(recorder.subscribed.get(0).master());
    assertThat(send("REVIVE")).isEqualTo(new CallOutcome.Accepted(202));
  }

  @Test
  void aFrozenStreamIsNoticed() {
    // Given
    try (SimulatedCluster lively =
            SimulatedCluster.builder().heartbeatInterval(Duration.ofMillis(200)).start();
        SubscriptionFixture listening =
            new SubscriptionFixture(vertx, recorder, SchedulerEndpoint.of(lively.url()))) {
      listening.run(() -> listening.subscription.start(this::subscribeCall));
      listening.awaitState("SUBSCRIBED");

      // When
      lively.faults().freezeStreams();

      // Then
      await().until(() -> !recorder.disconnected.isEmpty());
      lively.faults().thawStreams();
      assertThat(recorder.disconnected).first().isEqualTo(Cause.HEARTBEAT_MISSED);
    }
  }

  @Test
  void aSecondSubscriptionTakesTheFrameworkOver() {
    // Given
    subscribe();
    Recorder other = new Recorder();
    try (SubscriptionFixture second =
        new SubscriptionFixture(vertx, other, SchedulerEndpoint.of(cluster.url()))) {

      // When
      second.run(() -> second.subscription.start(this::subscribeCall));

      // Then
      bridge.awaitState("STANDBY");
      second.awaitState("SUBSCRIBED");
      assertThat(recorder.told).containsExactly("failed over");
      assertThat(other.disconnected).isEmpty();
    }
  }

  @Test
  void ourOwnTeardownIsAnsweredAlthoughTheStreamEndsFirst() {
    // Given: the next SUBSCRIBE, before which the answer has to come, is far away
    try (SubscriptionFixture late =
        new SubscriptionFixture(
            vertx,
            SubscriptionFixture.RETURNING_LATE,
            new MasterList(List.of(SchedulerEndpoint.of(cluster.url()))),
            recorder)) {
      subscribe(late);

      // When
      CallOutcome outcome = send(late, "TEARDOWN");

      // Then
      assertThat(outcome).isEqualTo(new CallOutcome.Accepted(202));
      late.run(late.subscription::tornDown);
      late.awaitState("TORN_DOWN");
    }
  }

  @Test
  void aFrameworkThatAnOperatorTearsDownIsRemoved() {
    // Given
    subscribe();

    // When
    cluster.faults().removeFramework(recorder.subscribed.get(0).frameworkId());

    // Then
    bridge.awaitState("STOPPED");
    assertThat(recorder.told).containsExactly("removed: Framework has been removed");
  }

  @Test
  void smallChunksUnknownEventsAndLargeRecordsAreTakenAsTheyCome() {
    // Given
    subscribe();
    cluster.faults().chunks(3, Duration.ZERO);

    // When
    cluster.faults().sendUnknownEvent();
    cluster.faults().clear();
    cluster.faults().sendRecordOfSize(20 << 20);
    cluster.faults().sendUnknownEvent();

    // Then
    await()
        .until(
            () ->
                recorder.records.stream()
                        .filter(record -> record.event() instanceof Event.Other)
                        .count()
                    >= 3);
    assertThat(recorder.disconnected).isEmpty();
    assertThat(recorder.records)
        .anySatisfy(record -> assertThat(record.json().length()).isGreaterThanOrEqualTo(20 << 20));
  }
}
