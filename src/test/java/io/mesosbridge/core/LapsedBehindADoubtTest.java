package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Settled;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.command.Intent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A command that expires while another one of its default id is in doubt. */
class LapsedBehindADoubtTest {

  private static final String TOPIC = "mesos.commands";
  private static final String DEFAULT_ID = "mesos.commands-0-0";
  private static final String FORMER = "{\"type\":\"LAUNCH\"} of a topic that is gone";

  /** A launch without id, first in a topic of commands that is gone; a former leader sent it. */
  private static Fact intended() {
    return new Fact.Intended(
        new Intent(
            DEFAULT_ID,
            "LAUNCH",
            "BY_TASKS",
            Known.FRAMEWORK,
            List.of("web"),
            List.of(),
            Known.AGENT,
            "host",
            Map.of(),
            null,
            List.of("o-1"),
            Map.of(),
            List.of(),
            true,
            "2030-01-01T00:00:00Z",
            Position.of(TOPIC, 0, 0, 1_800_000_000_000L, FORMER.getBytes(UTF_8)),
            null,
            null,
            1,
            1,
            "stream-0",
            "t-0",
            null));
  }

  private static String killInTime(TermFixture bridge, Duration within) {
    return "{\"type\":\"KILL\",\"expires_at\":\"%s\",\"kill\":{\"task_id\":\"db\"}}"
        .formatted(bridge.now().instant().plus(within));
  }

  private static List<String> results(TermFixture bridge) {
    return bridge.seen().written(Topic.RESULTS).stream().map(Write::text).toList();
  }

  /** The first record of the new topic lapses while the doubt of its predecessor stands. */
  private static TermFixture lapsed() {
    TermFixture bridge = TermFixture.with(new Fact.FrameworkIs(Known.framework()), intended());
    bridge.command(killInTime(bridge, Duration.ofSeconds(5)), TOPIC, 0);
    bridge.pass(Duration.ofSeconds(6));
    return bridge;
  }

  @Test
  void itGetsItsResult() {
    // Given
    TermFixture bridge = lapsed();
    bridge.subscribe();
    bridge.reconciled("web", "TASK_RUNNING");
    bridge.pass(Duration.ofSeconds(1));
    bridge.pass(Duration.ofMinutes(2));

    // Then
    assertThat(results(bridge))
        .anySatisfy(each -> assertThat(each).contains("\"web\"", "\"ACCEPTED\""))
        .anySatisfy(each -> assertThat(each).contains("\"EXPIRED\""));
    assertThat(bridge.seen().all(Settled.class)).hasSize(1);
  }

  @Test
  void theDoubtIsNotForgottenForIt() {
    // Given
    TermFixture next = lapsed().dies();
    next.subscribe();
    next.reconciled("web", "TASK_RUNNING");
    next.pass(Duration.ofMinutes(2));

    // Then
    assertThat(results(next))
        .anySatisfy(each -> assertThat(each).contains("\"web\"", "\"ACCEPTED\""));
  }
}
