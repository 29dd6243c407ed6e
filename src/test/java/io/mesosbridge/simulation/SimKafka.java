package io.mesosbridge.simulation;

import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.sandbox.mesos.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The brokers: topics, who reads and writes them, and whether anybody is there at all. */
public final class SimKafka {

  /** Whoever wants to know that there may be something new for it. */
  interface Watcher {
    void look();

    /** The offset from which on it has still to read; none for who reads nothing. */
    default long unread() {
      return Long.MAX_VALUE;
    }
  }

  /** Whoever hears of each record that lands. */
  interface Witness {
    void landed(String topic, SimRecord record);
  }

  private static final int MAX_RECORD_BYTES = 1 << 20;

  /** Kafka's default is a day: longer than Mesos takes to send an update again. */
  static final Duration TOMBSTONES_KEPT = Duration.ofSeconds(20);

  private final VirtualLoop loop;
  private final SplittableRandom chance;
  private final Map<String, SimTopic> topics = new LinkedHashMap<>();
  private final List<SimTopic> deleted = new ArrayList<>();
  private final Map<String, SimWeather> weather = new LinkedHashMap<>();
  private final Map<String, Set<Watcher>> watchers = new LinkedHashMap<>();
  private final IdentityHashMap<SimRecord, LogRecord> readings = new IdentityHashMap<>();
  private final SimGroup group;
  private Witness witness = (topic, record) -> {};
  private boolean away;
  private long ids;
  private long transactions;

  /**
   * @param seed of all delays
   */
  public SimKafka(VirtualLoop loop, long seed) {
    this.loop = loop;
    this.chance = new SplittableRandom(seed);
    this.group = new SimGroup(this);
  }

  VirtualLoop loop() {
    return loop;
  }

  /** From 1 to that many milliseconds. */
  Duration atMost(long millis) {
    return Duration.ofMillis(millis <= 1 ? 1 : chance.nextLong(1, millis + 1));
  }

  int choose(int bound) {
    return chance.nextInt(bound);
  }

  /** The consumer group that all bridges of the world belong to. */
  public SimGroup group() {
    return group;
  }

  /** Makes a topic; false when there is one of that name. */
  public boolean create(String name, int partitions, int maxRecordBytes) {
    if (topics.containsKey(name)) {
      return false;
    }
    topics.put(name, new SimTopic(name, "topic-" + ++ids, partitions, maxRecordBytes));
    changed(name);
    return true;
  }

  /** The same with the usual limit of 1 MiB a record. */
  public boolean create(String name, int partitions) {
    return create(name, partitions, MAX_RECORD_BYTES);
  }

  /** Deletes a topic with all that is in it, and with what groups have committed there. */
  public void delete(String name) {
    SimTopic topic = topics.remove(name);
    if (topic != null) {
      topic.deleted(loop.nowMillis());
      deleted.add(topic);
      group.topicDeleted(name);
      changed(name);
    }
  }

  /** Gives a topic more partitions. */
  public void grow(String name, int partitions) {
    topics.get(name).grow(partitions);
    changed(name);
  }

  public Optional<SimTopic> topic(String name) {
    return Optional.ofNullable(topics.get(name));
  }

  /** The log; empty for a topic or partition that is not there. */
  public Optional<SimPartition> partition(String name, int number) {
    return topic(name)
        .filter(topic -> number < topic.partitions().size())
        .map(topic -> topic.partitions().get(number));
  }

  /** Every topic of that name that was deleted, and then the one there is, oldest first. */
  public List<SimTopic> incarnations(String name) {
    return Stream.concat(deleted.stream(), topics.values().stream())
        .filter(topic -> topic.name().equals(name))
        .toList();
  }

  /** All records that ever landed in a topic of that name, oldest first by partition. */
  public List<SimRecord> history(String name) {
    return incarnations(name).stream()
        .flatMap(topic -> topic.partitions().stream())
        .flatMap(partition -> partition.history().stream())
        .toList();
  }

  /** Writes as somebody else's producer does, at once; the offset. */
  public long append(
      String name, int partition, String key, byte[] value, Map<String, String> headers) {
    return append(name, partition, key, value, headers, 0, "somebody").offset();
  }

  /** The same within a transaction that is ended by {@link #end}. */
  public long append(
      String name,
      int partition,
      String key,
      byte[] value,
      Map<String, String> headers,
      long transaction) {
    return append(name, partition, key, value, headers, transaction, "somebody").offset();
  }

  SimRecord append(
      String name,
      int partition,
      String key,
      byte[] value,
      Map<String, String> headers,
      long transaction,
      String writer) {
    SimRecord record =
        topics
            .get(name)
            .partitions()
            .get(partition)
            .append(loop.nowMillis(), key, value, headers, transaction, writer);
    landed(name);
    witness.landed(name, record);
    return record;
  }

  /** What a record says, read once for all that read it. */
  LogRecord read(SimRecord record, Supplier<LogRecord> reading) {
    return readings.computeIfAbsent(record, any -> reading.get());
  }

  void witness(Witness all) {
    witness = all;
  }

  public long beginTransaction() {
    return ++transactions;
  }

  /** Commits or aborts a transaction of that topic. */
  public void end(String name, long transaction, boolean commit) {
    topic(name)
        .ifPresent(
            topic -> topic.partitions().forEach(partition -> partition.end(transaction, commit)));
    landed(name);
  }

  /** Retention: deletes all before that offset. */
  public void deleteBefore(String name, int partition, long offset) {
    partition(name, partition).ifPresent(log -> log.deleteBefore(offset));
    landed(name);
  }

  /** Tombstones are kept for a while, and for as long as whoever reads on takes to read them. */
  public void compact(String name) {
    long unread =
        watchers.getOrDefault(name, Set.of()).stream()
            .mapToLong(Watcher::unread)
            .min()
            .orElse(Long.MAX_VALUE);
    long since = loop.nowMillis() - TOMBSTONES_KEPT.toMillis();
    topic(name).ifPresent(topic -> topic.partitions().forEach(log -> log.compact(unread, since)));
  }

  /** What befalls writes to that topic. */
  public SimWeather weather(String name) {
    return weather.computeIfAbsent(name, topic -> new SimWeather());
  }

  /** Has everybody look whether the weather has changed for the better. */
  public void weatherChanged() {
    List.copyOf(watchers.keySet()).forEach(this::landed);
  }

  /** Nobody answers any more, or everybody does again. */
  public void away(boolean now) {
    away = now;
    if (!now) {
      weatherChanged();
      group.back();
    }
  }

  public boolean isAway() {
    return away;
  }

  /** Ends all faults. */
  public void calm() {
    weather.values().forEach(SimWeather::calm);
    away(false);
  }

  void watch(String name, Watcher watcher) {
    watchers.computeIfAbsent(name, topic -> new LinkedHashSet<>()).add(watcher);
  }

  void forget(String name, Watcher watcher) {
    watchers.getOrDefault(name, Set.of()).remove(watcher);
  }

  private void landed(String name) {
    List.copyOf(watchers.getOrDefault(name, Set.of())).forEach(Watcher::look);
  }

  private void changed(String name) {
    landed(name);
    group.topicChanged(name);
  }
}
