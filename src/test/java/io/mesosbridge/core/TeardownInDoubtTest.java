package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A TEARDOWN of which nobody knows yet whether it took effect, and what stands around it. */
class TeardownInDoubtTest {

  private static final String TEARDOWN = "{\"id\":\"end\",\"type\":\"TEARDOWN\"}";
  private static final String SUBSCRIBE = "{\"id\":\"again\",\"type\":\"SUBSCRIBE\"}";

  private static final String RESERVE =
      """
      {"id":"accept","type":"ACCEPT","accept":{"offer_ids":["o-1"],"operations":[
      {"type":"RESERVE","id":"r-1","reserve":{"resources":[{"name":"cpus","type":"SCALAR",
      "scalar":{"value":0.1},"reservations":[{"type":"DYNAMIC","role":"web"}]}]}}]}}
      """;

  @Test
  void aSubscribeWaitsForTheOneBeforeIt() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(TEARDOWN);
    bridge.command(SUBSCRIBE);
    assertThat(bridge.result("again")).isEqualTo("none");

    bridge.disconnect();
    bridge.answer("TEARDOWN", LOST);
    bridge.pass(Duration.ofSeconds(1));
    bridge.term().removed("Framework has been removed", bridge.now());
    bridge.hold();
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.result("end")).isEqualTo("ACCEPTED");
    assertThat(bridge.result("again")).isEqualTo("none"); // it registers another framework
  }

  @Test
  void aSubscribeWaitsForItUnderAnotherLeaderToo() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(TEARDOWN);
    bridge.command(SUBSCRIBE);

    TermFixture next = bridge.dies();
    next.pass(Duration.ofSeconds(1));
    next.term().removed("Framework has been removed", next.now());
    next.hold();
    next.pass(Duration.ofSeconds(1));

    // Then
    assertThat(next.result("end")).isEqualTo("ACCEPTED");
    assertThat(next.result("again")).isEqualTo("none");
  }

  @Test
  void noLaunchOvertakesIt() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("job");
    bridge.offer("o-1");
    bridge.command(TEARDOWN);
    bridge.launch("late");
    bridge.disconnect();
    bridge.answer("ACCEPT", LOST);
    bridge.answer("TEARDOWN", LOST);
    bridge.subscribe();
    bridge.offer("o-2");
    bridge.pass(Duration.ofSeconds(11));
    assertThat(bridge.seen().calls("TEARDOWN")).hasSize(1);

    // Then
    assertThat(bridge.seen().launched()).containsExactly("job");
  }

  private static void silence(TermFixture bridge, int inARow) {
    bridge.term().disconnected(Known.ended(inARow), bridge.now());
  }

  /** A launch and a TEARDOWN behind it are in doubt, and the master answers no call any more. */
  private static TermFixture silentMaster() {
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("job");
    bridge.offer("o-1");
    bridge.command(TEARDOWN);
    assertThat(bridge.seen().commandCalls()).containsExactly("ACCEPT", "TEARDOWN");
    silence(bridge, 1);
    bridge.answer("ACCEPT", LOST);
    bridge.answer("TEARDOWN", LOST);
    for (int i = 2; i <= 20; i++) {
      bridge.subscribe();
      silence(bridge, i);
    }
    return bridge;
  }

  @Test
  void oneOfWhichNobodyKnowsGetsItsResultBehindALaunch() {
    // Given
    TermFixture bridge = silentMaster();
    bridge.pass(Duration.ofSeconds(1));
    assertThat(bridge.result("launch-job")).isEqualTo("UNCERTAIN INTERRUPTED");
    bridge.pass(Duration.ofMinutes(2));
    bridge.subscribe();
    bridge.pass(Duration.ofMinutes(2));

    // Then
    assertThat(bridge.result("end")).isEqualTo("UNCERTAIN INTERRUPTED");
  }

  @Test
  void bothAreGivenUpAlsoWhenTheNextSubscriptionStands() {
    // Given
    TermFixture bridge = silentMaster();
    bridge.subscribe();
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.result("launch-job")).isEqualTo("UNCERTAIN INTERRUPTED");
  }

  /**
   * A leader dies when Kafka has the result of an ACCEPT, but its intent still, and a TEARDOWN has
   * left; the next one subscribes before it has read the results, as it always does.
   */
  private static TermFixture successor() {
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.hold(write -> write.record().topic() == Topic.STATE && write.record().value() == null);
    bridge.command(RESERVE);
    bridge.answer("ACCEPT", TAKEN);
    assertThat(bridge.result("accept")).isEqualTo("ACCEPTED");
    bridge.command(TEARDOWN);
    assertThat(bridge.seen().calls("TEARDOWN")).hasSize(1);
    bridge.kafka().readsResults(false);
    TermFixture next = bridge.dies();
    next.subscribe();
    next.kafka()
        .results()
        .forEach(each -> assertThat(next.term().readback().read(each, 2, next.now())).isEmpty());
    assertThat(next.term().readback().resultsRead(next.now())).isEmpty();
    return next;
  }

  @Test
  void itDoesNotWaitForWhatHasItsResult() {
    // Given
    TermFixture next = successor();
    next.event(
        """
        {"type":"UPDATE_OPERATION_STATUS","update_operation_status":{"status":{"operation_id":
        {"value":"r-1"},"state":"OPERATION_FINISHED","agent_id":{"value":"agent-1"}}}}
        """);
    next.pass(Duration.ofMinutes(2));
    next.pass(Duration.ofMinutes(30));

    // Then
    assertThat(next.seen().calls("TEARDOWN")).hasSize(1);
  }

  @Test
  void nobodyAsksForOperationsWhoseCommandHasItsResult() {
    // Given
    TermFixture next = successor();
    int asked = next.seen().calls("RECONCILE_OPERATIONS").size();
    for (int i = 0; i < 60; i++) {
      next.pass(Duration.ofMinutes(1));
    }

    // Then
    assertThat(next.seen().calls("RECONCILE_OPERATIONS")).hasSize(asked);
  }

  /** The master, which has not handled it yet, offers once more. */
  @Test
  void noLaunchThatWaitsLeavesBehindIt() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("job");
    bridge.command(TEARDOWN);
    assertThat(bridge.seen().commandCalls()).containsExactly("TEARDOWN");

    // When
    bridge.offer("o-1");
    bridge.answer("TEARDOWN", TAKEN);

    // Then
    assertThat(bridge.seen().commandCalls()).containsExactly("TEARDOWN");
    assertThat(bridge.result("launch-job")).isEqualTo("REJECTED TORN_DOWN");
  }

  @Test
  void launchesThatWaitGetTheOfferOnceItIsRefused() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("job");
    bridge.command(TEARDOWN);
    bridge.offer("o-1");

    // When
    bridge.answer("TEARDOWN", new CallOutcome.Refused(401, "no"));

    // Then
    assertThat(bridge.seen().launched()).containsExactly("job");
  }

  /**
   * A TEARDOWN was about to leave when the subscription broke, and waited for a launch in doubt;
   * meanwhile one that waited for an offer left, so that its intent stands behind the TEARDOWN's.
   */
  private static TermFixture placedBehindItsIntent() {
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(
        "{\"id\":\"big\",\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[{\"task_id\":\"big\","
            + "\"command\":{\"value\":\"serve\"},\"resources\":\"cpus:2\"}]}}");
    bridge.offer("o-1");
    bridge.launch("job");
    bridge.hold(Topic.STATE);
    bridge.command(TEARDOWN);
    bridge.disconnect();
    bridge.answer("ACCEPT", LOST);
    bridge.hold();
    bridge.subscribe();
    bridge.offer("o-2");
    bridge.offer("o-3");
    assertThat(bridge.seen().launched()).containsExactly("job", "big");
    bridge.reconciled("job", "TASK_RUNNING");
    assertThat(bridge.seen().commandCalls()).containsExactly("ACCEPT", "ACCEPT", "TEARDOWN");
    return bridge;
  }

  @Test
  void aLaunchBeforeItIsDeniedByNothingWhicheverIntentCameFirst() {
    // Given
    TermFixture next = placedBehindItsIntent().dies();

    // When
    next.subscribe(); // at a master that knows of no TEARDOWN, nor of any task
    next.reconciled("big", "TASK_LOST");

    // Then
    assertThat(next.result("big")).isEqualTo("UNCERTAIN INTERRUPTED");
  }
}
