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

class SimProducerTest {

  private static final byte[] SMALL = "{}".getBytes(UTF_8);

  private final VirtualLoop loop = new VirtualLoop(1, Instant.EPOCH);
  private final SimKafka kafka = new SimKafka(loop, 1);
  private final SimProducer producer = new SimProducer(kafka, Runnable::run, "writer");
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void createTopics() {
    kafka.create("a", 1);
    kafka.create("b", 1);
  }

  private void send(String topic, String key, byte[] value) {
    producer.send(
        topic,
        0,
        key,
        value,
        Map.of(),
        new SimProducer.Answer() {
          @Override
          public void written(int partition, long offset, long timestamp) {
            told.add(key + "@" + offset);
          }

          @Override
          public void refused(SimProducer.Refusal why) {
            told.add(key + " " + why);
          }
        });
  }

  private void pass(long millis) {
    loop.runUntil(loop.nowMillis() + millis);
  }

  private List<String> keys(String topic) {
    return kafka.partition(topic, 0).orElseThrow().records().stream().map(SimRecord::key).toList();
  }

  @Test
  void confirmsInTheOrderOfSendingWithinATopicOnly() {
    // Given
    kafka.weather("a").slow(500, 500);

    // When
    for (int i = 0; i < 3; i++) {
      send("a", "a" + i, SMALL);
      pass(100);
    }
    send("b", "b0", SMALL);
    pass(2_000);

    // Then
    assertThat(told).containsSubsequence("a0@0", "a1@1", "a2@2").startsWith("b0@0");
    assertThat(producer.bytesInFlight()).isZero();
  }

  @Test
  void refusesByTopicAndBySize() {
    // Given
    kafka.weather("a").refusing(true);

    // When
    send("a", "refused", SMALL);
    send("b", "large", new byte[2 << 20]);
    send("b", "fits", SMALL);
    pass(100);

    // Then
    assertThat(told).contains("refused NOT_ALLOWED", "large TOO_LARGE", "fits@0");
    assertThat(keys("a")).isEmpty();
  }

  @Test
  void aRecordWhoseAnswerIsLostHasLandedAllTheSame() {
    // Given
    kafka.weather("a").answersLost(true);

    // When
    send("a", "unheard", SMALL);
    pass(SimProducer.DELIVERY_TIMEOUT.toMillis() + 10);

    // Then
    assertThat(told).containsExactly("unheard TIMED_OUT");
    assertThat(keys("a")).containsExactly("unheard");
  }

  @Test
  void anAnswerThatWasHeldUpComesOnceTheWeatherChanges() {
    // Given
    kafka.weather("a").answersLost(true);
    send("a", "late", SMALL);
    pass(1_000);

    // When
    kafka.calm();
    pass(10);

    // Then
    assertThat(told).containsExactly("late@0");
  }

  @Test
  void nothingLandsBehindARefusedRecordBeforeThatIsHeard() {
    // Given
    kafka.weather("a").refusing(true);
    kafka.weather("a").slow(1, 500);
    send("a", "refused", SMALL);
    pass(2);
    kafka.weather("a").refusing(false);

    // When
    send("a", "behind", SMALL);
    pass(2);

    // Then
    assertThat(told).isEmpty();
    assertThat(keys("a")).isEmpty();
    pass(1_000);
    assertThat(told).containsExactly("refused NOT_ALLOWED", "behind@0");
  }

  @Test
  void whatWasRefusedUnheardIsSentAgainBeforeWhatFollows() {
    // Given
    kafka.weather("a").refusing(true);
    kafka.weather("a").slow(1, 500);
    send("a", "first", SMALL);
    pass(2);
    kafka.weather("a").answersLost(true);
    pass(1_000);
    kafka.weather("a").refusing(false);

    // When
    send("a", "second", SMALL);
    kafka.calm();
    pass(1_000);

    // Then
    assertThat(told).containsExactly("first@0", "second@1");
  }

  @Test
  void aTopicThatIsNotThereHoldsUpNothingButItself() {
    // Given
    kafka.delete("a");

    // When
    send("a", "early", SMALL);
    send("b", "other", SMALL);
    pass(100);
    kafka.create("a", 1);
    pass(100);

    // Then
    assertThat(told).containsExactly("other@0", "early@0");
  }

  @Test
  void givesUpOnATopicThatNeverComes() {
    // Given
    kafka.delete("a");

    // When
    send("a", "first", SMALL);
    pass(10);
    send("a", "second", SMALL);
    pass(SimProducer.DELIVERY_TIMEOUT.toMillis() + 100);

    // Then
    assertThat(told).containsExactly("first TIMED_OUT", "second TIMED_OUT");
  }

  @Test
  void whatADeadProcessHasNotSentNeverLands() {
    // Given
    kafka.weather("a").leaderless(true);
    send("a", "left", SMALL);
    send("a", "kept", SMALL);

    // When
    producer.kill(1);
    kafka.calm();
    pass(100);

    // Then
    assertThat(keys("a")).containsExactly("left");
    assertThat(told).isEmpty();
  }
}
