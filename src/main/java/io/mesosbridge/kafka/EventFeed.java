package io.mesosbridge.kafka;

import io.mesosbridge.kafka.History.BusyException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jboss.logging.Logger;

/**
 * The topics of events as they grow, for people who watch: one thread and one consumer read them
 * for all, as long as somebody watches. Who comes back goes on where they stood, with a consumer of
 * their own until they have come up with the others.
 */
@Singleton
public class EventFeed {

  private static final Logger LOG = Logger.getLogger(EventFeed.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int FEW = 100;

  /** Each who catches up takes a thread, connections to Kafka, and what these have buffered. */
  private static final int MOST_BEHIND = 4;

  private static final int MOST_WAITING = 64;

  private final KafkaClients clients;
  private final Set<String> topics;
  private final List<Seat> seats = new ArrayList<>();
  private final ThreadPoolExecutor catchingUp =
      new ThreadPoolExecutor(
          MOST_BEHIND,
          MOST_BEHIND,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          task -> daemon("bridge-events-behind", task));
  private EventPositions positions;
  private boolean following;
  private boolean closed;

  /** Follows the topics of events: what the master said, and what the bridge says. */
  public EventFeed(KafkaClients clients, Topics topics) {
    this.clients = clients;
    this.topics =
        Set.of(
            topics.offers.name(),
            topics.taskUpdates.name(),
            topics.operationUpdates.name(),
            topics.heartbeats.name(),
            topics.events.name(),
            topics.launches.name(),
            topics.commandResults.name());
    catchingUp.allowCoreThreadTimeOut(true);
  }

  /** Somebody who watches. Told on threads of the feed, one after the other. */
  public interface Watcher {

    /** The watcher has its place, and is told of what comes from now on. */
    void begun(String position);

    /** The next event; position says where to go on behind it. */
    void event(WatchedEvent event, String position);

    /** Whether what came before has been taken, or most of it. */
    boolean hasRoom();

    /** It takes events more slowly than they come. Nothing more comes. */
    void overrun();

    /** Where the watcher would go on is not there any more, or never was. Nothing more comes. */
    void gone();

    /** Nothing more comes: Kafka does not answer as it should, or too many catch up at a time. */
    void failed(RuntimeException why);

    /** Whether nobody listens any more. */
    boolean isOver();
  }

  /** A watcher and where it stands. */
  private record Seat(Watcher watcher, EventPositions at) {

    void tell(WatchedEvent event) {
      if (!watcher.isOver() && at.pass(event.partition(), event.offset())) {
        watcher.event(event, at.text());
      }
    }

    void tellIfRoom(WatchedEvent event) {
      if (watcher.hasRoom()) {
        tell(event);
      } else if (!watcher.isOver()) {
        watcher.overrun();
      }
    }
  }

  /**
   * Begins to watch, from now on, or behind what that position says.
   *
   * @param from what an event or {@link Watcher#begun} told; empty for from now on
   */
  public void watch(Watcher watcher, Optional<String> from) {
    try {
      catchingUp.execute(() -> join(watcher, from));
    } catch (RejectedExecutionException full) {
      watcher.failed(busy());
    }
  }

  /** Whether Kafka has all that comes behind that position. Fails when it does not say. */
  public CompletionStage<Boolean> isThere(String position) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    try {
      catchingUp.execute(() -> answer.completeAsync(() -> isThereNow(position), Runnable::run));
    } catch (RejectedExecutionException full) {
      answer.completeExceptionally(busy());
    }
    return answer;
  }

  private boolean isThereNow(String position) {
    try (Consumer<byte[], byte[]> own = clients.reader("events", FEW)) {
      EventPositions now = ends(own);
      return now.read(position).filter(at -> isThere(at, now, own)).isPresent();
    }
  }

  private static BusyException busy() {
    return new BusyException("%d others are about to watch".formatted(MOST_WAITING));
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void join(Watcher watcher, Optional<String> from) {
    try (Consumer<byte[], byte[]> own = clients.reader("events", FEW)) {
      EventPositions now = ends(own);
      EventPositions at = from.isEmpty() ? now : now.read(from.get()).orElse(null);
      if (at == null || !isThere(at, now, own)) {
        watcher.gone();
        return;
      }
      watcher.begun(at.text());
      catchUp(new Seat(watcher, at), own);
    } catch (RuntimeException failure) {
      watcher.failed(failure);
    }
  }

  /** Reads on until the others are not further; from there on they are told together. */
  private void catchUp(Seat seat, Consumer<byte[], byte[]> own) {
    List<TopicPartition> partitions = seat.at.partitions();
    partitions.forEach(partition -> own.seek(partition, seat.at.next(partition)));
    while (!seat.watcher.isOver() && !takesPlace(seat)) {
      if (seat.watcher.hasRoom()) {
        own.resume(partitions);
      } else {
        own.pause(partitions);
      }
      own.poll(POLL).forEach(record -> seat.tell(new WatchedEvent(record)));
    }
  }

  private EventPositions ends(Consumer<byte[], byte[]> own) {
    Map<String, Uuid> ids = new TreeMap<>(clients.topicIds("events", topics));
    List<TopicPartition> partitions =
        ids.keySet().stream()
            .flatMap(topic -> own.partitionsFor(topic).stream())
            .map(known -> new TopicPartition(known.topic(), known.partition()))
            .sorted(
                Comparator.comparing(TopicPartition::topic)
                    .thenComparing(TopicPartition::partition))
            .toList();
    own.assign(partitions);
    Map<TopicPartition, Long> ends = own.endOffsets(partitions);
    long[] next = partitions.stream().mapToLong(ends::get).toArray();
    return new EventPositions(partitions, ids.toString().hashCode() + partitions.size(), next);
  }

  private static boolean isThere(
      EventPositions at, EventPositions ends, Consumer<byte[], byte[]> own) {
    Map<TopicPartition, Long> beginnings = own.beginningOffsets(at.partitions());
    return ends.reaches(at)
        && at.partitions().stream().allMatch(each -> at.next(each) >= beginnings.get(each));
  }

  private synchronized boolean takesPlace(Seat seat) {
    if (!following) {
      following = true;
      positions = seat.at.copy();
      daemon("bridge-events", this::follow).start();
    }
    return seat.at.reaches(positions) && seats.add(seat);
  }

  private void follow() {
    try (Consumer<byte[], byte[]> all = clients.reader("events", FEW)) {
      all.assign(positions.partitions());
      positions.partitions().forEach(each -> all.seek(each, positions.next(each)));
      while (goesOn()) {
        tell(all.poll(POLL));
        if (positions.partitions().stream().anyMatch(p -> all.position(p) < positions.next(p))) {
          endAll(Watcher::gone); // a topic was made anew
        }
      }
    } catch (RuntimeException failure) {
      LOG.warnf("Nobody can watch events: %s", clients.inWords(failure));
      endAll(watcher -> watcher.failed(failure));
    }
  }

  private interface Ending {
    void of(Watcher watcher);
  }

  private synchronized boolean goesOn() {
    seats.removeIf(seat -> seat.watcher.isOver());
    following = following && !closed && !seats.isEmpty();
    return following;
  }

  private synchronized void tell(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      WatchedEvent event = new WatchedEvent(record);
      positions.pass(event.partition(), event.offset());
      seats.forEach(seat -> seat.tellIfRoom(event));
    }
  }

  /** Ends with the process. */
  @PreDestroy
  synchronized void end() {
    closed = true;
    catchingUp.shutdownNow();
  }

  private synchronized void endAll(Ending ending) {
    following = false;
    seats.forEach(seat -> ending.of(seat.watcher));
    seats.clear();
  }
}
