package io.mesosbridge.app;

import io.mesosbridge.core.Bridge;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.kafka.LogReader;
import io.mesosbridge.kafka.OwnRecords;
import io.mesosbridge.kafka.TopicWatch;
import io.mesosbridge.kafka.Topics;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The topics that the bridge remembers itself by, read back from the start to the end of the
 * process: brings what was read to the loop.
 */
final class Log implements LogReader.Listener {

  /** So many polls may have been read and not handled, lest a busy loop lets them fill the heap. */
  private static final int UNHANDLED = 16;

  private final Semaphore unhandled = new Semaphore(UNHANDLED);
  private final Services services;
  private final Loop loop;
  private final LogReader state;
  private final LogReader tables;
  private final LogReader results;
  private long reading;
  private long request;
  private int unread;
  private boolean isRead;

  /** Begins to read. */
  Log(Services services, Loop loop) {
    this.services = services;
    this.loop = loop;
    Topics topics = services.topics();
    state = new LogReader(services.clients(), topics, List.of(topics.state), "state", this);
    tables =
        new LogReader(
            services.clients(),
            topics,
            List.of(topics.tasks, topics.offers, topics.launches),
            "tables",
            this);
    results =
        new LogReader(services.clients(), topics, List.of(topics.commandResults), "results", this);
    tellOnceRead();
  }

  private void tellOnceRead() {
    long of = reading;
    isRead = false;
    tables.toEnds(() -> loop.onContext(bridge -> isRead |= of == reading));
    state.toEnds(() -> {}); // only from there on it tells what it missed
  }

  /** Whether the tables have been read to where they ended when that was begun. */
  boolean isRead() {
    return isRead;
  }

  /** Tells the bridge once it has read to where the topics end now, those of results aside. */
  void toEnds(long newRequest) {
    request = newRequest;
    unread = 2;
    state.toEnds(() -> caughtUp(newRequest));
    tables.toEnds(() -> caughtUp(newRequest));
  }

  private void caughtUp(long of) {
    loop.onContext(
        bridge -> {
          if (of == request && --unread == 0) {
            bridge.caughtUp(of, Loop.now());
          }
        });
  }

  /**
   * Somebody leads in that epoch: what that one writes to the tables is of no interest from here
   * on, nor is a result, once all that there are now have been read.
   */
  void led(long epoch, OwnRecords own) {
    tables.ofOthers(epoch, own);
    results.toEnds(() -> loop.onContext(bridge -> bridge.resultsRead(epoch, Loop.now())));
    results.ofOthers(epoch, own);
  }

  /** Reads all from the beginning; nothing that was read before is told any more. */
  void anew() {
    reading++;
    state.anew(reading);
    tables.anew(reading);
    results.anew(reading);
    tellOnceRead();
  }

  /** Stops, at once. */
  void close() {
    state.close();
    tables.close();
    results.close();
  }

  @Override
  public void read(long of, List<LogRecord> records) {
    unhandled.acquireUninterruptibly();
    loop.onContext(bridge -> unhandled.release());
    loop.onContext(
        bridge -> {
          if (of == reading) {
            bridge.read(records, Loop.now());
          }
        });
  }

  @Override
  public void broken(String topic, String why) {
    loop.onContext(bridge -> bridge.logBroken(tableOf(topic), why, Loop.now()));
  }

  @Override
  public void missed(String why) {
    loop.onContext(bridge -> bridge.logBroken(null, why, Loop.now()));
  }

  /** A topic, of the log or another one, was made again. */
  void recreated(Bridge bridge, TopicWatch.Recreated recreated) {
    String topic = recreated.topic().name();
    bridge.recreated(topic, tableOf(topic), recreated.hasFewerPartitions(), Loop.now());
  }

  /** The topic of the log of that name, or null. */
  private Outgoing.Topic tableOf(String name) {
    Topics topics = services.topics();
    if (name.equals(topics.state.name())) {
      return Outgoing.Topic.STATE;
    }
    if (name.equals(topics.tasks.name())) {
      return Outgoing.Topic.TASKS;
    }
    if (name.equals(topics.launches.name())) {
      return Outgoing.Topic.LAUNCHES;
    }
    return name.equals(topics.offers.name()) ? Outgoing.Topic.OFFERS : null;
  }
}
