package io.mesosbridge.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimWorldTest {

  private final List<ScriptedBridge> bridges = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private final SimWorld world =
      new SimWorld(
          1,
          2,
          process -> {
            bridges.add(new ScriptedBridge(process));
            return bridges.get(bridges.size() - 1);
          },
          new BridgePromises(),
          true);

  @AfterEach
  void close() {
    world.close();
  }

  private void pass(long millis) {
    world.runUntil(world.loop().nowMillis() + millis);
  }

  @Test
  void whatHappensToAProcessThatStandsStillWaitsInOrder() {
    // Given
    world.start(0);
    SimProcess process = bridges.get(0).process;
    process.after(Duration.ofMillis(10), () -> heard.add("timer"));
    world.pause(0);
    process.deliver(() -> heard.add("before"));
    pass(20);
    assertThat(heard).isEmpty();

    // When
    world.resume(0);
    pass(1);

    // Then
    assertThat(heard).containsExactly("before", "timer");
  }

  @Test
  void nothingReachesADeadProcess() {
    // Given
    world.start(0);
    SimProcess process = bridges.get(0).process;
    process.after(Duration.ofMillis(10), () -> heard.add("timer"));

    // When
    world.kill(0);
    pass(20);

    // Then
    assertThat(heard).isEmpty();
    assertThat(bridges.get(0).killed).isTrue();
    assertThat(world.bridges()).isEmpty();
  }

  @Test
  void aProcessThatIsStartedAgainIsAnother() {
    // Given
    world.start(0);
    world.kill(0);

    // When
    world.start(0);
    world.start(0);

    // Then
    assertThat(bridges).hasSize(2);
    assertThat(bridges.get(1).starts).isEqualTo(1);
    assertThat(world.processes()).extracting(SimProcess::name).containsExactly("bridge-0.2");
  }

  @Test
  void aTimerCanBeTakenBackWhileItsProcessStandsStill() {
    // Given
    world.start(0);
    Runnable cancel = bridges.get(0).process.after(Duration.ofMillis(10), () -> heard.add("timer"));
    world.pause(0);
    pass(20);

    // When
    cancel.run();
    world.resume(0);
    pass(1);

    // Then
    assertThat(heard).isEmpty();
  }

  @Test
  void aRedirectLeadsToAMaster() {
    // Given
    world.start(0);

    // Then
    SimProcess process = bridges.get(0).process;
    assertThat(process.masterAt("//127.0.0.1:5051/master/api/v1/scheduler")).isEqualTo(1);
    assertThat(process.masterAt("//10.0.0.1:5051")).isEqualTo(-1);
    assertThat(process.masters()).isEqualTo(2);
  }
}
