package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A launch of two tasks was in doubt, and one of them proves it: nobody knows of the other. */
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
    bridge.disconnect();
    bridge.answer("ACCEPT", LOST);
    bridge.subscribe();
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
    bridge.disconnect();
    bridge.answer("ACCEPT", LOST);
    bridge.subscribe();
    int before = bridge.seen().calls("RECONCILE").size();

    // When
    bridge.update("web", "TASK_RUNNING", "u-1");

    // Then
    assertThat(bridge.live("db")).isEqualTo("TASK_STAGING");
    assertThat(bridge.seen().calls("RECONCILE")).hasSize(before);
    bridge.reconciled("db", "TASK_LOST");
    assertThat(bridge.live("db")).isEqualTo("none");
  }
}
