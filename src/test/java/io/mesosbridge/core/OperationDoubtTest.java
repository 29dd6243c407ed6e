package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Sent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What proves that an ACCEPT whose operations carry ids was taken, and what denies it. */
class OperationDoubtTest {

  private static final String RESERVE =
      """
      {"type":"RESERVE","id":"r-1","reserve":{"resources":[{"name":"cpus","type":"SCALAR",
      "scalar":{"value":0.1},"reservations":[{"type":"DYNAMIC","role":"web"}]}]}}""";
  private static final String LAUNCH =
      """
      {"type":"LAUNCH","launch":{"task_infos":[{"task_id":"web","command":{"value":"serve"},
      "resources":"cpus:0.1;mem:32"}]}}""";
  private static final String UNNAMED = RESERVE.replace("\"id\":\"r-1\",", "");
  private static final String UNKNOWN = "Reconciliation: Operation is unknown";

  private static TermFixture accepting(String operations) {
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.command(
        """
        {"id":"accept","type":"ACCEPT","accept":{"offer_ids":["o-1"],"operations":[%s]}}
        """
            .formatted(operations));
    return bridge;
  }

  /** The master says this of the operation; its agent is always named. */
  private static void told(TermFixture bridge, String state, String field, String value) {
    bridge.event(
        """
        {"type":"UPDATE_OPERATION_STATUS","update_operation_status":{"status":{"operation_id":
        {"value":"r-1"},"state":"%s","agent_id":{"value":"agent-1"},"%s":%s}}}
        """
            .formatted(state, field, value));
  }

  private static void reconciled(TermFixture bridge, String state, String message) {
    told(bridge, state, "message", "\"" + message + "\"");
  }

  private static void finished(TermFixture bridge) {
    told(bridge, "OPERATION_FINISHED", "uuid", "{\"value\":\"u-1\"}");
  }

  private static TermFixture successorOf(TermFixture bridge) {
    TermFixture next = bridge.dies();
    next.subscribe();
    return next;
  }

