package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimAuditTest extends PromisesFixture {

  @Test
  void aLaunchThatTakesEffectTwice() {
    // Given
    command("ACCEPT", 1);
    SimProcess.Line line = subscribe();
    claimAndIntend("c1");
    accept(line, 0, "m1");

    // When
    accept(line, 1, "m1");
    result("c1", "UNCERTAIN", 1);

    // Then
    assertThat(world.look()).isNull();
    assertThat(world.audit())
        .isEqualTo("command c1 (ACCEPT) is UNCERTAIN, but the master took it 2 times");
  }

  @Test
  void aRefusalOfWhatTheMasterTook() {
    // Given
    command("ACCEPT", 1);
    SimProcess.Line line = subscribe();
    claimAndIntend("c1");
    accept(line, 0, "m1");

    // When
    result("c1", "REJECTED", 1);

    // Then
    assertThat(world.audit())
        .isEqualTo("command c1 (ACCEPT) is REJECTED, but the master took it 1 times");
  }

  @Test
  void anAcceptanceOfWhatTheMasterNeverTook() {
    // Given
    command("ACCEPT", 1);

    // When
    result("c1", "ACCEPTED", 1);

    // Then
    assertThat(world.audit())
        .isEqualTo("command c1 (ACCEPT) is ACCEPTED, but the master took it 0 times");
  }

  @Test
  void aRefusalByALeaderWhoseSuccessorDidNotKnowOfIt() {
    // Given
    command("KILL", 1);
    result("c1", "REJECTED", 1);

    // When
    result("c1", "ACCEPTED", 2);

    // Then
    assertThat(world.audit()).startsWith("command c1 was refused, ");
  }

  @Test
  void whatMesosCanTellOfIsNeverUncertain() {
    // Given
    command("ACCEPT", 1);

    // When
    result("c1", "UNCERTAIN", 1);

    // Then
    assertThat(world.audit())
        .isEqualTo("command c1 (ACCEPT) is UNCERTAIN, but the master took it 0 times");
  }

  @Test
  void aCommandWithoutResultAndOneWithTwo() {
    // Given
    command("KILL", 1);

    // Then
    assertThat(world.audit()).isEqualTo("command c1 has no result");
    result("c1", "REJECTED", 1);
    result("c1", "UNCERTAIN", 1);
    assertThat(world.audit()).startsWith("command c1 has two results");
  }

  @Test
  void anUpdateOfAnEarlierLaunchBehindOneOfALater() {
    // Given
    command("LAUNCH", 1);
    command("LAUNCH", 2);
    result("c1", "REJECTED", 1);
    result("c2", "REJECTED", 1);
    updateBy("c2", 1);
    updateBy("c1", 0);
    assertThat(world.audit()).isNull();

    // When
    updateBy("c1", 1);

    // Then
    assertThat(world.audit())
        .isEqualTo("an update of task t1 of command c1 follows one of a later launch");
  }

  private void updateBy(String command, long epoch) {
    Map<String, String> headers =
        Map.of("mesos-command-id", command, "ce_epoch", Long.toString(epoch));
    world.kafka().append(SimWorld.UPDATES, 0, "t1", "{}".getBytes(UTF_8), headers);
  }

  @Test
  void theResultOfTheHigherEpochCounts() {
    // Given
    command("KILL", 1);
    result("c1", "ACCEPTED", 1);

    // When
    result("c1", "REJECTED", 2);

    // Then
    assertThat(world.audit()).isNull();
  }

  @Test
  void aLateResultThatNothingFollows() {
    // Given
    command("KILL", 1);
    result("c1", "UNCERTAIN", 2);

    // When
    result("c1", "ACCEPTED", 1);

    // Then
    assertThat(world.audit()).startsWith("command c1 has a late result behind the rightful one");
  }

  @Test
  void aCommandOfAnAbortedTransactionHasNoResult() {
    // Given
    long transaction = world.kafka().beginTransaction();
    world.commands().write(new Draft("KILL", 1, 1, 0, 1, 0), transaction);
    world.commands().end(transaction, false);
    assertThat(world.audit()).isNull();

    // When
    result("c1", "REJECTED", 1);

    // Then
    assertThat(world.audit()).isEqualTo("command c1 of an aborted transaction has a result");
  }

  @Test
  void anUpdateThatWasAcknowledgedAndIsNowhere() {
    // Given
    command("ACCEPT", 1);
    SimProcess.Line line = subscribe();
    claimAndIntend("c1");
    accept(line, 0, "m1");
    result("c1", "ACCEPTED", 1);
    pass(1_000);
    JsonNode status = events.get(events.size() - 1).at("/update/status");
    assertThat(status.path("state").asText()).isEqualTo("TASK_STARTING");

    // When
    String call =
        "{'type':'ACKNOWLEDGE','framework_id':{'value':'f'},'acknowledge':{'agent_id':%s,"
                .replace('\'', '"')
                .formatted(status.path("agent_id"))
            + "\"task_id\":%s,\"uuid\":%s}}".formatted(status.path("task_id"), status.path("uuid"));
    line.post(Map.of("Mesos-Stream-Id", streamId), call.getBytes(UTF_8), new Heard());
    pass(50);

    // Then
    assertThat(world.audit())
        .isEqualTo("update STARTING of task t1 was acknowledged and is in no topic");
  }

  @Test
  void aTableThatDoesNotShowWhatRuns() {
    // Given
    byte[] row = "{\"state\":\"TASK_RUNNING\"}".getBytes(UTF_8);

    // When
    world.kafka().append(SimWorld.TASKS, 0, "t9", row, Map.of("ce_epoch", "1"));

    // Then
    assertThat(world.audit()).isEqualTo("the live tasks are {}, but the table {t9=TASK_RUNNING}");
  }

  @Test
  void aRowOfAFormerLeaderDoesNotCount() {
    // Given
    byte[] row = "{\"state\":\"TASK_RUNNING\"}".getBytes(UTF_8);
    world.kafka().append(SimWorld.TASKS, 0, "t9", null, Map.of("ce_epoch", "2"));

    // When
    world.kafka().append(SimWorld.TASKS, 0, "t9", row, Map.of("ce_epoch", "1"));

    // Then
    assertThat(world.audit()).isNull();
  }

  @Test
  void aTableOfOffersThatAreNotOutstanding() {
    // When
    world.kafka().append(SimWorld.OFFERS, 0, "gone", "{}".getBytes(UTF_8), Map.of("ce_epoch", "1"));

    // Then
    assertThat(world.audit())
        .isEqualTo("the table has offers [gone], which are not outstanding, and lacks []");
  }

  @Test
  void aTableThatLacksOffersThatAreOutstanding() {
    // When
    subscribe();

    // Then
    assertThat(world.audit())
        .startsWith("the table has offers [], which are not outstanding, and lacks [")
        .doesNotEndWith("[]");
  }

  @Test
  void aKillThatTakesEffectBehindALaunchThatWasWrittenAfterIt() {
    // Given
    command("KILL", 1);
    world.commands().write(new Draft("ACCEPT", 2, 1, 0, 61, 0), 0);
    SimProcess.Line line = subscribe();
    claimAndIntend("c2");
    accept(line, 0, "m2");

    // When
    String call =
        "{'type':'KILL','framework_id':{'value':'f'},'kill':{'task_id':{'value':'t1'},'marker':'m1'}}";
    line.post(
        Map.of("Mesos-Stream-Id", streamId), call.replace('\'', '"').getBytes(UTF_8), new Heard());
    pass(50);
    result("c1", "ACCEPTED", 1);
    result("c2", "ACCEPTED", 1);

    // Then
    assertThat(world.audit())
        .isEqualTo(
            "command c1 (KILL) took effect behind command c2 (ACCEPT), which was written after it");
  }

  @Test
  void whatIsNoJsonAndNoDeadLetter() {
    // Given
    command("MALFORMED", 0);
    result("mesos.commands-0-0", "REJECTED", 1);
    assertThat(world.audit())
        .isEqualTo("command mesos.commands-0-0 is no JSON, but no dead letter");

    // When
    byte[] value = world.commands().byKey().get("mesos.commands-0-0").get(0).record().value();
    world.kafka().append(SimWorld.DEAD_LETTERS, 0, null, value, Map.of());

    // Then
    assertThat(world.audit()).isNull();
  }
}
