package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.sandbox.mesos.VirtualLoop;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimGroupTest {

  private static final String TOPIC = SimWorld.COMMANDS;

  private final VirtualLoop loop = new VirtualLoop(1, Instant.EPOCH);
  private final SimKafka kafka = new SimKafka(loop, 1);

  /** A member with what it was told. */
  private final class Member implements SimConsumer.Listener {
    private final List<String> told = new ArrayList<>();
    private final Deque<Runnable> inbox = new ArrayDeque<>();
    private final SimConsumer consumer;
    private boolean paused;

    private Member(String name) {
      consumer = new SimConsumer(kafka, this::take, name, TOPIC, this);
    }

    private void take(Runnable input) {
      if (paused) {
        inbox.add(input);
      } else {
        input.run();
      }
    }

    private void pause() {
      paused = true;
      kafka.group().silent(consumer.member());
    }

    private void resume() {
      paused = false;
      kafka.group().heard(consumer.member());
      while (!inbox.isEmpty()) {
        inbox.remove().run();
      }
    }

    private boolean owns() {
      return consumer.positions().containsKey(0);
    }

    private List<SimGroup.Verdict> commit(long offset) {
      List<SimGroup.Verdict> verdicts = new ArrayList<>();
      consumer.commit(Map.of(0, offset), verdicts::add);
      pass(100);
      return verdicts;
    }

    @Override
    public void assigned(int generation, List<Integer> partitions) {
      told.add("assigned " + partitions);
    }

    @Override
    public void revoked(List<Integer> partitions) {
      told.add("revoked " + partitions);
    }

    @Override
    public void lost(List<Integer> partitions) {
      told.add("lost " + partitions);
    }

    @Override
    public void received(int partition, List<SimRecord> records) {
      records.forEach(record -> told.add(new String(record.value(), UTF_8)));
    }
  }

  @BeforeEach
  void createTopic() {
    kafka.create(TOPIC, 1);
  }

  private void pass(long millis) {
    loop.runUntil(loop.nowMillis() + millis);
  }

  private void write(String value) {
    kafka.append(TOPIC, 0, null, value.getBytes(UTF_8), Map.of());
  }

  @Test
  void oneMemberHasThePartitionAndReadsFromWhatWasCommitted() {
    // Given
    write("one");
    write("two");
    Member member = new Member("first");
    pass(2_000);
    assertThat(member.commit(1)).containsExactly(SimGroup.Verdict.TAKEN);

    // When
    member.consumer.close();
    Member next = new Member("second");
    pass(2_000);

    // Then
    assertThat(member.told).containsExactly("assigned [0]", "one", "two");
    assertThat(next.told).containsExactly("assigned [0]", "two");
  }

  @Test
  void aNewMemberHasAllJoinAgain() {
    // Given
    Member first = new Member("first");
    pass(2_000);

    // When
    Member second = new Member("second");
    pass(5_000);

    // Then
    assertThat(first.told).startsWith("assigned [0]", "revoked [0]");
    assertThat(first.owns()).isNotEqualTo(second.owns());
  }

  @Test
  void anExpelledMemberLearnsOfItLaterAndItsCommitsAreRefused() {
    // Given
    Member first = new Member("first");
    pass(2_000);

    // When
    kafka.group().expel(first.consumer.member());
    List<SimGroup.Verdict> verdicts = new ArrayList<>();
    first.consumer.commit(Map.of(0, 7L), verdicts::add);
    pass(5_000);

    // Then
    assertThat(verdicts).containsExactly(SimGroup.Verdict.UNKNOWN_MEMBER);
    assertThat(first.told).containsExactly("assigned [0]", "lost [0]", "assigned [0]");
    assertThat(kafka.group().committed(TOPIC, 0)).isEqualTo(-1);
  }

  @Test
  void whoDoesNotJoinAgainInTimeIsNoMemberAnyMore() {
    // Given
    Member first = new Member("first");
    pass(2_000);
    first.pause();
    new Member("second");
    pass(SimGroup.REBALANCE_TIMEOUT.toMillis() + 5_000);

    // When
    List<SimGroup.Verdict> verdicts = first.commit(7);
    first.resume();
    pass(5_000);

    // Then
    assertThat(verdicts).containsExactly(SimGroup.Verdict.UNKNOWN_MEMBER);
    assertThat(kafka.group().committed(TOPIC, 0)).isEqualTo(-1);
    assertThat(first.told).contains("revoked [0]", "lost []");
  }

  @Test
  void aCommitOfAnEarlierGenerationIsRefused() {
    // Given
    Member member = new Member("first");
    pass(2_000);
    int before = kafka.group().generation();
    kafka.group().rebalance();
    pass(5_000);

    // When
    SimGroup.Verdict verdict =
        kafka.group().commit(member.consumer.member(), before, TOPIC, Map.of(0, 7L));

    // Then
    assertThat(verdict).isEqualTo(SimGroup.Verdict.ILLEGAL_GENERATION);
    assertThat(kafka.group().committed(TOPIC, 0)).isEqualTo(-1);
  }

  @Test
  void aSilentMemberIsReplacedAfterItsSession() {
    // Given
    Member first = new Member("first");
    pass(2_000);
    Member second = new Member("second");
    pass(5_000);
    Member owner = first.owns() ? first : second;
    Member other = first.owns() ? second : first;

    // When
    owner.pause();
    pass(SimGroup.SESSION_TIMEOUT.toMillis() + 5_000);

    // Then
    assertThat(other.owns()).isTrue();
    assertThat(owner.owns()).isTrue();
    owner.resume();
    pass(5_000);
    assertThat(owner.told).contains("lost [0]");
  }

  @Test
  void aPausedConsumerFetchesNothing() {
    // Given
    Member member = new Member("first");
    pass(2_000);
    member.consumer.pause();

    // When
    write("later");
    pass(1_000);
    List<String> before = List.copyOf(member.told);
    member.consumer.resume();
    pass(1_000);

    // Then
    assertThat(before).containsExactly("assigned [0]");
    assertThat(member.told).containsExactly("assigned [0]", "later");
  }

  @Test
  void aTopicThatIsMadeAnewIsAssignedAnewAndReadFromItsBeginning() {
    // Given
    Member member = new Member("first");
    write("old");
    pass(2_000);
    assertThat(member.commit(1)).containsExactly(SimGroup.Verdict.TAKEN);

    // When
    kafka.delete(TOPIC);
    pass(5_000);
    kafka.create(TOPIC, 1);
    write("new");
    pass(5_000);

    // Then
    assertThat(member.told)
        .containsExactly(
            "assigned [0]",
            "old",
            "revoked [0]",
            "assigned []",
            "revoked []",
            "assigned [0]",
            "new");
  }

  @Test
  void nothingHappensWhileKafkaIsAway() {
    // Given
    Member member = new Member("first");
    pass(2_000);

    // When
    kafka.away(true);
    member.pause();
    write("unread");
    pass(60_000);
    member.resume();
    List<SimGroup.Verdict> verdicts = member.commit(1);
    kafka.away(false);
    pass(1_000);

    // Then
    assertThat(verdicts).isEmpty();
    assertThat(member.told).containsExactly("assigned [0]", "unread");
  }
}
