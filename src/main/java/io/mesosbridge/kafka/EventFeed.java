package io.mesosbridge.kafka;

import io.mesosbridge.kafka.EventFollower.Seat;
import io.mesosbridge.kafka.History.BusyException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
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
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The topics of events as they grow, for people who watch: one thread and one consumer read them
 * for all ({@link EventFollower}), as long as somebody watches. Who comes back goes on where they
 * stood, with a consumer of their own until they have come up with the others.
 */
@Singleton
public class EventFeed {

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_JOINING = 2;

  /** Each who catches up takes a thread, connections to Kafka, and what these have buffered. */
  private static final int MOST_BEHIND = 4;

  private static final int MOST_WAITING = 64;

  /** How long one reads on while others wait, which is longer than {@link #PATIENCE}. */
  private static final Duration TURN = Duration.ofSeconds(20);

  private final KafkaClients clients;
  private final Duration turn;
  private final Set<String> topics;
  private final String heartbeats;
  private final ThreadPoolExecutor joining = pool(MOST_JOINING, "bridge-events-joining");
  private final ThreadPoolExecutor catchingUp = pool(MOST_BEHIND, "bridge-events-behind");
  private EventFollower current;

  /** Follows the topics of events: what the master said, and what the bridge says. */
  @Inject
  public EventFeed(KafkaClients clients, Topics topics) {
    this(clients, topics, TURN);
  }

  EventFeed(KafkaClients clients, Topics topics, Duration turn) {
    this.clients = clients;
    this.turn = turn;
    this.topics =
        Set.of(
            topics.offers.name(),
            topics.taskUpdates.name(),
            topics.operationUpdates.name(),
            topics.heartbeats.name(),
            topics.events.name(),
            topics.launches.name(),
            topics.commandResults.name());
    this.heartbeats = topics.heartbeats.name();
  }

  private static ThreadPoolExecutor pool(int threads, String name) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> daemon(name, task));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
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

  /**
   * Begins to watch, from now on, or behind what that position says.
   *
   * @param from what an event or {@link Watcher#begun} told; empty for from now on
   */
  public void watch(Watcher watcher, Optional<String> from) {
    try {
      joining.execute(() -> Guarded.run(() -> join(watcher, from), watcher::failed));
    } catch (RejectedExecutionException full) {
      watcher.failed(busy());
    }
  }

  /** Whether Kafka has all that comes behind that position. Fails when it does not say. */
  public CompletionStage<Boolean> isThere(String position) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    try {
      joining.execute(() -> answer.completeAsync(() -> isThereNow(position), Runnable::run));
    } catch (RejectedExecutionException full) {
      answer.completeExceptionally(busy());
    }
    return answer;
  }

  private boolean isThereNow(String position) {
    try (Consumer<byte[], byte[]> own = clients.readerForPeople("events")) {
      EventPositions now = ends(own);
      return now.read(position).filter(at -> isThere(at, now, own)).isPresent();
    }
  }

  private static BusyException busy() {
    return new BusyException("%d others are about to watch".formatted(MOST_WAITING));
  }

  private void join(Watcher watcher, Optional<String> from) {
    try (Consumer<byte[], byte[]> own = clients.readerForPeople("events")) {
      EventPositions now = ends(own);
      EventPositions at = from.isEmpty() ? now : now.read(from.get()).orElse(null);
      if (at == null || !isThere(at, now, own)) {
        watcher.gone();
        return;
      }
      EventFollower follower = follower(now);
      if (from.isEmpty()) {
        sitDown(watcher, follower);
      } else {
        comeBack(new Seat(watcher, at), follower);
      }
    }
  }

  private static void sitDown(Watcher watcher, EventFollower follower) {
    try {
      follower.sitDown(watcher);
    } finally {
      follower.awaitsOneLess();
    }
  }

  private void comeBack(Seat seat, EventFollower follower) {
    boolean isOnTheWay = false;
    try {
      seat.watcher().begun(seat.at().text());
      isOnTheWay = queuesUp(seat, follower);
    } finally {
      if (!isOnTheWay) {
        follower.awaitsOneLess();
      }
    }
  }

  private boolean queuesUp(Seat seat, EventFollower follower) {
    try {
      catchingUp.execute(() -> Guarded.run(() -> catchUp(seat, follower), seat.watcher()::failed));
      return true;
    } catch (RejectedExecutionException full) {
      seat.watcher().failed(busy());
      return false;
    }
  }

  /** The one who reads for all, and who awaits one more from now on. */
  private synchronized EventFollower follower(EventPositions now) {
    if (current == null || !current.awaitsOneMore(now)) {
      current = EventFollower.from(clients, now);
    }
    return current;
  }

  private void catchUp(Seat seat, EventFollower follower) {
    boolean isOnTheWay = false;
    try {
      isOnTheWay = !isThrough(seat, follower) && queuesUp(seat, follower);
    } finally {
      if (!isOnTheWay) {
        follower.awaitsOneLess();
      }
    }
  }

  /** Reads on until the others are not further, or, if somebody waits, until its turn is over. */
  private boolean isThrough(Seat seat, EventFollower follower) {
    List<TopicPartition> partitions = seat.at().partitions();
    try (Consumer<byte[], byte[]> own = clients.readerForPeople("events")) {
      own.assign(partitions);
      goOnAt(seat, own);
      long began = System.nanoTime();
      long roomUntil = began;
      while (!seat.watcher().isOver() && !follower.takes(seat)) {
        if (System.nanoTime() - began > turn.toNanos() && !catchingUp.getQueue().isEmpty()) {
          return false;
        }
        if (seat.watcher().hasRoom()) {
          roomUntil = System.nanoTime();
          own.resume(partitions);
        } else if (System.nanoTime() - roomUntil > PATIENCE.toNanos()) {
          seat.watcher().overrun();
        } else {
          own.pause(partitions);
        }
        tell(seat, own);
      }
      return true;
    }
  }

  private static void goOnAt(Seat seat, Consumer<byte[], byte[]> own) {
    seat.at().partitions().forEach(each -> own.seek(each, seat.at().next(each)));
  }

  private static void tell(Seat seat, Consumer<byte[], byte[]> own) {
    for (ConsumerRecord<byte[], byte[]> record : own.poll(POLL)) {
      if (!seat.watcher().hasRoom()) {
        goOnAt(seat, own);
        return;
      }
      seat.tell(new WatchedEvent(record));
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

  /** Heartbeats, which Kafka keeps for an hour, are passed over as far as they are gone. */
  private boolean isThere(EventPositions at, EventPositions ends, Consumer<byte[], byte[]> own) {
    Map<TopicPartition, Long> beginnings = own.beginningOffsets(at.partitions());
    for (TopicPartition partition : at.partitions()) {
      long beginning = beginnings.get(partition);
      if (partition.topic().equals(heartbeats)) {
        at.pass(partition, beginning - 1);
      } else if (at.next(partition) < beginning) {
        return false;
      }
    }
    return ends.reaches(at);
  }

  /** Ends with the process. */
  @PreDestroy
  synchronized void end() {
    joining.shutdownNow();
    catchingUp.shutdownNow();
    if (current != null) {
      current.end();
    }
  }
}
