package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Other;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.StateJson.StateKeys;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which framework a bridge is, and that no crash makes two of one. */
class FirstRegistrationTest extends RegistrationFixture {

  @Test
  void anIdIsChosenWrittenAndReadBackAndOnlyThenSubscribedWith() {
    // When
    lead();
    long atOnce = subscriptionsWanted();
    take();
    long written = subscriptionsWanted();
    readBack();

    // Then
    assertThat(frameworks()).containsExactly("CHOSEN chosen-1-1");
    assertThat(atOnce).isZero();
    assertThat(written).isZero();
    assertThat(subscriptionsWanted()).isOne();
    assertThat(asked()).isEqualTo("chosen-1-1");
  }

  @Test
  void itStaysChosenUntilSubscribedComesWhichWaitsForItsRecord() {
    // Given
    lead();
    readBack();

    // When
    subscribed(asked());
    boolean before = isSubscribedPublished();
    take();

    // Then
    assertThat(frameworks()).containsExactly("CHOSEN chosen-1-1", "REGISTERED chosen-1-1");
    assertThat(before).isFalse();
    assertThat(isSubscribedPublished()).isTrue();
  }

  @Test
  void whoComesAfterACrashSubscribesWithTheIdThatWasChosen() {
    // Given
    lead();
    take();

    // When
    lead();

    // Then
    assertThat(frameworks()).isEmpty();
    assertThat(subscriptionsWanted()).isOne();
    assertThat(asked()).isEqualTo("chosen-1-1");
  }

  @Test
  void anIdThatLandsBehindALaterClaimCountsForNobody() {
    // Given
    lead();
    Write late =
        seen.all(Write.class).stream()
            .filter(FirstRegistrationTest::isFramework)
            .findFirst()
            .orElseThrow();
    lead();
    readBack();
    LogRecord landed = kafka.add(late);

    // When
    assertThat(term.readback().read(landed, epoch, now())).isEmpty();
    readBack();
    register();
    lead();

    // Then
    assertThat(asked()).isEqualTo("chosen-2-1");
  }

  private static boolean isFramework(Write write) {
    return write.record().key().equals(StateKeys.FRAMEWORK);
  }

  private LogRecord claim(String instance) {
    return new LogRecord(Topic.STATE, 0, 0, "leader", epoch, new Fact.Claimed(instance, epoch));
  }

  @Test
  void anothersClaimOfTheSameEpochCountsIfItStandsBeforeOnesOwnInANewLog() {
    // Given
    lead();

    // When
    Optional<String> behind = term.readback().read(claim("another"), epoch, now());
    term.readback().rewriteAll(Topic.STATE, now());
    Optional<String> before = term.readback().read(claim("another"), epoch, now());

    // Then
    assertThat(behind).isEmpty();
    assertThat(before).get().asString().contains("another instance claims to lead");
  }

  @Test
  void nobodySubscribesWithAnIdBeforeAClaimStandsBeforeItAgain() {
    // Given
    lead();
    term.readback().rewriteAll(Topic.STATE, now());

    // When
    readBack();
    long before = subscriptionsWanted();
    term.readback().read(claim("instance-" + epoch), epoch, now());
    term.readback().rewrite(Topic.STATE, StateKeys.FRAMEWORK);
    readBack();

    // Then
    assertThat(before).isZero();
    assertThat(subscriptionsWanted()).isOne();
  }

  @Test
  void anIdThatKafkaHasAndDoesNotShowEndsTheTerm() {
    // Given
    lead();
    elapsed = elapsed.plusSeconds(60);
    boolean beforeKafkaHasIt = term.wedged().isPresent();
    take();

    // When
    elapsed = elapsed.plusSeconds(11);
    term.tick(now());

    // Then
    assertThat(beforeKafkaHasIt).isFalse();
    assertThat(term.wedged()).get().asString().contains("not read back");
  }

  @Test
  void liveTasksTellTheFramework() {
    // Given
    kafka = new KeptRecords(Known.running("web", null, null), Known.running("db", null, null));

    // When
    lead();
    term.readback().rewriteAll(Topic.TASKS, now());
    take();

    // Then
    assertThat(frameworks()).isEmpty();
    assertThat(subscriptionsWanted()).isOne();
    assertThat(asked()).isEqualTo(Known.FRAMEWORK);
    assertThat(seen.written(Topic.TASKS))
        .extracting(write -> write.record().source().frameworkId())
        .containsOnly(Known.FRAMEWORK);
    register();
    assertThat(term.tasks().all()).hasSize(2);
  }

  @Test
  void theConfiguredIdWinsOverThatOfLiveTasks() {
    // Given
    kafka = new KeptRecords(Known.running("web", null, null));

    // When
    lead("bridge.framework.id", "mine");

    // Then
    assertThat(frameworks()).isEmpty();
    assertThat(asked()).isEqualTo("mine");
  }

  @Test
  void theMasterChoosesWhenTheBridgeIsNotTo() {
    // Given
    lead("bridge.framework.choose-id", "false");

    // When
    assertThat(asked()).isEmpty();
    subscribed("masters-own");
    boolean before = isSubscribedPublished();
    take();

    // Then
    assertThat(frameworks()).containsExactly("REGISTERED masters-own");
    assertThat(before).isFalse();
    assertThat(isSubscribedPublished()).isTrue();
  }

  @Test
  void anotherIdThanWasAskedForIsNobodysToUse() {
    // Given
    lead();
    readBack();
    String asked = asked();

    // When
    subscribed("another");
    take();
    term.disconnected(Known.ended(0), now());

    // Then
    assertThat(seen.effects())
        .contains(
            new Other(
                "give up: the master at http://master-1 subscribed framework another, but was"
                    + " asked for "
                    + asked));
    assertThat(frameworks()).containsExactly("CHOSEN " + asked);
    assertThat(isSubscribedPublished()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "a\\b", "a\nb", "LONG"})
  void anIdThatNoFrameworkMayHaveEndsInStoppedAndIsWrittenNowhere(String id) {
    // Given
    lead("bridge.framework.choose-id", "false");
    String impossible = id.equals("LONG") ? "é".repeat(128) : id;

    // When
    asked();
    subscribed(impossible);
    take();

    // Then
    assertThat(seen.effects())
        .contains(
            new Other(
                "give up: the master at http://master-1 subscribed framework %s, which is no id that Mesos takes"
                    .formatted(impossible)));
    assertThat(frameworks()).isEmpty();
    assertThat(isSubscribedPublished()).isFalse();
  }
}
