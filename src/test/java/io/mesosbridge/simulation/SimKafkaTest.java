package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.sandbox.mesos.VirtualLoop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimKafkaTest {

  private static final byte[] SMALL = "{}".getBytes(UTF_8);

  private final VirtualLoop loop = new VirtualLoop(1, Instant.EPOCH);
  private final SimKafka kafka = new SimKafka(loop, 1);

  @BeforeEach
  void createTopic() {
    kafka.create("a", 1);
  }

  private void pass(long millis) {
    loop.runUntil(loop.nowMillis() + millis);
  }

  private List<String> keys(String topic) {
    return kafka.partition(topic, 0).orElseThrow().records().stream().map(SimRecord::key).toList();
  }

  @Test
  void readersOfCommittedRecordsPassOverAbortedOnesAndMarkers() {
    // Given
    SimPartition log = kafka.partition("a", 0).orElseThrow();
    long transaction = kafka.beginTransaction();
    kafka.append("a", 0, "aborted", SMALL, Map.of(), transaction);
    kafka.append("a", 0, "plain", SMALL, Map.of());

    // When
    SimPartition.Batch whileOpen = log.read(0, 10, true);
    kafka.end("a", transaction, false);
    SimPartition.Batch after = log.read(0, 10, true);

    // Then
    assertThat(whileOpen.records()).isEmpty();
    assertThat(after.records()).extracting(SimRecord::key).containsExactly("plain");
    assertThat(after.position()).isEqualTo(3);
    assertThat(log.read(0, 10, false).records()).hasSize(2);
  }

  @Test
  void compactionLeavesTheLastRecordOfEachKeyAndGaps() {
    // Given
    kafka.append("a", 0, "x", SMALL, Map.of());
    kafka.append("a", 0, "y", SMALL, Map.of());
    kafka.append("a", 0, "x", SMALL, Map.of());
    kafka.append("a", 0, "y", null, Map.of());
    kafka.append("a", 0, "z", SMALL, Map.of());
    pass(SimKafka.TOMBSTONES_KEPT.toMillis() + 1);

    // When
    kafka.compact("a");

    // Then
    assertThat(kafka.partition("a", 0).orElseThrow().records())
        .extracting(SimRecord::offset)
        .containsExactly(2L, 4L);
    assertThat(kafka.history("a")).hasSize(5);
  }

  @Test
  void compactionKeepsTombstonesThatSomebodyHasStillToRead() {
    // Given
    kafka.append("a", 0, "x", null, Map.of());
    kafka.append("a", 0, "y", null, Map.of());
    kafka.append("a", 0, "z", SMALL, Map.of());
    pass(SimKafka.TOMBSTONES_KEPT.toMillis() + 1);
    reader(1);

    // When
    kafka.compact("a");

    // Then
    assertThat(kafka.partition("a", 0).orElseThrow().records())
        .extracting(SimRecord::offset)
        .containsExactly(1L, 2L);
  }

  @Test
  void compactionKeepsTombstonesForAWhile() {
    // Given
    kafka.append("a", 0, "old", null, Map.of());
    pass(SimKafka.TOMBSTONES_KEPT.toMillis() + 1);
    kafka.append("a", 0, "young", null, Map.of());
    kafka.append("a", 0, "z", SMALL, Map.of());

    // When
    kafka.compact("a");

    // Then
    assertThat(keys("a")).containsExactly("young", "z");
  }

  private final List<String> read = new ArrayList<>();

  private SimReader reader(long from) {
    return new SimReader(
        kafka,
        Runnable::run,
        "a",
        0,
        from,
        new SimReader.Listener() {
          @Override
          public void read(List<SimRecord> records, long position) {
            records.forEach(record -> read.add(record.key()));
          }

          @Override
          public void outOfRange(long start, long end) {
            read.add("out of " + start + ".." + end);
          }
        });
  }

  @Test
  void aReaderFollowsWhatLands() {
    // Given
    SimReader reader = reader(0);

    // When
    kafka.append("a", 0, "one", SMALL, Map.of());
    pass(100);
    kafka.append("a", 0, "two", SMALL, Map.of());
    pass(100);

    // Then
    assertThat(read).containsExactly("one", "two");
    assertThat(reader.position()).isEqualTo(2);
  }

  @Test
  void aReaderIsToldThatItsPositionIsGone() {
    // Given
    reader(0);
    kafka.append("a", 0, "old", SMALL, Map.of());
    pass(100);

    // When
    kafka.delete("a");
    kafka.create("a", 1);
    pass(100);

    // Then
    assertThat(read).containsExactly("old", "out of 0..0");
    assertThat(kafka.incarnations("a")).extracting(SimTopic::id).doesNotHaveDuplicates();
  }
}
