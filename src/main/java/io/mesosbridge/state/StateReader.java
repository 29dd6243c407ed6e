package io.mesosbridge.state;

import io.mesosbridge.kafka.Complaint;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Topics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Follows the topics that the bridge remembers itself by, so that an instance that stands by is
 * warm: taking over means reading the last few records only. A thread of its own, from start to
 * hand-over or close.
 */
public final class StateReader {

  private static final Logger LOG = Logger.getLogger(StateReader.class);
  private static final String READABLE = "The state topics can be read";
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KafkaClients clients;
  private final Topics topics;
  private final Complaint complaint = new Complaint(LOG);
  private final Promise<Remembered> handOver = Promise.promise();
  private final Thread thread = new Thread(this::run, "bridge-state-reader");
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean wanted;
  private volatile boolean closed;
  private volatile Consumer<byte[], byte[]> reading;

  /** Starts to follow. */
  public StateReader(KafkaClients clients, Topics topics) {
    this.clients = clients;
    this.topics = topics;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Reads to the ends that the topics have now, and stops.
   *
   * @return completed on the reader's thread, never failed; never completed once closed
   */
  public Future<Remembered> handOver() {
    wanted = true;
    wakeUp();
    return handOver.future();
  }

  /** Stops, at once. */
  public void close() {
    closed = true;
    end.countDown();
    wakeUp();
  }

  private void wakeUp() {
    Consumer<byte[], byte[]> consumer = reading;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  private void run() {
    while (!closed && !handOver.future().isComplete()) {
      try (Consumer<byte[], byte[]> consumer = clients.reader("state")) {
        reading = consumer;
        follow(consumer);
      } catch (InterruptException interrupted) {
        return;
      } catch (WakeupException somethingIsWanted) {
        LOG.trace("Woken up while it looked for partitions", somethingIsWanted);
      } catch (KafkaException failure) {
        complaint.because("The state topics cannot be read: " + clients.inWords(failure));
        pause();
      }
    }
  }

  private void pause() {
    try {
      end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    Remembered remembered = new Remembered(topics);
    List<TopicPartition> partitions = partitions(consumer);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    while (!closed) {
      try {
        if (wanted) {
          readToEnds(consumer, partitions, remembered);
          complaint.over(READABLE);
          handOver.complete(remembered);
          return;
        }
        consumer.poll(POLL).forEach(remembered::apply);
        complaint.over(READABLE);
      } catch (WakeupException somethingIsWanted) {
        LOG.trace("Woken up", somethingIsWanted);
      }
    }
  }

  private void readToEnds(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Remembered remembered) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (!closed
        && ends.entrySet().stream()
            .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(POLL).forEach(remembered::apply);
    }
  }

  private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (var topic : List.of(topics.state, topics.tasks, topics.offers, topics.commandResults)) {
      for (PartitionInfo partition : consumer.partitionsFor(topic.name())) {
        partitions.add(new TopicPartition(partition.topic(), partition.partition()));
      }
    }
    return partitions;
  }
}
