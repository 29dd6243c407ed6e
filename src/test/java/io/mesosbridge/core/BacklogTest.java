package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Backlog.Kind;
import io.mesosbridge.core.Journal.Notices;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.core.RecordingOutside.Write;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacklogTest {

  private static final int MAX = 160_000;
  private static final String MESSAGE =
      "{\"type\":\"MESSAGE\",\"message\":{\"data\":\"%s\"}}".formatted("A".repeat(1_000));

  private final RecordingOutside outside = new RecordingOutside();
  private final Notices notices =
      new Notices(new Journal(outside, "instance-1", 7, null, new Now(1, 1)));
  private final Backlog backlog = new Backlog(outside, notices, MAX);

  private List<Kind> shed() {
    return Arrays.stream(Kind.values()).filter(kind -> backlog.sheds(kind, 0)).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "160000, 0",
    "160001, 1",
    "170001, 2",
    "180001, 4",
    "200001, 5",
  })
  void theMoreAwaitsKafkaTheMoreIsShed(int bytes, int kinds) {
    // Given
    outside.inFlightBytes = bytes;

    // When
    List<Kind> shed = shed();

    // Then
    assertThat(shed).isEqualTo(Arrays.asList(Kind.values()).subList(0, kinds));
  }

  private void stuck(Topic topic) {
    outside.oldestWaitNanos.put(topic, Duration.ofSeconds(11).toNanos());
  }

  @Test
  void whatWouldBeStaleIsShedOnceKafkaIsAway() {
    // Given
    List.of(Topic.values()).forEach(this::stuck);

    // When
    List<Kind> shed = shed();

    // Then
    assertThat(shed).containsExactly(Kind.HEARTBEATS, Kind.OFFERS);
  }

  @Test
  void aTopicThatIsStuckHoldsUpNothingButItself() {
    // Given
    stuck(Topic.HEARTBEATS);
    stuck(Topic.EVENTS);

    // When
    List<Kind> shed = shed();

    // Then
    assertThat(shed).containsExactly(Kind.HEARTBEATS);
    assertThat(backlog.isOver()).isFalse();
    outside.oldestWaitNanos.remove(Topic.HEARTBEATS);
    assertThat(backlog.isOver()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "200000, 0",
    "210000, 2",
    "220001, 5",
  })
  void whatAwaitsATopicThatIsStuckLeavesAQuarterToTheOthers(int bytes, int kinds) {
    // Given
    outside.inFlightBytes = bytes;
    stuck(Topic.EVENTS);

    // When
    List<Kind> shed = shed();

    // Then
    assertThat(shed).hasSize(kinds);
    assertThat(shed.contains(Kind.EVENTS)).isEqualTo(kinds > 0);
    assertThat(shed.contains(Kind.UPDATES_WITH_UUID)).isEqualTo(kinds > 2);
  }

  @Test
  void whatWasDroppedIsAskedForAgainBesideATopicThatIsStuck() {
    // Given
    outside.inFlightBytes = 200_001;
    shed();
    backlog.dropped();
    boolean early = backlog.isOver();

    // When
    stuck(Topic.EVENTS);

    // Then
    assertThat(early).isFalse();
    assertThat(backlog.isOver()).isTrue();
    assertThat(backlog.takeResubscription()).isTrue();
    assertThat(backlog.isOver()).isFalse();
    assertThat(backlog.isShedding()).isTrue();
  }

  @Test
  void itIsNotWhileThatWouldBeDroppedAgain() {
    // Given
    outside.inFlightBytes = 210_001;
    shed();
    backlog.dropped();

    // When
    stuck(Topic.EVENTS);

    // Then
    assertThat(backlog.isOver()).isFalse();
    stuck(Topic.TASK_UPDATES);
    outside.inFlightBytes = 200_000;
    assertThat(backlog.isOver()).isFalse();
  }

  @Test
  void itIsToldOnceWhenItStartsAndOnceWhenItStopsWithWhatAndHowMuch() {
    // Given
    outside.inFlightBytes = MAX + MAX;
    shed();
    shed();
    boolean early = backlog.isOver();
    outside.inFlightBytes = 0;

    // When
    boolean over = backlog.isOver();

    // Then
    assertThat(early).isFalse();
    assertThat(over).isTrue();
    assertThat(backlog.isOver()).isFalse();
    assertThat(backlog.isShedding()).isFalse();
    assertThat(outside.countOf(Counted.SHED_OFFERS)).isEqualTo(2);
    List<Write> told = outside.all(Write.class);
    assertThat(told)
        .extracting(notice -> notice.record().type().name())
        .containsExactly("shedding-started", "shedding-stopped");
    assertThat(told.get(1).at("/shed/heartbeats")).isEqualTo("2");
  }

  @Test
  void aMessageIsShedLastOfAllAndToldByTypeOnceKafkaIsBack() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    long max = 64 << 20;
    bridge.seen().inFlightBytes = max + max / 4 - MESSAGE.length() + 1;

    // When
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.event(MESSAGE);
    bridge.event(MESSAGE);
    bridge.event("{\"type\":\"FAILURE\"}");
    List<String> meanwhile = typesOfEvents(bridge);
    bridge.seen().inFlightBytes = 0;
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().published("web")).as("shed before").isEmpty();
    assertThat(meanwhile).contains("FAILURE", "shedding-started").doesNotContain("MESSAGE");
    assertThat(typesOfEvents(bridge)).contains("events-dropped");
    assertThat(bridge.seen().written(Topic.EVENTS))
        .filteredOn(write -> write.record().type().name().equals("events-dropped"))
        .extracting(write -> write.at("/dropped/MESSAGE"))
        .containsExactly("2");
    assertThat(bridge.seen().countOf(Counted.SHED_EVENTS)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    // awaits, size, shed
    "160000, 1, HEARTBEATS",
    "160000, 0, ''",
    "100000, 60001, HEARTBEATS",
    "100000, 70000, HEARTBEATS",
    "100000, 70001, HEARTBEATS OFFERS",
    "100000, 80001, HEARTBEATS OFFERS UPDATES_WITH_UUID UPDATES_WITHOUT_UUID",
    "100000, 100000, HEARTBEATS OFFERS UPDATES_WITH_UUID UPDATES_WITHOUT_UUID",
    "100000, 100001, HEARTBEATS OFFERS UPDATES_WITH_UUID UPDATES_WITHOUT_UUID EVENTS",
    "10001, 30000000, HEARTBEATS OFFERS UPDATES_WITH_UUID UPDATES_WITHOUT_UUID EVENTS",
    "10000, 30000000, ''",
    "0, 30000000, ''",
  })
  void whatDoesNotFitBesideWhatAwaitsKafkaIsShedAndPassesWhenNextToNothingElseDoes(
      int awaits, int size, String shed) {
    // Given
    outside.inFlightBytes = awaits;

    // When
    Stream<Kind> kinds = Arrays.stream(Kind.values()).filter(kind -> backlog.sheds(kind, size));

    // Then
    assertThat(kinds.map(Kind::name).collect(Collectors.joining(" "))).isEqualTo(shed);
  }

  @Test
  void anUpdateLargerThanTheLimitPassesOnceAfterAResubscriptionThatIsForWhatWasDropped() {
    // Given
    outside.inFlightBytes = MAX / 2;
    boolean first = backlog.sheds(Kind.UPDATES_WITH_UUID, 2 * MAX);
    backlog.dropped();

    // When
    boolean resubscribed = backlog.isOver() && backlog.takeResubscription();
    boolean second = backlog.sheds(Kind.UPDATES_WITH_UUID, 2 * MAX);
    boolean another = backlog.sheds(Kind.UPDATES_WITH_UUID, 2 * MAX);

    // Then
    assertThat(first).isTrue();
    assertThat(resubscribed).isTrue();
    assertThat(second).as("else subscriptions would bring it for ever").isFalse();
    assertThat(another).as("or memory has no bound").isTrue();
  }

  @Test
  void largeUpdatesAndOffersThatDoNotFitAreShedBeforeMemoryEnds() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    long most = (64 << 20) + (64 << 20) / 8;
    String data = "A".repeat(1 << 20);
    bridge.seen().inFlightBytes = most - data.length();

    // When
    bridge.event(WireTexts.update("web", "TASK_RUNNING", Known.AGENT, "data", data));
    bridge.event(
        WireTexts.update("db", "TASK_RUNNING", Known.AGENT, "uuid", "u-1\",\"data\":\"" + data));
    bridge.event(WireTexts.update("small", "TASK_RUNNING", Known.AGENT, "uuid", "u-2"));
    bridge.event(WireTexts.offer("O1", "agent\"},\"hostname\":{\"x\":\"" + data));
    bridge.seen().inFlightBytes = 0;
    bridge.pass(Duration.ofSeconds(1));
    bridge.disconnect();
    bridge.subscribe();

    // Then
    assertThat(bridge.seen().published("web")).isEmpty();
    assertThat(bridge.seen().published("db")).isEmpty();
    assertThat(bridge.seen().published("small")).containsExactly("TASK_RUNNING");
    assertThat(bridge.seen().acknowledged()).containsExactly("u-2");
    assertThat(bridge.seen().written(Topic.OFFERS)).isEmpty();
    assertThat(bridge.seen().sent("DECLINE", "/decline/offer_ids/0/value")).containsExactly("O1");
    assertThat(bridge.seen().sent("RECONCILE", "/reconcile/tasks/0/task_id/value"))
        .containsOnlyOnce("web");
    assertThat(bridge.seen().resubscriptions()).isOne();
  }

  private static List<String> typesOfEvents(TermFixture bridge) {
    return bridge.seen().written(Topic.EVENTS).stream()
        .map(write -> write.record().type().name())
        .toList();
  }

  @Test
  void whatNothingBringsAgainByItselfIsAskedForOnceKafkaIsBack() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.seen().inFlightBytes = Long.MAX_VALUE;
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.masters("db", "TASK_LOST", "REASON_AGENT_REMOVED");
    bridge.pass(Duration.ofSeconds(1));
    assertThat(bridge.seen().resubscriptions()).isZero();

    // When
    bridge.seen().inFlightBytes = 0;
    bridge.pass(Duration.ofSeconds(1));
    bridge.disconnect();
    bridge.subscribe();

    // Then
    assertThat(bridge.seen().published("web")).isEmpty();
    assertThat(bridge.seen().resubscriptions()).isOne();
    assertThat(bridge.seen().sent("RECONCILE", "/reconcile/tasks/0/task_id/value"))
        .containsOnlyOnce("db");
  }
}
