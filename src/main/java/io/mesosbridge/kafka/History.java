package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.core.Fact.Place;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads for people what no table has any more: a single record, or the last ones of a key. On a
 * thread of its own, with a bound on how many may ask at a time, and on how far it looks back.
 */
@Singleton
public class History {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_WAITING = 64;

  /** Of a partition, from its end: a reading takes a few hundred milliseconds at most. */
  private static final int LOOKED_AT = 10_000;

  /** Of the values of one answer, but for its last record. */
  private static final int MOST_BYTES = 1024 * 1024;

  private final KafkaClients clients;
  private final Duration patience;
  private final ThreadPoolExecutor reading =
      new ThreadPoolExecutor(
          1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), History::daemon) {
        @Override
        protected void terminated() {
          Thread.interrupted(); // whoever shuts it down interrupts who is idle
          History.this.close();
        }
      };
  private Consumer<byte[], byte[]> consumer;

  /** Reads with clients of these. */
  @Inject
  public History(KafkaClients clients) {
    this(clients, PATIENCE);
  }

  /** The same, for whoever waits for others no longer than that. */
  History(KafkaClients clients, Duration patience) {
    this.clients = clients;
    this.patience = patience;
  }

  /** Too many ask at a time. */
  public static final class BusyException extends RuntimeException {

    BusyException(String what) {
      super(what, null, false, false);
    }
  }

  private interface Reading<T> {
    T from(Consumer<byte[], byte[]> consumer);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "bridge-history");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * The record that stands there; empty when none does any more. Fails with a {@link
   * KafkaException}, or a {@link BusyException}.
   */
  public CompletionStage<Optional<ConsumerRecord<byte[], byte[]>>> at(String topic, Place place) {
    return read(
        from -> {
          TopicPartition partition = new TopicPartition(topic, place.partition());
          if (!isThere(from, partition)) {
            return Optional.empty();
          }
          from.assign(List.of(partition));
          if (offset(from.beginningOffsets(List.of(partition)), partition) > place.offset()
              || offset(from.endOffsets(List.of(partition)), partition) <= place.offset()) {
            return Optional.empty();
          }
          from.seek(partition, place.offset());
          return poll(from, partition).stream()
              .findFirst()
              .filter(record -> record.offset() == place.offset());
        });
  }

  /**
   * The last records of that key, the oldest first, among the last ten thousand of its partition:
   * so many at most, and with values of a mebibyte in all, or else the very last one alone. Fails
   * as {@link #at} does.
   */
  public CompletionStage<List<ConsumerRecord<byte[], byte[]>>> lastOf(
      String topic, String key, int most) {
    return read(from -> List.copyOf(lastOf(from, topic, key, most)));
  }

  private static ArrayDeque<ConsumerRecord<byte[], byte[]>> lastOf(
      Consumer<byte[], byte[]> from, String topic, String key, int most) {
    int partitions = from.partitionsFor(topic).size();
    ArrayDeque<ConsumerRecord<byte[], byte[]>> found = new ArrayDeque<>();
    if (partitions == 0) {
      return found;
    }
    byte[] bytes = key.getBytes(UTF_8);
    TopicPartition partition =
        new TopicPartition(topic, BuiltInPartitioner.partitionForKey(bytes, partitions));
    from.assign(List.of(partition));
    long end = offset(from.endOffsets(List.of(partition)), partition);
    long beginning = offset(from.beginningOffsets(List.of(partition)), partition);
    from.seek(partition, Math.max(beginning, end - LOOKED_AT));
    long held = 0;
    while (from.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : poll(from, partition)) {
        if (Arrays.equals(record.key(), bytes)) {
          found.add(record);
          held += sizeOf(record);
          while (found.size() > most || (held > MOST_BYTES && found.size() > 1)) {
            held -= sizeOf(found.remove());
          }
        }
      }
    }
    return found;
  }

  private static int sizeOf(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null ? 0 : record.value().length;
  }

  private static boolean isThere(Consumer<byte[], byte[]> from, TopicPartition partition) {
    return from.partitionsFor(partition.topic()).stream()
        .anyMatch(known -> known.partition() == partition.partition());
  }

  private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    return offsets.getOrDefault(partition, 0L);
  }

  private static List<ConsumerRecord<byte[], byte[]>> poll(
      Consumer<byte[], byte[]> from, TopicPartition partition) {
    long before = from.position(partition);
    List<ConsumerRecord<byte[], byte[]>> records = from.poll(PATIENCE).records(partition);
    if (records.isEmpty() && from.position(partition) == before) {
      throw new TimeoutException("no record came within " + PATIENCE);
    }
    return records;
  }

  private <T> CompletionStage<T> read(Reading<T> wanted) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    long begun = System.nanoTime();
    try {
      reading.execute(
          () -> {
            if (System.nanoTime() - begun > patience.toNanos()) {
              answer.completeExceptionally(waitedInVain());
            } else {
              Guarded.run(() -> read(wanted, answer), failure -> fail(answer, failure));
            }
          });
    } catch (RejectedExecutionException full) {
      answer.completeExceptionally(
          new BusyException(
              "%d others wait for what Kafka has; ask again soon".formatted(MOST_WAITING)));
    }
    return answer;
  }

  /** Told before the connection of who asks is closed for its silence. */
  private TimeoutException waitedInVain() {
    return new TimeoutException("others waited for it for " + patience);
  }

  private <T> void read(Reading<T> wanted, CompletableFuture<T> answer) {
    if (consumer == null) {
      consumer = clients.readerForPeople("history");
    }
    answer.complete(wanted.from(consumer));
  }

  private void fail(CompletableFuture<?> answer, RuntimeException failure) {
    try {
      close();
    } finally {
      answer.completeExceptionally(failure);
    }
  }

  private void close() {
    Consumer<byte[], byte[]> closing = consumer;
    consumer = null;
    if (closing != null) {
      closing.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  /** Ends with the process, after those who wait. */
  @PreDestroy
  void end() {
    reading.shutdown();
  }
}
