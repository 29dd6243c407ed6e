package io.mesosbridge.kafka;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import io.mesosbridge.kafka.Topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Follows topics that the bridge remembers itself by, from the start to the end of the process, on
 * a thread of its own. While somebody stands by it reads all of them as they grow, so that taking
 * over means reading the last few records. While this instance leads, only what others wrote is
 * read of the tables: gaps between its own records, whose offsets Kafka's confirmations tell.
 */
public final class LogReader {

  private static final Logger LOG = Logger.getLogger(LogReader.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KafkaClients clients;
  private final FollowedTopics followed;
  private final FactCodec codec;
  private final String name;
  private final Listener listener;
  private final Complaint complaint;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Queue<Wish> wishes = new ConcurrentLinkedQueue<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final MissedTombstones tombstones = new MissedTombstones();
  private volatile Consumer<byte[], byte[]> reading;
  private volatile boolean closed;
  private Wish.OfOthers ofOthers;
  private long number;

  /** What is told, on the reader's thread. */
  public interface Listener {

    /** Records were read, in the order of their partitions, since that reading began. */
    void read(long reading, List<LogRecord> records);

    /**
     * A topic was made anew, or cut off: what was read of it before, in this reading or an earlier
     * one, may not be there any more. What is there follows.
     */
    void broken(String topic, String why);

    /** Something of what was read before may have ended, and nothing tells so any more. */
    void missed(String why);
  }

  /**
   * Starts to follow.
   *
   * @param followed those of the topics that are followed
   * @param name of the thread and the client
   */
  public LogReader(
      KafkaClients clients, Topics topics, List<Topic> followed, String name, Listener listener) {
    this.clients = clients;
    Set<String> names = followed.stream().map(Topic::name).collect(toUnmodifiableSet());
    this.followed = new FollowedTopics(clients, name + "-ids", names);
    this.codec = new FactCodec(topics);
    this.name = name;
    this.listener = listener;
    this.complaint = new Complaint(LOG, clients.troubles());
    Thread thread = new Thread(this::run, "bridge-log-reader-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Reads to the ends that the topics have now, and tells so, on the reader's thread. */
  public void toEnds(Runnable told) {
    want(new Wish.ToEnds(told));
  }

  /** Reads everything once more, from the beginning; what is read is told under that number. */
  public void anew(long number) {
    want(new Wish.Anew(number));
  }

  /**
   * From here on, what the leader of this epoch writes is of no interest.
   *
   * @param own where that is, told as Kafka confirms it
   */
  public void ofOthers(long epoch, OwnRecords own) {
    want(new Wish.OfOthers(epoch, own));
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
      try (Consumer<byte[], byte[]> consumer = clients.reader(name)) {
        reading = consumer;
        follow(consumer);
      } catch (InterruptException interrupted) {
        return;
      } catch (WakeupException somethingIsWanted) {
        LOG.trace("Woken up while it looked for partitions", somethingIsWanted);
      } catch (KafkaException failure) {
        isAway(failure);
      } catch (RuntimeException | Error unforeseen) {
        if (KafkaTrouble.isOfCodec(unforeseen)) {
          isAway(unforeseen);
          continue;
        }
        LOG.error(
            "The topics of the log cannot be read for a reason that nobody foresaw", unforeseen);
        positions.clear();
        String why = "the log could not be read: " + unforeseen;
        followed.names().forEach(topic -> listener.broken(topic, why));
        pause();
      }
    }
  }

  private void isAway(Throwable failure) {
    complaint.because(followed + " cannot be read: " + clients.inWords(failure));
    pause();
  }

  private void pause() {
    try {
      end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  /** Until it is closed, or it has to be opened anew. */
  private void follow(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = followed.partitions(consumer);
    if (positions.isEmpty()) { // also what an earlier reading knew may be lost
      followed.madeAnew().forEach(topic -> listener.broken(topic, topic + " was made anew"));
    }
    consumer.assign(partitions);
    codec.places().among(partitions);
    partitions.forEach(
        partition -> consumer.seek(partition, positions.getOrDefault(partition, 0L)));
    while (!closed) {
      try {
        for (Wish wish = wishes.peek(); wish != null; wish = wishes.peek()) {
          if (wish instanceof Wish.ToEnds toEnds) {
            if (!Set.copyOf(followed.partitions(consumer)).equals(Set.copyOf(partitions))) {
              return; // some were added
            }
            readTo(consumer, new HashMap<>(consumer.endOffsets(partitions)));
            if (isAllOfToday(consumer)) {
              wishes.remove();
              tombstones.caughtUp();
              toEnds.told().run();
            }
          } else {
            wishes.remove();
            ends.clear();
            ofOthers = wish instanceof Wish.OfOthers others ? others : null;
            if (wish instanceof Wish.Anew anew) {
              number = anew.reading();
              tombstones.begin();
              positions.clear();
              return;
            }
          }
        }
        if (ofOthers == null) {
          read(consumer, POLL);
        } else {
          look(consumer, partitions, ofOthers.own());
        }
      } catch (WakeupException somethingIsWanted) {
        LOG.trace("Woken up", somethingIsWanted);
      }
    }
  }

  private void readTo(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> targets) {
    while (!closed
        && targets.entrySet().stream()
            .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (!read(consumer, POLL)) { // a topic that was made anew may end before
        consumer
            .endOffsets(targets.keySet())
            .forEach((of, end) -> targets.merge(of, end, Math::min));
      }
    }
  }

  /** Whether what was read is of the topics that are there; begins with others. */
  private boolean isAllOfToday(Consumer<byte[], byte[]> consumer) {
    Set<String> others = followed.madeAnew();
    for (TopicPartition partition : consumer.assignment()) {
      if (others.contains(partition.topic())) {
        positions.put(partition, 0L);
        consumer.seek(partition, 0);
        broken(partition, "was made anew");
      }
    }
    return others.isEmpty();
  }

  /** Reads what was there a moment ago and is not accounted for by this leader's own records. */
  private void look(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, OwnRecords own) {
    consumer.pause(partitions);
    read(consumer, PAUSE);
    partitions.forEach(of -> positions.compute(of, (it, to) -> own.nextOther(of, orFirst(to))));
    Map<TopicPartition, Long> endsNow = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> targets = new HashMap<>();
    endsNow.forEach(
        (partition, end) -> {
          long position = positions.get(partition);
          if (end < position || own.isCutOff(partition)) {
            own.forget(partition);
            broken(partition, "was cut off before offset " + position + ", and ends at " + end);
            positions.put(partition, 0L);
          }
          targets.put(partition, Math.min(end, orFirst(ends.put(partition, end))));
        });
    targets.entrySet().removeIf(target -> positions.get(target.getKey()) >= target.getValue());
    targets.keySet().forEach(behind -> consumer.seek(behind, positions.get(behind)));
    consumer.resume(targets.keySet());
    readTo(consumer, targets);
    targets.keySet().forEach(read -> positions.put(read, consumer.position(read)));
  }

  private static long orFirst(Long offset) {
    return offset == null ? 0 : offset;
  }

  /** Returns whether there was something to read. */
  private boolean read(Consumer<byte[], byte[]> consumer, Duration patience) {
    List<LogRecord> records = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      long expected = positions.getOrDefault(partition, 0L);
      if (record.offset() < expected) {
        broken(partition, "begins anew at offset " + record.offset());
      } else if (tombstones.areBefore(partition, record, expected) && ofOthers == null) {
        listener.missed(partition + " was compacted since it was read long ago");
      }
      positions.put(partition, record.offset() + 1);
      codec.read(record).filter(this::isOfInterest).ifPresent(records::add);
    }
    if (!records.isEmpty()) {
      listener.read(number, records);
    }
    complaint.over(followed + " can be read");
    return !records.isEmpty();
  }

  private boolean isOfInterest(LogRecord record) {
    return ofOthers == null || (record.epoch() >= 0 && record.epoch() != ofOthers.epoch());
  }

  private void broken(TopicPartition partition, String why) {
    listener.broken(partition.topic(), partition + " " + why);
  }
}
