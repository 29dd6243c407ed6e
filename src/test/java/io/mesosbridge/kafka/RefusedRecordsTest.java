package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.testkit.LogLines;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is logged of records that Kafka does not take. */
class RefusedRecordsTest {

  private final LogLines log = new LogLines(RefusedRecords.class);
  private final RefusedRecords refusals = new RefusedRecords();

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void aTopicThatFailsIsToldOnceAndOnceItWorksAgain() {
    // Given
    var forbidden = new TopicAuthorizationException("Not authorized to access topics: [offers]");

    // When
    refusals.refused("offers", 100, forbidden);
    refusals.refused("offers", 200, forbidden);
    refusals.refused("tasks", 100, forbidden);
    refusals.written("events");
    refusals.written("offers");
    refusals.written("offers");

    // Then
    assertThat(log.all())
        .containsExactly(
            "ERROR Records for topic offers cannot be written: Kafka forbids it: Not authorized to"
                + " access topics: [offers]; allow this user Read and Write on the topic. Further"
                + " ones are only counted",
            "ERROR Records for topic tasks cannot be written: Kafka forbids it: Not authorized to"
                + " access topics: [offers]; allow this user Read and Write on the topic. Further"
                + " ones are only counted",
            "INFO Records for topic offers are written again; 2 attempts were refused");
  }

  @Test
  void theTopicsOfOthersKeepNoneFromBeingTold() {
    // Given
    var tooLarge = new RecordTooLargeException("larger than the max.");
    RefusedRecords full = new RefusedRecords(1, System::nanoTime);
    full.refused("replies", 5_000, tooLarge);

    // When
    full.refused("offers", 5_000, tooLarge);

    // Then
    assertThat(log.all()).hasSize(2);
  }

  @Test
  void aRecordThatIsTooLargeIsToldAgainInTime() {
    // Given
    AtomicLong nanos = new AtomicLong();
    RefusedRecords inTime = new RefusedRecords(10, nanos::get);
    var tooLarge = new RecordTooLargeException("larger than the max.");
    inTime.refused("offers", 5_000, tooLarge);
    inTime.refused("offers", 5_000, tooLarge);

    // When
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());
    inTime.refused("offers", 4_000, tooLarge);

    // Then
    assertThat(log.all())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("ERROR A record of 5000 bytes"),
            line -> assertThat(line).startsWith("ERROR A record of 4000 bytes"));
  }

  @Test
  void aRecordThatIsTooLargeIsToldWithTheSizeThatWouldDoUnlessALargerOneWas() {
    // Given
    var tooLarge = new RecordTooLargeException("larger than the max.");

    // When
    refusals.refused("offers", 5_000, tooLarge);
    refusals.written("offers");
    refusals.refused("offers", 4_000, tooLarge);
    refusals.refused("offers", 9_000, tooLarge);

    // Then
    assertThat(log.all())
        .containsExactly(
            "ERROR A record of 5000 bytes for topic offers is not written, Kafka takes none so"
                + " large: larger than the max. To have such records, set max.message.bytes and"
                + " segment.bytes of the topic to at least 5120",
            "ERROR A record of 9000 bytes for topic offers is not written, Kafka takes none so"
                + " large: larger than the max. To have such records, set max.message.bytes and"
                + " segment.bytes of the topic to at least 9216");
  }
}
