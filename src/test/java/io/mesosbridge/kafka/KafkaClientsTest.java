package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.Patience;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {

  private final Map<String, Object> settings = new HashMap<>();
  private final KafkaClients clients =
      new KafkaClients(Map.of("bootstrap.servers", "127.0.0.1:1"), Configs.of(Map.of())) {
        @Override
        protected Producer<byte[], byte[]> producer(Map<String, Object> of) {
          settings.putAll(of);
          return new MockProducer<>();
        }

        @Override
        protected Consumer<byte[], byte[]> consumer(Map<String, Object> of) {
          settings.putAll(of);
          return new MockConsumer<>("earliest");
        }
      };

  @Test
  void topicsOfTheBridgesOwnStayKnownHoweverSeldomTheyAreWritten() {
    // When
    clients.producer("records").close();

    // Then
    assertThat(settings).doesNotContainKey(ProducerConfig.METADATA_MAX_IDLE_CONFIG);
  }

  @Test
  void topicsForRepliesAreSoonForgottenLestABrokerMakesADeletedOneAgain() {
    // When
    clients.replyProducer("replies").close();

    // Then
    assertThat(settings).containsEntry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, 10_000);
  }

  /** What is confirmed by another broker has to be read back from it before a term ends for it. */
  @Test
  void whoReadsTheLogGivesABrokerUpThatVanishedAsSoonAsWhoWritesIt() {
    // Given
    clients.producer("records").close();
    Object patience = settings.remove(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG);

    // When
    clients.reader("state").close();

    // Then
    assertThat(settings).containsEntry(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, patience);
  }

  @Test
  void closingAtOnceDoesNotWaitForAClientWhoseThreadIsHeldUp() throws InterruptedException {
    // Given
    CountDownLatch heldUp = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Admin admin = clients.admin("held-up");
    Awaitility.await()
        .atMost(Patience.PATIENCE)
        .until(
            () -> {
              askAndHoldUp(admin, heldUp, end);
              return heldUp.getCount() == 0;
            });

    // When
    Thread closing = new Thread(() -> KafkaClients.closeAtOnce(admin));
    closing.start();
    closing.join(Patience.PATIENCE.toMillis());

    // Then
    assertThat(closing.isAlive()).isFalse();
    end.countDown();
  }

  /** What has failed before somebody waits for it tells so on the thread of who asks. */
  private static void askAndHoldUp(Admin admin, CountDownLatch heldUp, CountDownLatch end) {
    Thread asking = Thread.currentThread();
    var unused =
        admin
            .describeCluster(new DescribeClusterOptions().timeoutMs(1))
            .clusterId()
            .whenComplete(
                (id, failure) -> {
                  if (Thread.currentThread() != asking) {
                    heldUp.countDown();
                    await(end);
                  }
                });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
