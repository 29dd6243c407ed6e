package io.mesosbridge.simulation;

import io.mesosbridge.core.Now;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A bridge's membership in the group, and its commits: what is assigned is read once the topic was
 * looked at; from then on the first offset in hand is committed again and again, which proves
 * membership; what is in hand dies with the membership.
 */
final class CoreMember implements SimConsumer.Listener {

  private final CoreBridge bridge;
  private final SimProcess process;
  private final SimConsumer consumer;
  private final TreeMap<Long, SimRecord> inHand = new TreeMap<>();
  private long bytes;
  private String topicId;
  private long next;
  private String before;
  private boolean assigned;
  private int assignments;

  CoreMember(CoreBridge bridge, SimProcess process) {
    this.bridge = bridge;
    this.process = process;
    this.consumer = process.consumer(SimWorld.COMMANDS, this);
  }

  @Override
  public void assigned(int generation, List<Integer> partitions) {
    bridge.input(
        () -> {
          lose("the group assigned the commands anew");
          assigned = !partitions.isEmpty();
          consumer.pause();
        });
  }

  @Override
  public void revoked(List<Integer> partitions) {
    Long first = topicId == null || inHand.isEmpty() ? null : inHand.firstKey();
    String mark = topicId;
    bridge.input(() -> lose("the group took the commands"));
    if (first != null) {
      consumer.commit(Map.of(0, first), mark, verdict -> process.tell(() -> "last " + verdict));
    }
  }

  @Override
  public void lost(List<Integer> partitions) {
    bridge.input(() -> lose("the group expelled this instance"));
  }

  @Override
  public void received(int partition, List<SimRecord> records) {
    bridge.input(
        () -> {
          if (topicId != null && !records.isEmpty() && records.get(0).offset() < next) {
            consumer.pause();
            lose("the command topic begins anew");
            assigned = true;
          } else if (topicId != null) {
            for (SimRecord record : records) {
              next = record.offset() + 1;
              inHand.put(record.offset(), record);
              bytes += record.bytes();
            }
            bridge.input(() -> arrived(records));
          }
        });
  }

  @SuppressWarnings("ReferenceEquality") // the same record, not an equal one that came again
  private void arrived(List<SimRecord> records) {
    bridge.received(
        records.stream().filter(record -> inHand.get(record.offset()) == record).toList());
  }

  void settled(long offset) {
    SimRecord settled = inHand.remove(offset);
    bytes -= settled == null ? 0 : settled.bytes();
  }

  /** What was received is received once more. */
  void forget() {
    if (!inHand.isEmpty()) {
      next = inHand.firstKey();
      consumer.seek(0, next);
      inHand.clear();
      bytes = 0;
    }
  }

  /** To be called each second. */
  void beat() {
    if (process.kafka().isAway()) {
      return;
    }
    look();
    Long position = consumer.positions().get(0);
    if (topicId != null && position != null) {
      long offset = inHand.isEmpty() ? position : inHand.firstKey();
      long sentAt = bridge.now().nanos();
      int sentFor = assignments;
      consumer.commit(
          Map.of(0, offset),
          topicId,
          verdict -> bridge.input(() -> answered(sentAt, sentFor, verdict)));
    }
  }

  private void answered(long sentAtNanos, int sentFor, SimGroup.Verdict verdict) {
    if (sentFor == assignments) {
      Now now = bridge.now();
      if (verdict == SimGroup.Verdict.TAKEN) {
        bridge.core().confirmed(sentAtNanos, now);
      } else {
        lose("the group took no commit: " + verdict);
      }
    }
  }

  private void look() {
    SimTopic topic = process.kafka().topic(SimWorld.COMMANDS).orElse(null);
    boolean kept = assigned;
    if (topic == null) {
      if (topicId != null) {
        consumer.pause();
        lose("the command topic was deleted");
        assigned = kept;
      }
      return;
    }
    if (topicId != null && !topicId.equals(topic.id())) {
      lose("the command topic was made anew");
      assigned = kept;
    }
    if (topicId == null && assigned) {
      read(topic);
    }
  }

  private void read(SimTopic topic) {
    long committed = process.kafka().group().committed(SimWorld.COMMANDS, 0);
    String mark = process.kafka().group().mark(SimWorld.COMMANDS);
    boolean another = before != null && !before.equals(topic.id()) && !mark.equals(topic.id());
    boolean contradicts = !mark.isEmpty() && !mark.equals(topic.id());
    long start = topic.partitions().get(0).start();
    long first = committed < 0 || another || contradicts ? start : committed;
    consumer.seek(0, first);
    next = Math.max(first, start); // what was deleted cannot come
    topicId = topic.id();
    before = topicId;
    if (committed >= 0 && start > committed && !another && !contradicts) {
      bridge.core().commandsDeleted(start - committed, bridge.now());
    }
    bridge.core().owned(topicId, bridge.now());
    consumer.resume();
  }

  /** Before anything is given up, leadership is told. */
  private void lose(String why) {
    boolean wasRead = topicId != null;
    topicId = null;
    assignments++;
    if (wasRead) {
      bridge.core().lost(why, bridge.now());
    }
    inHand.clear();
    bytes = 0;
    assigned = false;
  }

  long bytes() {
    return bytes;
  }

  Collection<Long> inHand() {
    return inHand.keySet();
  }

  /** Whether it has no command, and none that it knows of is on its way. */
  boolean isAtRest() {
    return inHand.isEmpty() && (!assigned || topicId != null);
  }
}
