package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.command.KeptLaunches;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Launches that have waited for long enough to be kept, behind one that cannot be yet. */
class LateLaunchesTest {

  @Test
  void nothingThatHasItsResultIsHeldBehindOneThatCannotBeKeptYet() throws Exception {
    // Given
    TermFixture bridge = // patience, as where agents are busy, which is not worth a fixture here
        TermFixture.configured(
            Map.of("bridge.placement.give-up", "P30D", "bridge.placement.head-start", "0s"),
            new Fact.FrameworkIs(Known.framework()));
    bridge.subscribe();
    bridge.command( // of two tasks, for which a KILL of one has to wait
        """
        {"id":"two","type":"LAUNCH","deadline":"P30D","launch":{"task_infos":[
        {"task_id":"a","command":{"value":"x"},"resources":"cpus:64"},
        {"task_id":"b","command":{"value":"x"},"resources":"cpus:64"}]},
        "constraints":[["hostname","IS","large"]]}
        """);
    bridge.kill("a");
    bridge.command(
        """
        {"id":"one","type":"LAUNCH","deadline":"P30D","launch":{"task_infos":[
        {"task_id":"c","command":{"value":"x"},"resources":"cpus:64"}]},
        "constraints":[["hostname","IS","large"]]}
        """);
    bridge.pass(Duration.ofSeconds(4));
    for (int i = 0; i < 200; i++) {
      bridge.launch("t-" + i);
      bridge.pass(Duration.ofSeconds(4)); // it waits for a while
      bridge.offer("o-" + i);
      bridge.pass(Duration.ofSeconds(1));
      bridge.answer("ACCEPT", TAKEN);
      assertThat(bridge.result("launch-t-" + i)).isEqualTo("ACCEPTED");
    }
    assertThat(bridge.result("one")).isEqualTo("none");
    var late = KeptLaunches.class.getDeclaredField("late");
    late.setAccessible(true);

    // Then
    assertThat(((Collection<?>) late.get(bridge.term().commands().kept())).size()).isLessThan(10);
  }
}