  @ParameterizedTest
  @CsvSource({
    "OPERATION_PENDING, Reconciliation: Latest operation status, ACCEPTED",
    "OPERATION_FINISHED, Reconciliation: Latest operation status, ACCEPTED",
    "OPERATION_FAILED, Reconciliation: Latest operation status, ACCEPTED",
    "OPERATION_ERROR, it does not fit, ACCEPTED",
    "OPERATION_DROPPED, Agent disconnected, ACCEPTED",
    "OPERATION_UNKNOWN, Reconciliation: Operation is unknown, REJECTED OFFER_GONE",
    "OPERATION_UNKNOWN, Reconciliation: Both operation and agent are unknown, none",
    "OPERATION_RECOVERING, Reconciliation: Agent is recovered but has not re-registered, none",
    "OPERATION_UNREACHABLE, Reconciliation: Agent is unreachable, none",
    "OPERATION_GONE_BY_OPERATOR, Reconciliation: Agent marked gone by operator, none",
    "OPERATION_UNSUPPORTED, from a later version, none"
  })
  void aSuccessorDecidesByWhatMesosSaysOfTheOperation(String state, String text, String result) {
    // Given
    TermFixture next = successorOf(accepting(RESERVE));
    assertThat(
            next.seen()
                .sent("RECONCILE_OPERATIONS", "/reconcile_operations/operations/0/agent_id/value"))
        .containsExactly(Known.AGENT);

    // When
    reconciled(next, state, text);

    // Then
    assertThat(next.result("accept")).isEqualTo(result);
    assertThat(next.seen().calls("ACCEPT")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.4.3", "1.8.1"})
  void aMasterThatAnswersTheQuestionWith400OrByNoEventIsNotAskedIt(String version) {
    // Given
    TermFixture next = accepting(RESERVE).dies();

    // When
    next.subscribe(Known.FRAMEWORK, version);
    next.pass(Duration.ofSeconds(3));
    List<Sent> before = next.seen().calls("RECONCILE_OPERATIONS");
    next.disconnect();
    next.subscribe(Known.FRAMEWORK, "1.9.0");

    // Then
    assertThat(before).isEmpty();
    assertThat(next.result("accept")).isEqualTo("none");
    assertThat(next.seen().calls("RECONCILE_OPERATIONS")).hasSize(1);
  }

  @Test
  void anUnknownOperationOfWhichNoAgentIsNamedIsNotDenied() {
    // Given
    TermFixture next = successorOf(accepting(RESERVE));

    // When
    next.event(
        """
        {"type":"UPDATE_OPERATION_STATUS","update_operation_status":{"status":{"operation_id":
        {"value":"r-1"},"state":"OPERATION_UNKNOWN","message":"Reconciliation: Operation is unknown"
        }}}
        """);

    // Then
    assertThat(next.result("accept")).isEqualTo("none");
  }

  @Test
  void whatDecidesNothingIsAskedAgainUntilNobodyWillEverKnow() {
    // Given
    TermFixture next = successorOf(accepting(RESERVE));
    reconciled(next, "OPERATION_UNREACHABLE", "Reconciliation: Agent is unreachable");
    next.pass(Duration.ofSeconds(3));
    next.pass(Duration.ofSeconds(5));
    assertThat(next.seen().calls("RECONCILE_OPERATIONS")).hasSize(3);
    assertThat(next.seen().written(Topic.OPERATION_UPDATES)).isEmpty();

    // When
    next.pass(Duration.ofMinutes(16));

    // Then
    assertThat(next.result("accept")).isEqualTo("UNCERTAIN INTERRUPTED");
    int asked = next.seen().calls("RECONCILE_OPERATIONS").size();
    next.pass(Duration.ofMinutes(2));
    assertThat(next.seen().calls("RECONCILE_OPERATIONS")).hasSize(asked);
  }

  @Test
  void noTimeCountsWhileThereIsNobodyToAsk() {
    // Given
    TermFixture next = successorOf(accepting(RESERVE));
    next.disconnect();

    // When
    next.pass(Duration.ofMinutes(20));

    // Then
    assertThat(next.result("accept")).isEqualTo("none");
    next.subscribe();
    reconciled(next, "OPERATION_PENDING", "");
    assertThat(next.result("accept")).isEqualTo("ACCEPTED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anyOfALaunchAndAnOperationProvesTheAcceptOfBoth(boolean byTask) {
    // Given
    TermFixture next = successorOf(accepting(RESERVE + "," + LAUNCH));

    // When
    if (byTask) {
      reconciled(next, "OPERATION_UNKNOWN", UNKNOWN);
      next.reconciled("web", "TASK_RUNNING");
    } else {
      next.reconciled("web", "TASK_LOST");
      reconciled(next, "OPERATION_FINISHED", "");
    }

    // Then
    assertThat(next.result("accept")).isEqualTo("ACCEPTED");
  }

  @Test
  void onlyAllOfThemDenyIt() {
    // Given
    TermFixture next = successorOf(accepting(RESERVE + "," + LAUNCH));
    next.reconciled("web", "TASK_LOST");
    assertThat(next.result("accept")).isEqualTo("none");

    // When
    reconciled(next, "OPERATION_UNKNOWN", UNKNOWN);

    // Then
    assertThat(next.result("accept")).isEqualTo("REJECTED OFFER_GONE");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOperationWithoutIdMayHaveBeenCarriedOutAlthoughAllElseIsUnknown(boolean launch) {
    // Given
    TermFixture next = successorOf(accepting(UNNAMED + "," + (launch ? LAUNCH : RESERVE)));

    // When
    if (launch) {
      next.reconciled("web", "TASK_LOST");
    } else {
      reconciled(next, "OPERATION_UNKNOWN", UNKNOWN);
    }

    // Then
    assertThat(next.result("accept")).isEqualTo("UNCERTAIN INTERRUPTED");
  }

  @Test
  void whatProvesItIsAcknowledgedAfterItsResultIsWritten() {
    // Given
    TermFixture bridge = accepting(RESERVE);
    bridge.hold(Topic.RESULTS);
    bridge.answer("ACCEPT", TAKEN);
    finished(bridge);
    finished(bridge);
    assertThat(bridge.seen().written(Topic.OPERATION_UPDATES)).hasSize(1);
    assertThat(bridge.seen().calls("ACKNOWLEDGE_OPERATION_STATUS")).isEmpty();

    // When
    bridge.hold();

    // Then
    assertThat(bridge.seen().calls("ACKNOWLEDGE_OPERATION_STATUS")).hasSize(1);
    finished(bridge);
    assertThat(bridge.seen().calls("ACKNOWLEDGE_OPERATION_STATUS")).hasSize(2);
  }

  @Test
  void anUpdateThatCameBeforeTheAnswerGotLostProvesIt() {
    // Given
    TermFixture bridge = accepting(RESERVE);
    reconciled(bridge, "OPERATION_ERROR", "it does not fit");
    bridge.disconnect();

    // When
    bridge.answer("ACCEPT", LOST);
    bridge.subscribe();

    // Then
    assertThat(bridge.result("accept")).isEqualTo("ACCEPTED");
  }

  @Test
  void theQuestionNamesTheResourceProvider() {
    // Given
    String disk =
        """
        {"type":"CREATE_DISK","id":"d-1","create_disk":{"target_type":"MOUNT","source":{"name":
        "cpus","type":"SCALAR","scalar":{"value":0.1},"provider_id":{"value":"rp-1"}}}}""";

    // When
    TermFixture next = successorOf(accepting(disk));

    // Then
    String at = "/reconcile_operations/operations/0/resource_provider_id/value";
    assertThat(next.seen().sent("RECONCILE_OPERATIONS", at)).containsExactly("rp-1");
  }

  @Test
  void theDoubtEndsThoughNoSubscriptionStandsForAQuarterOfAnHour() {
    // Given
    TermFixture bridge = accepting(RESERVE);
    bridge.disconnect();
    bridge.answer("ACCEPT", LOST);

    // When
    bridge.subscribe(Known.FRAMEWORK, "1.8.1");
    bridge.pass(Duration.ofMinutes(10));
    bridge.disconnect();
    bridge.pass(Duration.ofMinutes(10));
    bridge.subscribe(Known.FRAMEWORK, "1.8.1");
    bridge.pass(Duration.ofMinutes(4));
    assertThat(bridge.result("accept")).as("only what it stood counts").isEqualTo("none");
    bridge.pass(Duration.ofMinutes(2));

    // Then
    assertThat(bridge.result("accept")).isEqualTo("UNCERTAIN INTERRUPTED");
  }
}
