package io.mesosbridge.kafka;

import io.mesosbridge.core.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads results back from Kafka when a command's id is repeated, on a thread of its own. Closed
 * with its term.
 */
public final class FirstResults {

  private static final Logger LOG = Logger.getLogger(FirstResults.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KafkaClients clients;
  private final String topic;
  private final Executor context;
  private final Complaint complaint = new Complaint(LOG);
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService reading = Executors.newSingleThreadExecutor(FirstResults::daemon);
  private org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;

  /** Reads from the topic of results; tells on the context. */
  public FirstResults(KafkaClients clients, String topic, Executor context) {
    this.clients = clients;
    this.topic = topic;
    this.context = context;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "bridge-first-results");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Reads a result.
   *
   * @param receiver told on the context; empty when Kafka keeps it no longer
   */
  public void read(Place place, Consumer<Optional<byte[]>> receiver) {
    reading.execute(
        () -> {
          Optional<byte[]> result = readUntilThere(place);
          context.execute(
              () -> {
                if (!reading.isShutdown()) {
                  receiver.accept(result);
                }
              });
        });
  }

  /** Ends the thread; nobody is told anything from here on. */
  public void close() {
    reading.execute(this::closeConsumer);
    reading.shutdown();
    end.countDown();
  }

  private Optional<byte[]> readUntilThere(Place place) {
    while (!reading.isShutdown()) {
      try {
        Optional<byte[]> result = read(place);
        complaint.over("First results can be read");
        return result;
      } catch (KafkaException failure) {
        complaint.because("First results cannot be read: " + clients.inWords(failure));
        closeConsumer();
        pause();
      }
    }
    return Optional.empty();
  }

  private void pause() {
    try {
      end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<byte[]> read(Place place) {
    if (consumer == null) {
      consumer = clients.reader("first-results");
    }
    TopicPartition partition = new TopicPartition(topic, place.partition());
    if (consumer.beginningOffsets(List.of(partition)).get(partition) > place.offset()) {
      return Optional.empty();
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, place.offset());
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE).records(partition)) {
      return record.offset() == place.offset() ? Optional.of(record.value()) : Optional.empty();
    }
    throw new KafkaException("nothing came within " + PATIENCE);
  }

  private void closeConsumer() {
    if (consumer != null) {
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
      consumer = null;
    }
  }
}
