package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.CommandRecord.Position;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A term that ends by an error has the next one note under which record it did. */
class FailedTermTest extends HostedBridge {

  private RecordingOutside outside;
  private long millis = 1_900_000_000_000L;

  private Now now() {
    millis++;
    return new Now(millis * 1_000_000, millis);
  }

  private void leads(long claim) {
    outside = new RecordingOutside();
    bridge.opened(attempt, outside, now());
    bridge.caughtUp(attempt, now());
    WriteId id = outside.written(Topic.STATE).get(0).id();
    bridge.written(id, new Fact.Place(0, claim), now());
    bridge.caughtUp(attempt, now());
    bridge.resultsRead(claim, now());
  }

  /** The group confirms the owner once before that time and once after it, which then begins. */
  private void restsFor(int restMillis) {
    long former = attempt;
    millis += restMillis - 10;
    bridge.confirmed(now().nanos(), now());
    assertThat(attempt).isEqualTo(former);
    millis += 10;
    bridge.confirmed(now().nanos(), now());
    assertThat(attempt).isGreaterThan(former);
  }

  private void failsAfter(long ledMillis, long claim) {
    leads(claim);
    millis += ledMillis;
    bridge.failed(new IllegalStateException("unforeseen"), now());
  }

  @Test
  void whoFailsAtTheStartAgainAndAgainRestsLongerEachTime() {
    // Given
    bridge.topicsAreThere(now());
    bridge.owned("t-1", now());

    // When / Then
    int claim = 1;
    for (int rest : new int[] {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000}) {
      failsAfter(1, claim++);
      restsFor(rest);
    }
    failsAfter(60_000, claim);
    restsFor(100);
  }

  @Test
  void whoNeverFailedLeadsAgainAtOnce() {
    // Given
    bridge.topicsAreThere(now());
    bridge.owned("t-1", now());
    leads(1);
    long former = attempt;
    bridge.resign("another one follows", now());

    // When
    bridge.confirmed(now().nanos(), now());

    // Then
    assertThat(attempt).isGreaterThan(former);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theNextTermNotesItHoweverOftenItFails(int times) {
    // Given
    bridge.topicsAreThere(now());
    bridge.owned("t-1", now());
    leads(1);
    RuntimeException unforeseen = new IllegalStateException("unforeseen");
    outside.breakDown(unforeseen);
    Position position = Position.of("mesos.commands", 0, 7, 1, "nonsense".getBytes(UTF_8));
    CommandRecord command =
        new CommandRecord(
            position, now().instant(), null, null, "nonsense".getBytes(UTF_8), Map.of());
    Throwable error =
        catchThrowable(() -> bridge.term().orElseThrow().received(List.of(command), now()));
    assertThat(error).isEqualTo(unforeseen);

    // When
    for (int i = 0; i < times; i++) {
      bridge.failed(error, now()); // the second time there is no term
    }
    restsFor(100);
    leads(2);

    // Then
    assertThat(outside.written(Topic.STATE))
        .filteredOn(write -> write.record().key().startsWith("suspect/mesos.commands-0-7@"))
        .extracting(write -> write.at("/ends"))
        .containsExactly("1");
  }
}
