package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.kafka.CommandTopicWatch.Look;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** What is said of commands that are not read, by a clock of the test's. */
class CommandProgressTest {

  private static final TopicPartition COMMANDS = new TopicPartition("mesos.commands", 0);

  private long now = TimeUnit.HOURS.toNanos(1);
  private double lastPollSecondsAgo = -1;
  private Throwable failure;
  private int polls;
  private final Troubles troubles = new Troubles(() -> now);
  private final CommandProgress progress = new CommandProgress(troubles, () -> now);
  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration patience) {
          polls++;
          if (failure instanceof Error error) {
            throw error;
          }
          if (failure != null) {
            throw (RuntimeException) failure;
          }
          return super.poll(patience);
        }

        @Override
        public synchronized Map<MetricName, ? extends Metric> metrics() {
          MetricName name = new MetricName("last-poll-seconds-ago", "consumer", "", Map.of());
          return Map.of(
              name,
              new Metric() {
                @Override
                public MetricName metricName() {
                  return name;
                }

                @Override
                public Object metricValue() {
                  return lastPollSecondsAgo;
                }
              });
        }
      };

  private static Look upTo(long stable, long end) {
    return new Look("cluster", Uuid.ONE_UUID, 1, 0, stable, end);
  }

  private void read() {
    consumer.assign(java.util.List.of(COMMANDS));
    consumer.updateBeginningOffsets(Map.of(COMMANDS, 0L));
    consumer.updateEndOffsets(Map.of(COMMANDS, 9L));
    consumer.seek(COMMANDS, 3);
  }

  /** So many seconds pass, and the topic is looked at in each. */
  private void looks(int seconds, Look look) {
    for (int second = 0; second < seconds; second++) {
      progress.looked(consumer, COMMANDS, look, true);
      now += TimeUnit.SECONDS.toNanos(1);
    }
  }

  private void standsBy(int seconds) {
    for (int second = 0; second < seconds; second++) {
      progress.standsBy(consumer);
      now += TimeUnit.SECONDS.toNanos(1);
    }
  }

  @Test
  void readOnCommandsThatIsDeniedIsToldWithTopicAndRightWithinTenSeconds() {
    // Given
    read();
    failure = new TopicAuthorizationException("Not authorized to access topics: [mesos.commands]");

    // When
    looks(9, upTo(9, 9));

    // Then
    assertThat(troubles.lasting())
        .contains(
            "Commands of mesos.commands-0 from offset 3 on are not read: Kafka forbids it: Not"
                + " authorized to access topics: [mesos.commands]; allow this user Read and Write"
                + " on the topic");
    assertThat(troubles.met()).isPositive();
  }

  @Test
  void aCodecWhoseLibraryCannotBeLoadedIsToldWithinTenSeconds() {
    for (Throwable each :
        Stream.of(
                new NoClassDefFoundError("Could not initialize class org.xerial.snappy.Snappy"),
                new KafkaException(
                    "Received exception when fetching the next record",
                    new UnsatisfiedLinkError("libzstd-jni: failed to map segment")))
            .toList()) {
      // Given
      read();
      failure = each;

      // When
      looks(9, upTo(9, 9));

      // Then
      assertThat(troubles.lasting().orElseThrow())
          .contains("mesos.commands-0 from offset 3")
          .containsAnyOf("org.xerial.snappy", "zstd")
          .contains("java.io.tmpdir=", "noexec");
    }
  }

  @Test
  void aLoginThatWasRotatedIsToldAlsoToThoseThatStandBy() {
    // Given
    failure = new SaslAuthenticationException("Authentication failed: Invalid username");

    // When
    standsBy(9);

    // Then
    assertThat(troubles.lasting().orElseThrow())
        .contains("refuses the login: Authentication failed", "kafka.sasl.jaas.config");
  }

  @Test
  void aPollThatFailsForWhateverReasonIsToldAndOverWhenItWorksAgain() {
    // Given
    read();
    failure = new KafkaException("Record batch is corrupt");
    looks(9, upTo(9, 9));
    assertThat(troubles.lasting().orElseThrow()).contains("Record batch is corrupt");

    // When
    failure = null;
    consumer.seek(COMMANDS, 9);
    looks(1, upTo(9, 9));

    // Then
    assertThat(troubles.lasting()).isEmpty();
  }

  @Test
  void commandsThatAreNotReadForNoReasonAreTold() {
    // Given
    read();

    // When
    looks(10, upTo(9, 9));

    // Then
    assertThat(troubles.lasting().orElseThrow()).contains("offset 3", "no poll tells why");
  }

  @Test
  void aLastStableOffsetThatStandsStillBelowTheEndForThirtySecondsIsTold() {
    // Given
    read();
    looks(30, upTo(3, 9));
    assertThat(troubles.lasting()).isEmpty();

    // When
    looks(3, upTo(3, 12));

    // Then
    assertThat(troubles.lasting().orElseThrow())
        .contains("mesos.commands-0", "stands still at 3", "below its end at 12", "transaction");
    looks(1, upTo(12, 12));
    consumer.seek(COMMANDS, 12);
    looks(1, upTo(12, 12));
    assertThat(troubles.lasting()).isEmpty();
  }

  @Test
  void transactionsThatEndHoldUpNothing() {
    // Given
    read();

    // When
    for (long stable = 3; stable < 40; stable++) {
      consumer.seek(COMMANDS, stable);
      looks(1, upTo(stable, 50));
    }

    // Then
    assertThat(troubles.met()).isZero();
  }

  @Test
  void whatIsPolledToLearnTheReasonIsLeftForTheConnector() {
    // Given
    read();
    consumer.addRecord(new ConsumerRecord<>("mesos.commands", 0, 3, null, new byte[] {1}));

    // When
    looks(4, upTo(9, 9));

    // Then
    assertThat(polls).isPositive();
    assertThat(consumer.position(COMMANDS)).isEqualTo(3);
    assertThat(progress.isPolling()).isFalse();
  }

  @Test
  void pollsNothingWhileNobodyElsePollsSoThatADeadConnectorIsSeen() {
    // Given
    standsBy(1);

    // When
    for (int second = 1; second < 9; second++) {
      lastPollSecondsAgo = second;
      standsBy(1);
    }

    // Then
    assertThat(polls).isEqualTo(1);
  }

  @Test
  void whoHasNoRoomForCommandsIsNotStuck() {
    // Given
    read();

    // When
    for (int second = 0; second < 20; second++) {
      progress.looked(consumer, COMMANDS, upTo(9, 9), false);
      now += TimeUnit.SECONDS.toNanos(1);
    }

    // Then
    assertThat(polls).isZero();
    assertThat(troubles.met()).isZero();
  }

  @Test
  void aCommitThatIsForbiddenIsTold() {
    // Given
    Exception forbidden = new TopicAuthorizationException("Not authorized: [mesos.commands]");

    // When
    for (int second = 0; second < 4; second++) {
      progress.committed(forbidden);
      now += TimeUnit.SECONDS.toNanos(1);
    }

    // Then
    assertThat(troubles.lasting().orElseThrow()).contains("mesos.commands", "allow this user Read");
    progress.committed(null);
    assertThat(troubles.lasting()).isEmpty();
  }

  @Test
  void aCoordinatorThatMovesForAFewSecondsIsNoTroubleButOneThatStaysAwayIs() {
    // Given
    progress.committed(null);

    // When
    for (int second = 0; second < 5; second++) {
      progress.committed(new RetriableCommitFailedException("The coordinator is not available."));
      now += TimeUnit.SECONDS.toNanos(1);
    }

    // Then
    assertThat(troubles.met()).isZero();
    for (int second = 5; second < 10; second++) {
      progress.committed(new RetriableCommitFailedException("The coordinator is not available."));
      now += TimeUnit.SECONDS.toNanos(1);
    }
    assertThat(troubles.lasting().orElseThrow()).contains("coordinator is not available");
  }
}
