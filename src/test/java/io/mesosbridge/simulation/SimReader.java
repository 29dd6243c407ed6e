package io.mesosbridge.simulation;

import java.util.List;

/**
 * Reads one partition from a position on, uncommitted records as well, and hands on what comes. The
 * next records are fetched once the last ones have been taken.
 */
public final class SimReader implements SimKafka.Watcher {

  /** What a reader is told, where its process takes it. */
  public interface Listener {
    /**
     * The next records; none when there were only gaps.
     *
     * @param position where it reads on
     */
    void read(List<SimRecord> records, long position);

    /** What is at the position was deleted, or the position is behind the end: seek to go on. */
    void outOfRange(long start, long end);
  }

  private static final int MOST = 500;
  private static final long FETCH_MILLIS = 3;

  private final SimKafka kafka;
  private final Mailbox mailbox;
  private final String topic;
  private final int partition;
  private final Listener listener;
  private long position;
  private boolean fetching;
  private boolean lost;
  private boolean closed;

  SimReader(
      SimKafka kafka,
      Mailbox mailbox,
      String topic,
      int partition,
      long position,
      Listener listener) {
    this.kafka = kafka;
    this.mailbox = mailbox;
    this.topic = topic;
    this.partition = partition;
    this.position = position;
    this.listener = listener;
    kafka.watch(topic, this);
    look();
  }

  public long position() {
    return position;
  }

  /** Reads on from there. */
  public void seek(long offset) {
    position = offset;
    lost = false;
    look();
  }

  public void close() {
    closed = true;
    kafka.forget(topic, this);
  }

  @Override
  public long unread() {
    return position;
  }

  @Override
  public void look() {
    if (!fetching && !lost && !closed && hasNews()) {
      fetching = true;
      kafka.loop().after(kafka.atMost(FETCH_MILLIS), this::fetch);
    }
  }

  private boolean hasNews() {
    return !kafka.isAway()
        && mailbox.reaches(topic)
        && kafka.partition(topic, partition).filter(log -> position != log.end()).isPresent();
  }

  private void fetch() {
    fetching = false;
    if (closed || lost || !hasNews()) {
      return;
    }
    SimPartition log = kafka.partition(topic, partition).orElseThrow();
    if (position < log.start() || position > log.end()) {
      lost = true;
      long start = log.start();
      long end = log.end();
      mailbox.deliver(() -> tellIfOpen(() -> listener.outOfRange(start, end)));
      return;
    }
    SimPartition.Batch batch = log.read(position, MOST, false);
    position = batch.position();
    fetching = true;
    mailbox.deliver(
        () -> {
          fetching = false;
          tellIfOpen(() -> listener.read(batch.records(), batch.position()));
          look();
        });
  }

  private void tellIfOpen(Runnable telling) {
    if (!closed) {
      telling.run();
    }
  }
}
