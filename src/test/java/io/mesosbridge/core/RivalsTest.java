package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.StateJson.StateKeys;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Others that take a leader's place: which of them is a rival that an operator has to end. */
class RivalsTest extends HostedBridge {

  private static final long SECOND = 1_000_000_000;
  private static final int MANY = 10;

  private final List<LogRecord> claims = new ArrayList<>();
  private long offset;
  private long seconds = 1;

  private Now now() {
    return new Now(seconds * SECOND, seconds * 1_000);
  }

  private void isGivenTheCommands() {
    bridge.topicsAreThere(now());
    bridge.owned("t-1", now());
  }

  /** Claims, and leads if it may, a second after it was told to. */
  private void leads() {
    seconds++;
    RecordingOutside outside = new RecordingOutside();
    bridge.opened(attempt, outside, now());
    bridge.read(claims, now());
    bridge.caughtUp(attempt, now());
    WriteId claim = outside.written(Topic.STATE).get(0).id();
    bridge.written(claim, new Fact.Place(0, ++offset), now());
    bridge.caughtUp(attempt, now());
  }

  private long epoch() {
    return ((LeadershipState.Leading) bridge.state()).epoch();
  }

  /** Another instance's claim lands in the log, and the group confirms this one none the less. */
  private void landsAClaim(String instance, long proposal) {
    offset++;
    Fact claim = new Fact.Claimed(instance, proposal);
    long epoch = Math.max(proposal, offset);
    claims.add(new LogRecord(Topic.STATE, 0, offset, StateKeys.LEADER, epoch, claim));
    bridge.read(claims.subList(claims.size() - 1, claims.size()), now());
    seconds++;
    bridge.confirmed(now().nanos(), now());
  }

  @Test
  void lateClaimsOfFormerMembersAreNoRivalHoweverManyThereAre() {
    // Given
    isGivenTheCommands();
    leads();
    long known = epoch();

    // When
    for (int i = 0; i < MANY; i++) {
      landsAClaim("expelled " + i, known);
      leads();
    }

    // Then
    assertThat(epoch()).isGreaterThan(known + MANY);
  }

  @Test
  void aLateClaimEndsTheTermAllTheSameSinceItsWriterMayLead() {
    // Given
    isGivenTheCommands();
    leads();

    // When
    Fact claim = new Fact.Claimed("expelled", epoch());
    long late = epoch() + 1;
    bridge.read(List.of(new LogRecord(Topic.STATE, 0, late, StateKeys.LEADER, late, claim)), now());

    // Then
    assertThat(bridge.state())
        .isInstanceOfSatisfying(
            LeadershipState.Resigned.class,
            resigned -> assertThat(resigned.why()).contains("in epoch " + late));
  }

  @Test
  void whoClaimsAgainAndAgainAboveWhatItReadOfThisOneIsARival() {
    // Given
    isGivenTheCommands();
    leads();

    // When
    landsAClaim("rival", epoch() + 1);
    leads();
    landsAClaim("rival", epoch() + 1);
    leads();
    landsAClaim("rival", epoch() + 1);

    // Then
    assertThat(bridge.state())
        .isInstanceOfSatisfying(
            LeadershipState.Contested.class,
            contested -> assertThat(contested.why()).contains("again and again"));
  }

  @Test
  void lateClaimsInBetweenHideNoRival() {
    // Given
    isGivenTheCommands();
    leads();
    long known = epoch();

    // When
    landsAClaim("rival", epoch() + 1);
    leads();
    landsAClaim("expelled", known);
    leads();
    landsAClaim("rival", epoch() + 1);
    leads();
    landsAClaim("rival", epoch() + 1);

    // Then
    assertThat(bridge.state()).isInstanceOf(LeadershipState.Contested.class);
  }
}
