package io.mesosbridge.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The coordinator of a consumer group of one topic: who belongs to it, in which generation, and
 * what was committed. It tells members at their next heartbeat, and checks of a commit what a
 * broker checks: member and generation, not who owns the partition.
 */
public final class SimGroup {

  /** What a broker says to a commit. */
  public enum Verdict {
    TAKEN,
    UNKNOWN_MEMBER,
    ILLEGAL_GENERATION
  }

  /** Who hears of commits that were taken. */
  interface Witness {
    void committed(String topic, int partition, long offset);
  }

  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
  static final Duration REBALANCE_TIMEOUT = Duration.ofSeconds(30);
  private static final long HEARTBEAT_MILLIS = 800;

  private static final class Member {
    private final String id;
    private final SimConsumer consumer;
    private boolean joined = true;
    private boolean silent;
    private long session = -1;

    private Member(String id, SimConsumer consumer) {
      this.id = id;
      this.consumer = consumer;
    }
  }

  private final SimKafka kafka;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<String, Map<Integer, Long>> committed = new HashMap<>();
  private final Map<String, String> marks = new HashMap<>();
  private final List<Runnable> untilBack = new ArrayList<>();
  private Witness witness = (topic, partition, offset) -> {};
  private int generation;
  private int ids;
  private boolean rebalancing;
  private long deadline = -1;

  SimGroup(SimKafka kafka) {
    this.kafka = kafka;
  }

  void witness(Witness heard) {
    witness = heard;
  }

  public int generation() {
    return generation;
  }

  /** Whether that generation is the current one, and nobody has to join again. */
  boolean isStable(int asked) {
    return asked == generation && !rebalancing;
  }

  /** The ids of its members, oldest first. */
  public List<String> members() {
    return List.copyOf(members.keySet());
  }

  /** The offset that was committed, or -1. */
  public long committed(String topic, int partition) {
    return committed.getOrDefault(topic, Map.of()).getOrDefault(partition, -1L);
  }

  /** What was committed beside the offset; empty for nothing. */
  public String mark(String topic) {
    return marks.getOrDefault(topic, "");
  }

  /** A new member, which is told its partitions once all others have joined again. */
  String join(SimConsumer consumer) {
    String id = consumer.name() + "-" + ++ids;
    members.put(id, new Member(id, consumer));
    rebalance();
    return id;
  }

  void leave(String id) {
    Member member = members.remove(id);
    if (member != null) {
      kafka.loop().cancel(member.session);
      rebalance();
    }
  }

  /** An operator or broker removes a member, which learns of it at its next heartbeat. */
  public void expel(String id) {
    Member member = members.get(id);
    if (member != null) {
      leave(id);
      atNextHeartbeat(() -> member.consumer.expelled(id));
    }
  }

  /** Has all members join again. */
  public void rebalance() {
    if (!rebalancing) {
      rebalancing = true;
      for (Member member : members.values()) {
        member.joined = member.consumer.isNew(member.id);
      }
      deadline = kafka.loop().after(REBALANCE_TIMEOUT, this::withoutThoseWhoAreLate);
      List.copyOf(members.values()).forEach(this::call);
    }
    completeIfAllJoined();
  }

  private void call(Member member) {
    if (!member.joined) {
      atNextHeartbeat(() -> member.consumer.toJoinAgain(member.id));
    }
  }

  private void atNextHeartbeat(Runnable telling) {
    kafka
        .loop()
        .after(
            kafka.atMost(HEARTBEAT_MILLIS),
            () -> {
              if (kafka.isAway()) {
                untilBack.add(telling);
              } else {
                telling.run();
              }
            });
  }

  /** A member has given up its partitions and waits for new ones. */
  void joinedAgain(String id) {
    Member member = members.get(id);
    if (member != null) {
      member.joined = true;
      completeIfAllJoined();
    }
  }

  private void withoutThoseWhoAreLate() {
    if (kafka.isAway()) {
      deadline = kafka.loop().after(REBALANCE_TIMEOUT, this::withoutThoseWhoAreLate);
      return;
    }
    for (Member member : List.copyOf(members.values())) {
      if (!member.joined) {
        members.remove(member.id);
        kafka.loop().cancel(member.session);
        atNextHeartbeat(() -> member.consumer.expelled(member.id));
      }
    }
    completeIfAllJoined();
  }

  private void completeIfAllJoined() {
    if (!rebalancing || !members.values().stream().allMatch(member -> member.joined)) {
      return;
    }
    rebalancing = false;
    kafka.loop().cancel(deadline);
    generation++;
    int now = generation;
    List<Member> all = new ArrayList<>(members.values());
    if (all.isEmpty()) {
      return;
    }
    int first = kafka.choose(all.size());
    String topic = all.get(0).consumer.topic();
    int partitions = kafka.topic(topic).map(found -> found.partitions().size()).orElse(0);
    for (int i = 0; i < all.size(); i++) {
      Member member = all.get(i);
      List<Integer> own = new ArrayList<>();
      for (int partition = 0; partition < partitions; partition++) {
        if ((first + partition) % all.size() == i) {
          own.add(partition);
        }
      }
      atNextHeartbeat(() -> member.consumer.assigned(member.id, now, own));
    }
  }

  /** The same with nothing beside the offsets. */
  Verdict commit(String id, int byGeneration, String topic, Map<Integer, Long> offsets) {
    return commit(id, byGeneration, topic, offsets, "");
  }

  /** What the broker says to a commit that arrives now; a taken one counts. */
  Verdict commit(
      String id, int byGeneration, String topic, Map<Integer, Long> offsets, String mark) {
    if (!members.containsKey(id)) {
      return Verdict.UNKNOWN_MEMBER;
    }
    if (byGeneration != generation) {
      return Verdict.ILLEGAL_GENERATION;
    }
    marks.put(topic, mark);
    offsets.forEach(
        (partition, offset) -> {
          committed.computeIfAbsent(topic, key -> new HashMap<>()).put(partition, offset);
          witness.committed(topic, partition, offset);
        });
    return Verdict.TAKEN;
  }

  /** A member's process stands still or is dead: its session ends unless it is heard again. */
  void silent(String id) {
    Member member = members.get(id);
    if (member != null) {
      member.silent = true;
      if (!kafka.isAway()) {
        endLater(member);
      }
    }
  }

  private void endLater(Member member) {
    kafka.loop().cancel(member.session);
    member.session = kafka.loop().after(SESSION_TIMEOUT, () -> endIfSilent(member));
  }

  private void endIfSilent(Member member) {
    if (member.silent && !kafka.isAway()) {
      expel(member.id);
    }
  }

  void heard(String id) {
    Member member = members.get(id);
    if (member != null) {
      member.silent = false;
      kafka.loop().cancel(member.session);
    }
  }

  /** The brokers are there again: sessions begin anew. */
  void back() {
    List.copyOf(untilBack).forEach(this::atNextHeartbeat);
    untilBack.clear();
    members.values().stream().filter(member -> member.silent).forEach(this::endLater);
  }

  void topicDeleted(String topic) {
    committed.remove(topic);
    marks.remove(topic);
  }

  /** What was committed has expired, as if the group were another one. */
  public void forgetCommits() {
    committed.clear();
    marks.clear();
    rebalance();
  }

  /** Members notice that partitions came or went, and ask for a new assignment. */
  void topicChanged(String topic) {
    if (members.values().stream().anyMatch(member -> member.consumer.topic().equals(topic))) {
      atNextHeartbeat(this::rebalance);
    }
  }
}
