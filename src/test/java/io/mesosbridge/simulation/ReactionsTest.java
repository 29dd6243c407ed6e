package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReactionsTest extends PromisesFixture {

  private final List<String> heard = new ArrayList<>();

  private void resultByTheFirst(String key) {
    byte[] value = "{}".getBytes(UTF_8);
    String writer = bridges.get(0).process.name();
    world.kafka().append(SimWorld.RESULTS, 0, key, value, Map.of(), 0, writer);
  }

  private void update(String uuid, String state) {
    byte[] value = "{\"state\":\"%s\"}".formatted(state).getBytes(UTF_8);
    world.kafka().append(SimWorld.UPDATES, 0, "t1", value, Map.of("ce_id", uuid));
    pass(1);
  }

  @Test
  void aBridgeDiesRightBehindItsRecordAndComesBack() {
    // Given
    world.reactions().strike(new Step.Strike(0, SimWorld.RESULTS, 1, 5, 100));
    resultByTheFirst("c1");
    pass(10);
    assertThat(bridges.get(0).killed).isFalse();

    // When
    resultByTheFirst("c2");
    pass(10);

    // Then
    assertThat(bridges.get(0).killed).isTrue();
    pass(100);
    assertThat(world.processes())
        .extracting(SimProcess::name)
        .containsExactly("bridge-0.2", "bridge-1.1");
  }

  @Test
  void aTaskIsLaunchedAgainOnceItsEndWasToldForTheFirstTime() {
    // Given
    world.reactions().relaunch(new Draft("LAUNCH", 1, 1, -1, 5, 0));
    update("u-1", "TASK_RUNNING");
    assertThat(world.commands().byKey()).isEmpty();
    update("u-2", "TASK_FINISHED");
    assertThat(world.commands().byKey()).containsOnlyKeys("c1");

    // When
    world.reactions().relaunch(new Draft("LAUNCH", 2, 1, -1, 5, 0));
    update("u-2", "TASK_FINISHED");

    // Then
    assertThat(world.commands().byKey()).containsOnlyKeys("c1");
    assertThat(world.reactions().relaunched()).hasSize(1);
  }

  @Test
  void aProcessThatIsCutOffHearsLaterThatItWasExpelled() {
    // Given
    SimProcess process = bridges.get(0).process;
    process.consumer(SimWorld.COMMANDS, new Member());
    pass(2_000);
    process.cutOff();
    command("KILL", 1);
    pass(5_000);
    assertThat(heard).containsExactly("assigned", "received");

    // When
    process.comeBack();
    pass(1);

    // Then
    assertThat(heard).containsExactly("assigned", "received", "lost");
  }

  private final class Member implements SimConsumer.Listener {
    @Override
    public void assigned(int generation, List<Integer> partitions) {
      heard.add("assigned");
    }

    @Override
    public void revoked(List<Integer> partitions) {
      heard.add("revoked");
    }

    @Override
    public void lost(List<Integer> partitions) {
      heard.add("lost");
    }

    @Override
    public void received(int partition, List<SimRecord> records) {
      heard.add("received");
    }
  }
}
