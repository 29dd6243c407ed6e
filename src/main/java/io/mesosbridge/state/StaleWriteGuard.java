package io.mesosbridge.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.kafka.Complaint;
import io.mesosbridge.kafka.Envelope;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Finds what a former leader writes although it was replaced: one that was paused has records in
 * its producer's buffer, which leave the moment it wakes up. In a compacted topic such a record
 * hides the true one from every consumer, so the leader has to write the true one again. A thread
 * of its own, from take-over to close.
 */
public final class StaleWriteGuard {

  private static final Logger LOG = Logger.getLogger(StaleWriteGuard.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KafkaClients clients;
  private final List<String> topics;
  private final Map<TopicPartition, Long> positions;
  private final long epoch;
  private final BiConsumer<String, String> onStale;
  private final Complaint complaint = new Complaint(LOG);
  private final CountDownLatch end = new CountDownLatch(1);

  /**
   * Starts to look.
   *
   * @param remembered says how far the topics have been read
   * @param epoch of the leader that owns this guard
   * @param onStale told topic and key of each stale record, on the guard's thread
   */
  public StaleWriteGuard(
      KafkaClients clients,
      Topics topics,
      Remembered remembered,
      long epoch,
      BiConsumer<String, String> onStale) {
    this.clients = clients;
    this.topics = List.of(topics.state.name(), topics.tasks.name(), topics.offers.name());
    this.positions = new HashMap<>(remembered.positions());
    this.epoch = epoch;
    this.onStale = onStale;
    Thread thread = new Thread(this::run, "bridge-stale-write-guard");
    thread.setDaemon(true);
    thread.start();
  }

  /** Stops; returns at once. */
  public void close() {
    end.countDown();
  }

  private void run() {
    try {
      do {
        try (Consumer<byte[], byte[]> consumer = clients.watcher("guard")) {
          watch(consumer);
        } catch (KafkaException failure) {
          complaint.because("Stale records cannot be watched for: " + clients.inWords(failure));
        }
      } while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException | InterruptException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    partitions.forEach(
        partition -> consumer.seek(partition, positions.getOrDefault(partition, 0L)));
    while (end.getCount() > 0) {
      consumer.poll(POLL).forEach(this::look);
      complaint.over("Stale records can be watched for");
    }
  }

  private void look(ConsumerRecord<byte[], byte[]> record) {
    positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    long writer = Envelope.epochOf(record).orElse(epoch);
    if (record.key() != null && writer >= 0 && writer < epoch) {
      String key = new String(record.key(), UTF_8);
      LOG.infof(
          "%s-%d@%d with key %s comes from a former leader (epoch %d, now %d)",
          record.topic(), record.partition(), record.offset(), key, writer, epoch);
      onStale.accept(record.topic(), key);
    }
  }
}
