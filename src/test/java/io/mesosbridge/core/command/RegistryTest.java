package io.mesosbridge.core.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Now;
import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.command.CommandState.Stage;
import io.mesosbridge.core.command.CommandState.Why;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandReader;
import io.mesosbridge.testkit.Configs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of many commands about the same subject only those are found that are as far as is asked. */
class RegistryTest {

  private static final int MANY = 1_000;

  private final Registry registry = new Registry(new ResultIndex(10));
  private final CommandReader reader =
      new CommandReader(
          Configs.of(Map.of()).commands().allowed(), Configs.of(Map.of()).commands().maxElements());
  private final List<Entry> entries = new ArrayList<>();

  private Entry add(String json) {
    byte[] value = json.getBytes(UTF_8);
    Position position = Position.of("mesos.commands", 0, entries.size(), 1, value);
    CommandRecord record = new CommandRecord(position, Instant.EPOCH, null, null, value, Map.of());
    Entry entry = Entry.of(record, reader.read(value, record.source()), new Now(1, 0));
    entries.add(entry);
    registry.add(entry);
    return entry;
  }

  private Entry kill(String taskId) {
    return add("{\"type\":\"KILL\",\"kill\":{\"task_id\":{\"value\":\"%s\"}}}".formatted(taskId));
  }

  private void conclude(Entry entry, Outcome outcome) {
    CommandResult result =
        new CommandResult(
            entry.id(),
            entry.type(),
            outcome,
            "f-1",
            List.of(),
            null,
            List.of(),
            Map.of(),
            202,
            outcome == Outcome.REJECTED
                ? new CommandError(ErrorCode.MALFORMED, "is refused", null)
                : null,
            "",
            "",
            entry.record().position());
    registry.move(entry, entry.state.conclude(result));
  }

  @Test
  void oneThatHasItsResultIsFoundWithoutLookingAtThoseThatWait() {
    // Given
    for (int i = 0; i < MANY; i++) {
      kill("web");
    }

    // When
    conclude(entries.get(MANY - 1), Outcome.ACCEPTED);

    // Then
    assertThat(registry.about("task/web", Stage.TOLD)).containsOnlyKeys(MANY - 1L);
    assertThat(registry.about("task/web", Stage.WAITING)).hasSize(MANY - 1);
    assertThat(registry.about("task/db", Stage.TOLD)).isEmpty();
  }

  @Test
  void oneIsBehindEarlierOnesAboutTheSameThatAreSoFar() {
    // Given
    Entry first = kill("web");
    kill("db");
    Entry second = kill("web");
    assertThat(registry.isBehind(second, Registry.HOLDING_BACK)).isTrue();
    assertThat(registry.isBehind(first, Registry.HOLDING_BACK)).isFalse();

    // When
    registry.move(first, first.state.waitFor(Why.LAUNCH));

    // Then
    assertThat(registry.isBehind(second, Stage.WAITING)).isFalse();
    assertThat(registry.isBehind(second, Registry.HOLDING_BACK)).isTrue();
    assertThat(registry.next(null)).isNotEqualTo(first);
  }

  @Test
  void oneThatIsInHandNoLongerIsFoundNowhere() {
    // Given
    Entry taken = kill("web");
    Entry refused = kill("web");
    conclude(taken, Outcome.ACCEPTED);
    conclude(refused, Outcome.REJECTED);
    assertThat(registry.about("task/web", Stage.TOLD)).containsOnlyKeys(taken.order());

    // When
    registry.remove(taken);
    registry.remove(refused);

    // Then
    for (Stage stage : Stage.values()) {
      assertThat(registry.about("task/web", stage)).isEmpty();
    }
    assertThat(registry.all()).isEmpty();
  }

  @Test
  void whatOneAboutTheSameWaitsForIsNotALaunchThatWaitsForAnOffer() {
    // Given
    Entry launch =
        add(
            "{\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[{\"task_id\":\"web\","
                + "\"command\":{\"value\":\"serve\"},\"resources\":\"cpus:0.1;mem:32\"}]}}");
    Entry kill = kill("web");

    // When
    registry.move(launch, launch.state.place());

    // Then
    assertThat(registry.launchToPlace("web")).isEqualTo(launch);
    assertThat(registry.launchUnderWay("web")).isNull();
    assertThat(registry.isBehind(kill, Registry.HOLDING_BACK)).isFalse();
  }
}
