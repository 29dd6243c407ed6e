package io.mesosbridge.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One member's way into the consumer group: fetches committed records of the partitions that it was
 * assigned, from what was committed on, or else from the beginning.
 */
public final class SimConsumer implements SimKafka.Watcher {

  /** What a member is told, where its process takes it. */
  public interface Listener {
    /** It has these partitions from now on; none, when others have them all. */
    void assigned(int generation, List<Integer> partitions);

    /** It must give them up now; it has joined again when this returns. */
    void revoked(List<Integer> partitions);

    /** It has lost them already, to whomever; it joins as a new member when this returns. */
    void lost(List<Integer> partitions);

    /** The next records of a partition. */
    void received(int partition, List<SimRecord> records);
  }

  /** What becomes of a commit; nothing comes while nobody answers. */
  public interface Committed {
    void answered(SimGroup.Verdict verdict);
  }

  private static final int MOST = 16;
  private static final long FETCH_MILLIS = 3;
  private static final long COMMIT_MILLIS = 5;

  private final SimKafka kafka;
  private final Mailbox mailbox;
  private final String name;
  private final String topic;
  private final Listener listener;
  private final Map<Integer, Long> positions = new LinkedHashMap<>();
  private String member;
  private int generation = -1;
  private long seeks;
  private boolean fetching;
  private boolean paused;
  private boolean closed;

  SimConsumer(SimKafka kafka, Mailbox mailbox, String name, String topic, Listener listener) {
    this.kafka = kafka;
    this.mailbox = mailbox;
    this.name = name;
    this.topic = topic;
    this.listener = listener;
    kafka.watch(topic, this);
    member = kafka.group().join(this);
  }

  String name() {
    return name;
  }

  String topic() {
    return topic;
  }

  /** The id that the group knows it by. */
  public String member() {
    return member;
  }

  /** Where each partition that it has is read on. */
  public Map<Integer, Long> positions() {
    return Map.copyOf(positions);
  }

  /** Fetches nothing until {@link #resume}. */
  public void pause() {
    paused = true;
  }

  public void resume() {
    paused = false;
    look();
  }

  /** Reads a partition that it has on from there; what was fetched already does not come. */
  public void seek(int partition, long offset) {
    seeks++;
    positions.replace(partition, offset);
    look();
  }

  /** Commits as the member that it is now. */
  public void commit(Map<Integer, Long> offsets, Committed answer) {
    commit(offsets, "", answer);
  }

  /** The same with something to be remembered beside the offsets. */
  public void commit(Map<Integer, Long> offsets, String mark, Committed answer) {
    String id = member;
    int by = generation;
    Map<Integer, Long> copy = Map.copyOf(offsets);
    kafka.loop().after(kafka.atMost(COMMIT_MILLIS), () -> commit(id, by, copy, mark, answer));
  }

  private void commit(
      String id, int by, Map<Integer, Long> offsets, String mark, Committed answer) {
    if (!kafka.isAway() && mailbox.reaches(SimWorld.STATE)) { // where the coordinator is as well
      SimGroup.Verdict verdict = kafka.group().commit(id, by, topic, offsets, mark);
      mailbox.deliver(() -> answer.answered(verdict));
    }
  }

  /** Leaves the group. */
  public void close() {
    dead();
    kafka.group().leave(member);
  }

  /** The process is gone; the group notices by itself. */
  void dead() {
    closed = true;
    kafka.forget(topic, this);
  }

  /** Whether it has joined under that id and was never assigned anything. */
  boolean isNew(String id) {
    return member == null || (id.equals(member) && generation < 0);
  }

  void assigned(String id, int in, List<Integer> partitions) {
    mailbox.deliverFromAfar(
        () -> {
          if (isMember(id) && kafka.group().isStable(in)) {
            generation = in;
            positions.clear();
            for (int partition : partitions) {
              positions.put(partition, beginning(partition));
            }
            listener.assigned(in, partitions);
            look();
          }
        });
  }

  private boolean isMember(String id) {
    return !closed && id.equals(member);
  }

  private long beginning(int partition) {
    long committed = kafka.group().committed(topic, partition);
    return committed >= 0
        ? committed
        : kafka.partition(topic, partition).map(SimPartition::start).orElse(0L);
  }

  void toJoinAgain(String id) {
    mailbox.deliverFromAfar(
        () -> {
          if (isMember(id)) {
            listener.revoked(giveUp());
            kafka.group().joinedAgain(id);
          }
        });
  }

  void expelled(String id) {
    mailbox.deliverFromAfar(
        () -> {
          if (isMember(id)) {
            generation = -1;
            listener.lost(giveUp());
            if (!closed) {
              member = null;
              member = kafka.group().join(this);
            }
          }
        });
  }

  private List<Integer> giveUp() {
    List<Integer> had = new ArrayList<>(positions.keySet());
    positions.clear();
    return had;
  }

  @Override
  public void look() {
    if (!fetching && !paused && !closed && next() >= 0) {
      fetching = true;
      kafka.loop().after(kafka.atMost(FETCH_MILLIS), this::fetch);
    }
  }

  /** A partition with something to fetch, or -1. */
  private int next() {
    if (!kafka.isAway()) {
      for (Map.Entry<Integer, Long> each : positions.entrySet()) {
        SimPartition log = kafka.partition(topic, each.getKey()).orElse(null);
        if (log != null && each.getValue() != log.stableEnd() && each.getValue() != log.end()) {
          return each.getKey();
        }
      }
    }
    return -1;
  }

  private void fetch() {
    fetching = false;
    int partition = paused || closed ? -1 : next();
    if (partition < 0) {
      return;
    }
    SimPartition log = kafka.partition(topic, partition).orElseThrow();
    long position = positions.get(partition);
    if (position < log.start() || position > log.end()) {
      position = log.start();
    }
    SimPartition.Batch batch = log.read(position, MOST, true);
    int by = generation;
    long after = seeks;
    fetching = true;
    mailbox.deliver(
        () -> {
          fetching = false;
          boolean current = by == generation && after == seeks && !closed;
          if (current && positions.containsKey(partition)) {
            positions.put(partition, batch.position());
            listener.received(partition, batch.records());
          }
          look();
        });
  }
}
