package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Settled;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.KeptLaunch;
import io.mesosbridge.core.command.SettledCommands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Launches that wait while the topic is lost in which they are kept. */
class LostLaunchTest extends LostLogFixture {

  private static final CommandRecord RECORD =
      WireTexts.record(WireTexts.launch("c-1", "web"), "mesos.commands", 7, NOW);

  @Test
  void oneThatKafkaHadIsWrittenAgainByWhoLeadsNext() {
    // Given
    lead(framework(0, 57), kept());
    bridge.recreated("mesos.bridge-state", Topic.STATE, false, NOW);
    bridge.lost("the group expelled it", NOW);
    int before = seen.written(Topic.STATE).size();

    // When
    lead(claim("me", 58));

    // Then
    List<Write> writes = seen.written(Topic.STATE);
    assertThat(writes.subList(before, writes.size()))
        .extracting(write -> write.record().key())
        .contains(StateKeys.launch("c-1"));
  }

  @Test
  void oneThatWasToBeWrittenAgainIsNotForgottenByWhoLosesTheLeadershipBefore() {
    // Given
    lead(framework(0, 57), kept());
    bridge.recreated("mesos.bridge-state", Topic.STATE, false, NOW);
    bridge.lost("the group expelled it", NOW);
    lead(claim("me", 58));
    bridge.lost("the group expelled it once more", NOW);

    // When
    lead(claim("me", 59));

    // Then
    assertThat(bridge.memory().launches()).containsOnlyKeys("c-1");
  }

  @Test
  void oneThatTheLeaderDidNotWriteAgainIsOver() {
    // Given
    lead(framework(0, 57), kept());
    bridge.recreated("mesos.bridge-state", Topic.STATE, false, NOW);
    bridge.lost("the group expelled it", NOW);

    // When
    lead(writtenAgain(57), framework(0, 57), settled(57), claim("me", 58));

    // Then
    assertThat(bridge.memory().launches()).isEmpty();
  }

  @Test
  void oneThatTheLeaderMayNotHaveComeToWriteAgainIsNot() {
    // Given
    lead(framework(0, 57), kept());
    bridge.recreated("mesos.bridge-state", Topic.STATE, false, NOW);
    bridge.lost("the group expelled it", NOW);

    // When
    lead(writtenAgain(57), framework(0, 57), claim("other", 58), settled(58), claim("me", 59));

    // Then
    assertThat(bridge.memory().launches()).containsOnlyKeys("c-1");
  }

  private static LogRecord writtenAgain(long epoch) {
    return record(Topic.STATE, 0, StateKeys.LEADER, epoch, new Fact.Claimed("other", epoch, true));
  }

  private static LogRecord settled(long epoch) {
    Fact none = new Fact.CommandsSettled(new SettledCommands.Kept("t-1", 0, List.of()));
    return record(Topic.STATE, 0, StateKeys.COMMANDS, epoch, none);
  }

  private static LogRecord kept() {
    KeptLaunch kept =
        new KeptLaunch(
            "c-1",
            "t-1",
            RECORD.position(),
            RECORD.receivedAt().toString(),
            null,
            null,
            Map.of(),
            WireTexts.launch("c-1", "web").getBytes(UTF_8),
            null);
    return record(Topic.STATE, 0, StateKeys.launch("c-1"), 57, new Fact.LaunchKept(kept, true));
  }

  @Test
  void theOffsetOfOneThatWasOnItsWayIsNotPassedByWhoLeadsNext() {
    // Given
    waitsUntilItIsOnItsWay();
    bridge.recreated("mesos.bridge-state", Topic.STATE, false, NOW);
    bridge.lost("the group expelled it", NOW);

    // When
    lead(claim("me", 58));
    bridge.resultsRead(epoch(), NOW);
    subscribe();

    // Then
    assertThat(seen.all(Settled.class)).isEmpty();
    assertThat(bridge.memory().launches()).isEmpty();
  }

  private void waitsUntilItIsOnItsWay() {
    lead(framework(0, 57));
    bridge.resultsRead(epoch(), NOW);
    subscribe();
    bridge.term().orElseThrow().received(List.of(RECORD), NOW);
    for (int second = 0; second < 10; second++) {
      Duration passed = Duration.ofSeconds(second);
      bridge.tick(new Now(NOW.after(passed), NOW.millis() + passed.toMillis()));
    }
    assertThat(seen.written(Topic.STATE))
        .extracting(write -> write.record().key())
        .contains(StateKeys.launch("c-1"));
  }

  private void subscribe() {
    bridge
        .term()
        .orElseThrow()
        .subscribed(Known.subscribed("f-1", "s-1", Known.mesos("1.12.0")), NOW);
  }
}
