package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Place;
import io.mesosbridge.testkit.Configs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class FirstResultsTest {

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch told = new CountDownLatch(1);
  private final KafkaClients silent =
      new KafkaClients(Map.of(), Configs.of(Map.of())) {
        @Override
        public Consumer<byte[], byte[]> reader(String name) {
          asked.countDown();
          throw new KafkaException("Kafka is away");
        }
      };

  @Test
  void aReadThatEndsWithTheTermTellsNobodyThatTheResultIsGone() throws InterruptedException {
    // Given
    List<Optional<byte[]>> received = new CopyOnWriteArrayList<>();
    FirstResults results =
        new FirstResults(
            silent,
            "results",
            task -> {
              task.run();
              told.countDown();
            });
    results.read(new Place(0, 7, 0), received::add);
    asked.await();

    // When
    results.close();

    // Then
    told.await();
    assertThat(received).isEmpty();
  }
}
