package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.command.CommandRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who looks at the table sees which launches wait, until when, and what for. */
class LaunchTableTest {

  private static final Duration A_WHILE = Duration.ofSeconds(4);
  private static final String BIG =
      """
      {"id":"big","type":"LAUNCH","priority":7,"deadline":"PT10M",
      "constraints":[["hostname","UNLIKE","host"]],"launch":{"task_infos":[
      {"task_id":"db","command":{"value":"serve"},"resources":"cpus:2.5;mem:10"}]}}
      """;

  private final TermFixture bridge = TermFixture.subscribed();

  private static List<Write> rows(TermFixture by) {
    return by.seen().written(Topic.LAUNCHES);
  }

  private static List<String> keys(TermFixture by) {
    return rows(by).stream()
        .map(Write::record)
        .map(record -> record.key() + (record.value() == null ? " gone" : ""))
        .toList();
  }

  @Test
  void aLaunchThatWaitsHasARowThatSaysWhatItLacks() {
    // Given
    bridge.offer("o-1");
    bridge.command(BIG);

    // When
    bridge.pass(A_WHILE);

    // Then
    assertThat(keys(bridge)).containsExactly("big");
    Write row = rows(bridge).get(0);
    assertThat(row.at("/command_id")).isEqualTo("big");
    assertThat(row.at("/task_ids/0")).isEqualTo("db");
    assertThat(row.at("/priority")).isEqualTo("7");
    Duration patience =
        Duration.between(Instant.parse(row.at("/since")), Instant.parse(row.at("/deadline")));
    assertThat(patience).isEqualTo(Duration.ofMinutes(10));
    assertThat(row.at("/lacks/0/reason")).isEqualTo("cpus");
    assertThat(row.at("/lacks/0/agents")).isEqualTo("1");
    assertThat(row.at("/lacks/0/nearest")).isEqualTo("1.5");
    assertThat(row.at("/lacks/1/reason")).isEqualTo("hostname UNLIKE host");
    assertThat(row.at("/lacks/1/nearest")).isEmpty();
  }

  @Test
  void theRowIsWrittenAgainOnceItLacksSomethingElseAndNotBefore() {
    // Given
    bridge.command(BIG);
    bridge.pass(A_WHILE);
    bridge.pass(Duration.ofSeconds(10));
    int before = rows(bridge).size();
    bridge.offer("o-1");

    // When
    bridge.pass(Duration.ofSeconds(10));

    // Then
    assertThat(before).isEqualTo(1);
    assertThat(rows(bridge)).hasSize(2);
    assertThat(rows(bridge).get(0).at("/lacks/0/reason")).isEqualTo("no offer");
    assertThat(rows(bridge).get(1).at("/lacks/0/reason")).isEqualTo("cpus");
    assertThat(rows(bridge).get(1).at("/deadline")).isEqualTo(rows(bridge).get(0).at("/deadline"));
  }

  @Test
  void theRowIsBuriedWithTheResult() {
    // Given
    bridge.launch("web");
    bridge.pass(A_WHILE);

    // When
    bridge.offer("o-1");
    List<String> before = keys(bridge);
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(before).containsExactly("launch-web");
    assertThat(keys(bridge)).containsExactly("launch-web", "launch-web gone");
  }

  @Test
  void oneThatIsPlacedAtOnceHasNone() {
    // Given
    bridge.offer("o-1");

    // When
    bridge.launch("web");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.pass(A_WHILE);

    // Then
    assertThat(rows(bridge)).isEmpty();
  }

  @Test
  void whoLeadsNextBuriesTheRowOfOneThatWasDoneMeanwhile() {
    // Given
    bridge.launch("web");
    bridge.pass(A_WHILE);
    bridge.hold(Topic.LAUNCHES);
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // When
    TermFixture next = bridge.dies();

    // Then
    assertThat(keys(next)).containsExactly("launch-web gone");
  }

  @Test
  void whoLeadsNextWritesItsOwnRowOfOneThatWaits() {
    // Given
    bridge.launch("web");
    bridge.pass(A_WHILE);

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    List<String> before = keys(next);
    next.pass(A_WHILE);

    // Then
    assertThat(before).isEmpty();
    assertThat(keys(next)).containsExactly("launch-web");
    assertThat(rows(next).get(0).at("/deadline")).isEqualTo(rows(bridge).get(0).at("/deadline"));
  }

  @Test
  void aLateRowOfAFormerLeaderHasTheRightfulOneWrittenBehindIt() {
    // Given
    bridge.launch("web");
    bridge.pass(A_WHILE);

    // When
    bridge.term().readback().rewrite(Topic.LAUNCHES, "launch-web");
    bridge.term().readback().rewrite(Topic.LAUNCHES, "another");

    // Then
    assertThat(keys(bridge)).containsExactly("launch-web", "launch-web", "another gone");
  }

  @Test
  void theTableIsWrittenAgainWhereItsTopicIsMadeAnew() {
    // Given
    bridge.launch("web");
    bridge.pass(A_WHILE);

    // When
    bridge.term().readback().rewriteAll(Topic.LAUNCHES, bridge.now());

    // Then
    assertThat(keys(bridge)).containsExactly("launch-web", "launch-web");
  }

  @Test
  void manyDifferentOnesAreShownSomeAtATime() {
    // Given
    for (int i = 1; i <= 5; i++) {
      bridge.command(
          WireTexts.launch("launch-" + i, "task-" + i).replace("cpus:0.1", "cpus:0." + i));
    }
    bridge.command(WireTexts.launch("launch-6", "task-6"));

    // When
    bridge.pass(A_WHILE);
    int first = rows(bridge).size();
    bridge.pass(Duration.ofSeconds(1));
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(first).isBetween(2, 3);
    assertThat(rows(bridge)).hasSize(6);
  }

  @Test
  void manyThatWaitNoLongerKeepNoneBehindThemFromTheTable() {
    // Given
    for (int i = 0; i < 1_000; i++) {
      String launch = WireTexts.launch("launch-" + i, "task-" + i);
      String brief = launch.replace("\"type\"", "\"deadline\":\"PT4S\",\"type\"");
      CommandRecord record = WireTexts.record(brief, "mesos.commands", i, bridge.now());
      bridge.term().received(List.of(record), bridge.now());
    }
    bridge.pass(Duration.ofMillis(3_100));
    bridge.pass(Duration.ofSeconds(1));
    assertThat(bridge.term().commands().launches().number()).isZero();
    int before = rows(bridge).size();

    // When
    bridge.command(WireTexts.launch("last", "last"), "mesos.commands", 1_000);
    bridge.pass(A_WHILE);

    // Then
    assertThat(keys(bridge).subList(before, rows(bridge).size())).contains("last");
  }
}
