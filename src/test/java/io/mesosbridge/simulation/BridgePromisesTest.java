package io.mesosbridge.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgePromisesTest extends PromisesFixture {

  @Test
  void nothingIsBrokenAtFirst() {
    assertThat(world.look()).isNull();
    assertThat(world.audit()).isNull();
  }

  @Test
  void twoLeadersInOneEpoch() {
    // When
    for (ScriptedBridge bridge : bridges) {
      bridge.leads = true;
      bridge.epoch = 7;
    }

    // Then
    assertThat(world.look()).isEqualTo("bridge-0.1 and bridge-1.1 lead in the same epoch 7");
  }

  @Test
  void moreInHandThanThereIsRoomFor() {
    // When
    bridges.get(1).bytesInHand = ScriptedBridge.MOST + 1;

    // Then
    assertThat(world.look())
        .isEqualTo("bridge-1.1 has 1001 bytes of commands in hand, more than 1000");
  }

  @Test
  void aCommitAboveACommandWithoutResult() {
    // Given
    command("KILL", 1);
    command("KILL", 2);
    result("c1", "REJECTED", 1);
    pass(5_000);

    // Then
    assertThat(promises.committed(world, SimWorld.COMMANDS, 1)).isNull();
    assertThat(promises.committed(world, SimWorld.COMMANDS, 2))
        .isEqualTo("offset 2 was committed, but command c2 at 1 has no result");
    assertThat(promises.committed(world, SimWorld.COMMANDS, 3))
        .isEqualTo("offset 3 was committed, but the commands end at 2");
  }

  private void commits(long offset, String mark) {
    SimConsumer.Listener deaf =
        new SimConsumer.Listener() {
          @Override
          public void assigned(int generation, List<Integer> partitions) {}

          @Override
          public void revoked(List<Integer> partitions) {}

          @Override
          public void lost(List<Integer> partitions) {}

          @Override
          public void received(int partition, List<SimRecord> records) {}
        };
    SimConsumer consumer = bridges.get(0).process.consumer(SimWorld.COMMANDS, deaf);
    pass(5_000);
    List<SimGroup.Verdict> verdicts = new ArrayList<>();
    consumer.commit(Map.of(0, offset), mark, verdicts::add);
    pass(1_000);
    assertThat(verdicts).containsExactly(SimGroup.Verdict.TAKEN);
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void aCommitAboveTheEndUnlessItSaysThatItIsOfAFormerTopic(boolean present, boolean isExcused) {
    // Given
    String id = world.kafka().topic(SimWorld.COMMANDS).orElseThrow().id();

    // When
    commits(1, present ? id : "former");

    // Then
    String broken = isExcused ? null : "offset 1 was committed, but the commands end at 0";
    assertThat(promises.committed(world, SimWorld.COMMANDS, 1)).isEqualTo(broken);
  }

  @Test
  void aLaunchWithoutAnIntent() {
    // Given
    command("ACCEPT", 1);
    SimProcess.Line line = subscribe();

    // When
    accept(line, 0, "m1");

    // Then
    assertThat(world.look())
        .isEqualTo("bridge-0.1 calls ACCEPT for command c1 without an intent in the log");
  }

  @Test
  void aLaunchUnderAnIntentInALogThatWasDeletedMeanwhileIsExcused() {
    // Given
    command("ACCEPT", 1);
    SimProcess.Line line = subscribe();
    state(bridges.get(0), "leader");
    state(bridges.get(0), "command/c1");
    world.kafka().delete(SimWorld.STATE);

    // When
    accept(line, 0, "m1");

    // Then
    assertThat(world.look()).isNull();
  }

  @Test
  void aLaunchUnderAnIntentInALogThatTheLeaderKnowsToBeDeleted() {
    // Given
    command("ACCEPT", 1);
    SimProcess.Line line = subscribe();
    state(bridges.get(0), "leader");
    state(bridges.get(0), "command/c1");
    world.kafka().delete(SimWorld.STATE);
    world.kafka().create(SimWorld.STATE, 1);
    state(bridges.get(0), "leader");

    // When
    accept(line, 0, "m1");

    // Then
    assertThat(world.look())
        .isEqualTo("bridge-0.1 calls ACCEPT for command c1 without an intent in the log");
  }

  @Test
  void aLaunchUnderAnIntentBehindAForeignClaim() {
    // Given
    command("ACCEPT", 1);
    SimProcess.Line line = subscribe();
    state(bridges.get(0), "leader");
    state(bridges.get(1), "leader");
    state(bridges.get(0), "command/c1");

    // When
    accept(line, 0, "m1");

    // Then
    assertThat(world.look())
        .isEqualTo("bridge-0.1 calls ACCEPT for command c1, but at its intent bridge-1.1 leads");
  }

  @Test
  void noLaunchBehindClaimsThatLandedLateAndAreVoid() {
    // Given
    command("ACCEPT", 1);
    SimProcess.Line line = subscribe();
    state(bridges.get(0), "leader", "{\"epoch\":5}");
    state(bridges.get(0), "leader", "{\"epoch\":1}");
    state(bridges.get(1), "leader", "{\"epoch\":3}");
    state(bridges.get(0), "command/c1");

    // When
    accept(line, 0, "m1");

    // Then
    assertThat(world.look()).isNull();
  }

  @Test
  void aLaunchOfACommandThatWasRefused() {
    // Given
    command("ACCEPT", 1);
    SimProcess.Line line = subscribe();
    state(bridges.get(0), "leader");
    state(bridges.get(0), "command/c1", "{\"outcome\":\"REJECTED\"}");

    // When
    accept(line, 0, "m1");

    // Then
    assertThat(world.look())
        .isEqualTo("bridge-0.1 calls ACCEPT for command c1 without an intent in the log");
  }
}
