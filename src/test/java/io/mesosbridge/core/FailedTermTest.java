package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.CommandRecord.Position;
import java.util.List;
import java.util.Map;
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
    bridge.confirmed(now().nanos(), now());
    leads(2);

    // Then
    assertThat(outside.written(Topic.STATE))
        .filteredOn(write -> write.record().key().startsWith("suspect/mesos.commands-0-7@"))
        .extracting(write -> write.at("/ends"))
        .containsExactly("1");
  }
}
