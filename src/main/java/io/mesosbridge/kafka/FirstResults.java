package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.kafka.KafkaTrouble.Complaint;
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
import org.apache.kafka.common.PartitionInfo;
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
   * Reads a command's result.
   *
   * @param receiver told on the context; empty when Kafka keeps it no longer, or another record
   *     stands in its place because the topic was made anew
   */
  public void read(String identity, Place place, Consumer<Optional<byte[]>> receiver) {
    reading.execute(
        () -> {
          Optional<byte[]> result = readUntilThere(identity, place);
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

  private Optional<byte[]> readUntilThere(String identity, Place place) {
    while (!reading.isShutdown()) {
      try {
        Optional<byte[]> result = read(identity, place);
        complaint.over("First results can be read");
        return result;
      } catch (RuntimeException | Error failure) {
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

  private Optional<byte[]> read(String identity, Place place) {
    if (consumer == null) {
      consumer = clients.reader("first-results");
    }
    TopicPartition partition = new TopicPartition(topic, place.partition());
    if (!isThere(partition, place.offset())) {
      return Optional.empty();
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, place.offset());
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE).records(partition)) {
      return Optional.of(record)
          .filter(first -> first.offset() == place.offset() && isOf(identity, first))
          .map(ConsumerRecord::value);
    }
    if (consumer.position(partition) != place.offset()) {
      return Optional.empty(); // the topic was made anew just now, and reading began at its start
    }
    throw new KafkaException("nothing came within " + PATIENCE);
  }

  /** A topic that was made anew may end before the offset, or have fewer partitions. */
  private boolean isThere(TopicPartition partition, long offset) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic);
    if (partitions.isEmpty()) {
      throw new KafkaException(topic + " is not there");
    }
    return partitions.stream().anyMatch(known -> known.partition() == partition.partition())
        && consumer.beginningOffsets(List.of(partition)).get(partition) <= offset
        && consumer.endOffsets(List.of(partition)).get(partition) > offset;
  }

  private static boolean isOf(String identity, ConsumerRecord<byte[], byte[]> record) {
    return record.key() != null
        && identity.equals(FactCodec.identity(new String(record.key(), UTF_8), record));
  }

  private void closeConsumer() {
    if (consumer != null) {
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
      consumer = null;
    }
  }
}
