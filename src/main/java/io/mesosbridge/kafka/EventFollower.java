package io.mesosbridge.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads the topics of events as they grow, on a thread of its own, for all who have come up with
 * it; ends when nobody is there or on the way, when a topic was made anew, or Kafka fails.
 */
final class EventFollower {

  private static final Logger LOG = Logger.getLogger(EventFollower.class);
  private static final Duration POLL = Duration.ofMillis(250);

  private final KafkaClients clients;
  private final EventPositions positions;
  private final List<Seat> seats = new ArrayList<>();
  private int onTheWay;
  private boolean over;

  private EventFollower(KafkaClients clients, EventPositions positions) {
    this.clients = clients;
    this.positions = positions;
  }

  /** Somebody who watches, and which event comes next. */
  record Seat(EventFeed.Watcher watcher, EventPositions at) {

    void tell(WatchedEvent event) {
      if (!watcher.isOver() && at.pass(event.partition(), event.offset())) {
        watcher.event(event, at.text());
      }
    }

    private void tellIfRoom(WatchedEvent event) {
      if (watcher.hasRoom()) {
        tell(event);
      } else if (!watcher.isOver()) {
        watcher.overrun();
      }
    }
  }

  private interface Ending {
    void of(EventFeed.Watcher watcher);
  }

  /** One that reads from there on, and of whom somebody is on the way. */
  static EventFollower from(KafkaClients clients, EventPositions ends) {
    EventFollower follower = new EventFollower(clients, ends.copy());
    follower.onTheWay = 1;
    Thread thread = new Thread(follower::follow, "bridge-events");
    thread.setDaemon(true);
    thread.start();
    return follower;
  }

  /** Somebody is on the way, if it still reads these very topics; one that reads others ends. */
  synchronized boolean awaitsOneMore(EventPositions now) {
    if (!over && !positions.isOfTheSameAs(now)) {
      end(EventFeed.Watcher::gone);
    }
    onTheWay += over ? 0 : 1;
    return !over;
  }

  /** Whoever was on the way has come up, or goes no further. */
  synchronized void awaitsOneLess() {
    onTheWay--;
  }

  /** The watcher is told of what comes from now on. */
  synchronized void sitDown(EventFeed.Watcher watcher) {
    Seat seat = new Seat(watcher, positions.copy());
    watcher.begun(seat.at.text());
    if (!takes(seat)) {
      throw new IllegalStateException("a position is behind itself");
    }
  }

  /** Whether the seat has come up, or is over because this is. */
  synchronized boolean takes(Seat seat) {
    if (over) {
      seat.watcher.overrun();
    } else if (seat.at.reaches(positions)) {
      seats.add(seat);
    } else {
      return false;
    }
    return true;
  }

  /** Whatever ends it, nobody sits down with it any more, or waits for it. */
  private void follow() {
    Guarded.run(
        this::readOn,
        failure -> {
          LOG.warnf("Nobody can watch events: %s", clients.inWords(failure));
          end(watcher -> watcher.failed(failure));
        });
  }

  private void readOn() {
    List<TopicPartition> partitions = positions.partitions();
    try (Consumer<byte[], byte[]> all = clients.readerForPeople("events")) {
      all.assign(partitions);
      partitions.forEach(each -> all.seek(each, positions.next(each)));
      while (goesOn()) {
        tell(all.poll(POLL));
        if (partitions.stream().anyMatch(p -> all.position(p) < positions.next(p))) {
          end(EventFeed.Watcher::gone); // a topic was made anew
        }
      }
    }
  }

  private synchronized boolean goesOn() {
    seats.removeIf(seat -> seat.watcher.isOver());
    over = over || (seats.isEmpty() && onTheWay == 0);
    return !over;
  }

  private synchronized void tell(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      WatchedEvent event = new WatchedEvent(record);
      positions.pass(event.partition(), event.offset());
      seats.forEach(seat -> seat.tellIfRoom(event));
    }
  }

  /** Ends with the process. */
  void end() {
    end(EventFeed.Watcher::overrun);
  }

  private synchronized void end(Ending ending) {
    over = true;
    seats.forEach(seat -> ending.of(seat.watcher));
    seats.clear();
  }
}
