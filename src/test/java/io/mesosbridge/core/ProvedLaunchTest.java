package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What proves a launch in doubt says nothing of its other tasks. */
class ProvedLaunchTest {

  private TermFixture bridge;

  @BeforeEach
  void launchTwo() {
    bridge = TermFixture.subscribed();
    bridge.command(
        """
        {"id":"c-1","type":"LAUNCH","launch":{"task_infos":[
        {"task_id":"web","command":{"value":"serve"},"resources":"cpus:0.1"},
        {"task_id":"db","command":{"value":"store"},"resources":"cpus:0.1"}]}}
        """);
    bridge.offer("o-1");
  }

  private void bringInDoubt() {
    bridge.disconnect();
    bridge.answer("ACCEPT", LOST);
    bridge.subscribe();
  }

  @Test
  void theOtherIsAskedForOnceARowProvesTheLaunch() {
    // Given
    bridge.update("web", "TASK_RUNNING", "u-1");
    TermFixture next = bridge.dies();

    // When
    next.subscribe();

    // Then
    assertThat(next.result("c-1")).isEqualTo("ACCEPTED");
    assertThat(next.live("db")).isEqualTo("TASK_STAGING");
    assertThat(next.seen().calls("RECONCILE"))
        .anyMatch(call -> call.call().toString().contains("\"db\""));
    next.reconciled("db", "TASK_LOST");
    assertThat(next.live("db")).isEqualTo("none");
  }

  @Test
  void theOtherIsAskedForOnceMoreIfItsAnswerCameBeforeTheProof() {
    // Given
    bringInDoubt();
    bridge.reconciled("db", "TASK_LOST");
    int before = bridge.seen().calls("RECONCILE").size();

    // When
    bridge.update("web", "TASK_RUNNING", "u-1");

    // Then
    assertThat(bridge.result("c-1")).isEqualTo("ACCEPTED");
    assertThat(bridge.live("db")).isEqualTo("TASK_STAGING");
    assertThat(bridge.seen().calls("RECONCILE").subList(before, before + 1))
        .allMatch(
            call ->
                call.call().toString().contains("\"db\"")
                    && !call.call().toString().contains("\"web\""));
    bridge.reconciled("db", "TASK_LOST");
    assertThat(bridge.live("db")).isEqualTo("none");
  }

  @Test
  void theOtherIsAskedForOnlyOnceIfItsAnswerIsToCome() {
    // Given
    bringInDoubt();
    int before = bridge.seen().calls("RECONCILE").size();

    // When
    bridge.update("web", "TASK_RUNNING", "u-1");

    // Then
    assertThat(bridge.live("db")).isEqualTo("TASK_STAGING");
    assertThat(bridge.seen().calls("RECONCILE")).hasSize(before);
    bridge.reconciled("db", "TASK_LOST");
    assertThat(bridge.live("db")).isEqualTo("none");
  }

  @Test
  void aDeniedTaskIsAskedForOnceMoreIfAnOperationProvesTheLaunch() {
    // Given
    TermFixture accepting = TermFixture.subscribed();
    accepting.offer("o-2");
    accepting.command(
        """
        {"id":"c-2","type":"ACCEPT","accept":{"offer_ids":["o-2"],"operations":[
        {"type":"LAUNCH","launch":{"task_infos":[{"task_id":"batch","command":{"value":"count"},
        "resources":"cpus:0.1"}]}},{"type":"CREATE","id":"v-1","create":{"volumes":[]}}]}}
        """);
    TermFixture next = accepting.dies();
    next.subscribe();
    next.reconciled("batch", "TASK_LOST");
    int before = next.seen().calls("RECONCILE").size();

    // When
    next.event(
        """
        {"type":"UPDATE_OPERATION_STATUS","update_operation_status":{"status":{"operation_id":
        {"value":"v-1"},"state":"OPERATION_FINISHED","uuid":{"value":"u-1"},
        "agent_id":{"value":"%s"}}}}
        """
            .formatted(Known.AGENT));

    // Then
    assertThat(next.result("c-2")).isEqualTo("ACCEPTED");
    assertThat(next.live("batch")).isEqualTo("TASK_STAGING");
    assertThat(next.seen().calls("RECONCILE")).hasSize(before + 1);
    next.reconciled("batch", "TASK_LOST");
    assertThat(next.live("batch")).isEqualTo("none");
  }
}
