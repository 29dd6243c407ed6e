package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
  private static final int MOST_AT_ONCE = 1_000;

  private final KafkaClients clients;
  private final String topic;
  private final Executor context;
  private final Complaint complaint = new Complaint(LOG);
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService reading = Executors.newSingleThreadExecutor(FirstResults::daemon);
  private final Queue<Wanted> wanted = new ConcurrentLinkedQueue<>();
  private org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;

  private record Wanted(String identity, Place place, Consumer<Optional<byte[]>> receiver) {}

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
    wanted.add(new Wanted(identity, place, receiver));
    reading.execute(this::readWanted);
  }

  /** Ends the thread; nobody is told anything from here on. */
  public void close() {
    reading.execute(this::closeConsumer);
    reading.shutdown();
    end.countDown();
  }

  private void readWanted() {
    while (!wanted.isEmpty() && !reading.isShutdown()) {
      readTogether();
    }
  }

  /** Since after a take-over hundreds may be wanted that stand beside each other. */
  private void readTogether() {
    List<Wanted> batch = new ArrayList<>();
    while (batch.size() < MOST_AT_ONCE && !wanted.isEmpty()) {
      batch.add(wanted.remove());
    }
    batch.sort(
        Comparator.<Wanted>comparingInt(result -> result.place.partition())
            .thenComparingLong(result -> result.place.offset()));
    Deque<Wanted> left = new ArrayDeque<>(batch);
    while (!left.isEmpty() && !reading.isShutdown()) {
      try {
        read(left);
        complaint.over("First results can be read");
      } catch (RuntimeException | Error failure) {
        complaint.because("First results cannot be read: " + clients.inWords(failure));
        closeConsumer();
        pause();
        Optional.ofNullable(left.poll()).ifPresent(wanted::add); // behind others, that can be read
      }
    }
  }

  private void tell(Wanted result, Optional<byte[]> found) {
    context.execute(
        () -> {
          if (!reading.isShutdown()) {
            result.receiver.accept(found);
          }
        });
  }

  private void pause() {
    try {
      end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes away those that it told of: all, unless the topic changes meanwhile. */
  private void read(Deque<Wanted> left) {
    if (consumer == null) {
      consumer = clients.reader("first-results");
    }
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(known -> new TopicPartition(topic, known.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new KafkaException(topic + " is not there");
    }
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (!left.isEmpty() && !reading.isShutdown()) {
      Wanted first = left.element();
      TopicPartition partition = new TopicPartition(topic, first.place.partition());
      long offset = first.place.offset();
      // a topic that was made anew may end before the offset, or have fewer partitions
      if (beginnings.getOrDefault(partition, Long.MAX_VALUE) > offset
          || ends.getOrDefault(partition, 0L) <= offset) {
        tell(left.remove(), Optional.empty());
        continue;
      }
      consumer.assign(List.of(partition));
      consumer.seek(partition, offset);
      List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(PATIENCE).records(partition);
      if (records.isEmpty() && consumer.position(partition) == offset) {
        throw new KafkaException("nothing came within " + PATIENCE);
      }
      if (records.isEmpty() || records.get(0).offset() < offset) {
        tell(left.remove(), Optional.empty());
        return; // the topic was made anew just now, and reading began at its start
      }
      records.forEach(record -> tellOf(record, left));
    }
  }

  /** What is wanted before the record and was not read is there no longer. */
  private void tellOf(ConsumerRecord<byte[], byte[]> record, Deque<Wanted> left) {
    while (!left.isEmpty()
        && left.element().place.partition() == record.partition()
        && left.element().place.offset() <= record.offset()) {
      Wanted result = left.remove();
      boolean isIt = result.place.offset() == record.offset() && isOf(result.identity, record);
      tell(result, isIt ? Optional.ofNullable(record.value()) : Optional.empty());
    }
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
