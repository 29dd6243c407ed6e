package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.FrameworkRecord.State;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.command.Intent;
import io.mesosbridge.testkit.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The framework that follows one that is gone, and what the former one leaves behind. */
class NextRegistrationTest extends RegistrationFixture {

  @Test
  void anIdIsChosenInThePlaceOfOneThatMesosRemovedWhenToldTo() {
    // Given
    lead("bridge.framework.on-removed", "register-again");
    readBack();
    register();

    // When
    term.removed("Framework has been removed", now());
    long before = subscriptionsWanted();
    readBack();

    // Then
    assertThat(frameworks()).endsWith("REMOVED chosen-1-1", "CHOSEN chosen-1-2");
    assertThat(before).isOne();
    assertThat(subscriptionsWanted()).isEqualTo(2);
    lead("bridge.framework.on-removed", "register-again");
    assertThat(asked()).isEqualTo("chosen-1-2");
  }

  @Test
  void aCommandsNewIdIsInItsIntentAndSubscribedWithAgainAfterACrash() {
    // Given
    kafka = new KeptRecords(is(State.TORN_DOWN, "former"));
    lead();
    command(SUBSCRIBE, 1);
    long before = subscriptionsWanted();
    readBack();
    String asked = asked();

    // When
    lead();

    // Then
    assertThat(before).isZero();
    assertThat(asked).isEqualTo("chosen-1-1");
    assertThat(subscriptionsWanted()).isOne();
    assertThat(asked()).isEqualTo("chosen-1-1");
    command(SUBSCRIBE, 1);
    register();
    assertThat(result("/outcome")).isEqualTo("ACCEPTED");
    assertThat(result("/framework_id")).isEqualTo("chosen-1-1");
  }

  @Test
  void anIdThatIsUsedUpIsReplacedInTheIntentAsWell() {
    // Given
    kafka = new KeptRecords(is(State.TORN_DOWN, "former"));
    lead("bridge.framework.id", "mine");
    command(SUBSCRIBE, 1);
    readBack();
    String first = asked();

    // When
    term.removed("Framework has been removed", now());
    readBack();

    // Then
    assertThat(first).isEqualTo("mine");
    assertThat(intended()).containsExactly("mine", "chosen-1-1");
    assertThat(asked()).isEqualTo("chosen-1-1");
  }

  @Test
  void whatWasRegisteredAndTornDownSinceIsNotRegisteredAgain() {
    // Given
    kafka = new KeptRecords(is(State.TORN_DOWN, "ended"), registering("ended"));

    // When
    lead();
    command(SUBSCRIBE, 1);
    take();

    // Then
    assertThat(subscriptionsWanted()).isZero();
    assertThat(result("/outcome")).isEqualTo("ACCEPTED");
    assertThat(result("/framework_id")).isEqualTo("ended");
  }

  private static Fact registering(String frameworkId) {
    return new Fact.Intended(
        new Intent(
            "again",
            "SUBSCRIBE",
            "REREGISTER",
            frameworkId,
            List.of(),
            List.of(),
            null,
            null,
            null,
            null,
            List.of(),
            Map.of(),
            List.of(),
            false,
            "",
            Position.of("mesos.commands", 0, 1, 0, SUBSCRIBE),
            null,
            List.of("framework"),
            1,
            1,
            null,
            null,
            null));
  }

  private String result(String pointer) {
    return JsonTree.read(new String(kafka.result("again"), StandardCharsets.UTF_8))
        .at(pointer)
        .asText();
  }

  @Test
  void rowsOfAGoneFrameworkAreTakenOut() {
    // Given
    kafka = new KeptRecords(is(State.REMOVED, Known.FRAMEWORK), Known.running("web", null, null));

    // When
    lead();

    // Then
    assertThat(tombstones()).containsExactly("web");
    assertThat(term.tasks().all()).isEmpty();
  }

  @Test
  void rowsOfAFrameworkThatAnotherFollowedAreTakenOutAndItsOwnAreNot() {
    // Given
    Fact own = new Fact.TaskRow(((Fact.TaskRow) Known.running("db", null, null)).task(), "next");
    kafka = new KeptRecords(is(State.REGISTERED, "next"), Known.running("web", null, null), own);

    // When
    lead();

    // Then
    assertThat(tombstones()).containsExactly("web");
    assertThat(term.tasks().find("db")).isPresent();
  }

  private List<String> tombstones() {
    return seen.written(Topic.TASKS).stream()
        .filter(write -> write.record().value() == null)
        .map(write -> write.record().key())
        .toList();
  }
}
