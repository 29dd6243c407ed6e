package io.mesosbridge.kafka;

import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import io.mesosbridge.kafka.Topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Follows topics that the bridge remembers itself by, from the start to the end of the process, on
 * a thread of its own. While somebody stands by it reads all of them as they grow, so that taking
 * over means reading the last few records; while this instance leads, the tables are only looked at
 * for what others write to them, at leisure.
 */
public final class LogReader {

  private static final Logger LOG = Logger.getLogger(LogReader.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long NOBODY = Long.MIN_VALUE;

  private final KafkaClients clients;
  private final List<Topic> topics;
  private final FactCodec codec;
  private final String name;
  private final Listener listener;
  private final Complaint complaint = new Complaint(LOG);
  private final CountDownLatch end = new CountDownLatch(1);
  private final Queue<Wish> wishes = new ConcurrentLinkedQueue<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private volatile Consumer<byte[], byte[]> reading;
  private volatile boolean closed;
  private long ledEpoch = NOBODY;
  private long number;

  /** What is told, on the reader's thread. */
  public interface Listener {

    /** Records were read, in the order of their partitions, since that reading began. */
    void read(long reading, List<LogRecord> records);

    /** What was there when that was asked for has been read. */
    void caughtUp(long request);

    /**
     * A topic was made anew, or cut off: what was read of it before may not be there any more. What
     * is there follows.
     */
    void broken(long reading, String topic, String why);
  }

  /** What the reader is to do next. */
  private sealed interface Wish {

    /** To tell when it has read to where the topics end now. */
    record ToEnds(long request) implements Wish {}

    /** To read all from the beginning. */
    record Anew(long reading) implements Wish {}

    /** To tell only what others than the leader of that epoch write. */
    record OfOthers(long epoch) implements Wish {}
  }

  /**
   * Starts to follow.
   *
   * @param topics all that this bridge has
   * @param followed those that are followed
   * @param name of the thread and the client
   */
  public LogReader(
      KafkaClients clients, Topics topics, List<Topic> followed, String name, Listener listener) {
    this.clients = clients;
    this.topics = List.copyOf(followed);
    this.codec = new FactCodec(topics);
    this.name = name;
    this.listener = listener;
    Thread thread = new Thread(this::run, "bridge-log-reader-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Reads to the ends that the topics have now, and tells so. */
  public void toEnds(long request) {
    want(new Wish.ToEnds(request));
  }

  /** Reads everything once more, from the beginning; what is read is told under that number. */
  public void anew(long number) {
    want(new Wish.Anew(number));
  }

  /** From here on, what the leader of this epoch writes is of no interest. */
  public void ofOthers(long epoch) {
    want(new Wish.OfOthers(epoch));
  }

  private void want(Wish wish) {
    wishes.add(wish);
    wakeUp();
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
    while (!closed) {
      try (Consumer<byte[], byte[]> consumer = open()) {
        reading = consumer;
        follow(consumer);
      } catch (InterruptException interrupted) {
        return;
      } catch (WakeupException somethingIsWanted) {
        LOG.trace("Woken up while it looked for partitions", somethingIsWanted);
      } catch (KafkaException failure) {
        complaint.because("The topics of the log cannot be read: " + clients.inWords(failure));
        pause();
      } catch (RuntimeException unforeseen) {
        LOG.error(
            "The topics of the log cannot be read for a reason that nobody foresaw", unforeseen);
        positions.clear();
        topics.forEach(
            topic -> tellBroken(topic.name(), "the log could not be read: " + unforeseen));
        pause();
      }
    }
  }

  private Consumer<byte[], byte[]> open() {
    return ledEpoch == NOBODY ? clients.reader(name) : clients.watcher(name);
  }

  private void pause() {
    try {
      end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  /** Until it is closed, or has to be opened in another way. */
  private void follow(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = partitions(consumer);
    consumer.assign(partitions);
    partitions.forEach(
        partition -> consumer.seek(partition, positions.getOrDefault(partition, 0L)));
    while (!closed) {
      try {
        for (Wish wish = wishes.peek(); wish != null; wish = wishes.peek()) {
          if (wish instanceof Wish.ToEnds toEnds) {
            readToEnds(consumer, partitions);
            wishes.remove();
            listener.caughtUp(toEnds.request());
          } else {
            wishes.remove();
            ledEpoch = wish instanceof Wish.OfOthers others ? others.epoch() : NOBODY;
            if (wish instanceof Wish.Anew anew) {
              number = anew.reading();
              positions.clear();
            }
            return;
          }
        }
        read(consumer);
      } catch (WakeupException somethingIsWanted) {
        LOG.trace("Woken up", somethingIsWanted);
      }
    }
  }

  private void readToEnds(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (!closed
        && ends.entrySet().stream()
            .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      read(consumer);
    }
  }

  private void read(Consumer<byte[], byte[]> consumer) {
    List<LogRecord> records = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      if (record.offset() < positions.getOrDefault(partition, 0L)) {
        tellBroken(record.topic(), partition + " begins anew at offset " + record.offset());
      }
      positions.put(partition, record.offset() + 1);
      codec.read(record).filter(this::isOfInterest).ifPresent(records::add);
    }
    if (!records.isEmpty()) {
      listener.read(number, records);
    }
    complaint.over("The topics of the log can be read");
  }

  private boolean isOfInterest(LogRecord record) {
    return ledEpoch == NOBODY || (record.epoch() >= 0 && record.epoch() != ledEpoch);
  }

  private void tellBroken(String topic, String why) {
    listener.broken(number, topic, why);
  }

  private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : topics) {
      for (PartitionInfo partition : consumer.partitionsFor(topic.name())) {
        partitions.add(new TopicPartition(partition.topic(), partition.partition()));
      }
    }
    return partitions;
  }
}
