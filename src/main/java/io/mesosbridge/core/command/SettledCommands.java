package io.mesosbridge.core.command;

import static java.util.Objects.requireNonNull;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.WriteId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which records of the topic of commands have their result. {@code bridge-state} keeps it, so that
 * none is carried out twice although its result is not known any more: when results are gone, or
 * when the group reads what it has read before. What is not settled is fresh, whatever its age.
 */
public final class SettledCommands {

  /** Kept with the offsets that are committed, which is done as often. */
  private static final Duration WRITE_EVERY = Duration.ofSeconds(1);

  /** 20,000 stretches, some 100 KB; what is above them is told by its result alone. */
  private static final int MOST_NUMBERS = 40_000;

  private static final Outgoing.Type TYPE = new Outgoing.Type(false, "commands");

  private final Memory memory;
  private final Journal journal;
  private final String topicId;

  /** From the offset that begins a stretch of settled ones to the one behind it. */
  private final TreeMap<Long, Long> stretches = new TreeMap<>();

  /** What the tables tell of launches, where nothing else tells which commands are settled. */
  private final Set<Launched> launched = new HashSet<>();

  private long receivedBefore;
  private boolean changed;
  private boolean underWay;
  private long writeAt;

  /**
   * What is kept.
   *
   * @param topicId which topic of the name it is about
   * @param below the offset below which every command has its result
   * @param above what else has: how many from there on have none, then how many have one, in turns
   */
  public record Kept(String topicId, long below, List<Long> above) {
    /** Refuses one that does not say which topic. */
    public Kept {
      requireNonNull(topicId, "topic_id");
      above = above == null ? List.of() : List.copyOf(above);
    }
  }

  private record Launched(String taskId, String commandId) {}

  /** Begins with what is remembered, as far as it is about the topic of that id. */
  public SettledCommands(Memory memory, Journal journal, String topicId) {
    this.memory = memory;
    this.journal = journal;
    this.topicId = topicId;
    this.writeAt = journal.now().after(WRITE_EVERY);
    memory.settled().filter(kept -> kept.topicId().equals(topicId)).ifPresent(this::restore);
    if (memory.settled().isEmpty() || memory.claims().areSettledAlone()) {
      memory.ended().forEach((task, by) -> launched.add(new Launched(task, by)));
      memory.tasks().forEach((task, row) -> launched.add(new Launched(task, row.commandId())));
    }
  }

  private void restore(Kept kept) {
    add(0, kept.below());
    long at = kept.below();
    for (int i = 0; i + 1 < kept.above().size(); i += 2) {
      long from = at + kept.above().get(i);
      at = from + kept.above().get(i + 1);
      add(from, at);
    }
    changed = false;
  }

  /** Which topic of commands there is. */
  String topicId() {
    return topicId;
  }

  /**
   * A record is received, in the topic's order: what was passed over is none, or settled, but for
   * one whose call a former leader may have sent, and which was deleted before it had its result.
   */
  public void received(long offset) {
    if (offset > receivedBefore) {
      memory.intents().values().stream()
          .filter(intent -> topicId.equals(intent.topicId()))
          .filter(intent -> !memory.launches().containsKey(intent.commandId()))
          .mapToLong(intent -> intent.command().offset())
          .filter(inDoubt -> inDoubt >= receivedBefore && inDoubt < offset)
          .sorted()
          .forEach(this::passOver);
    }
    passOver(offset);
  }

  private void passOver(long offset) {
    add(receivedBefore, offset);
    receivedBefore = offset + 1;
  }

  /** The record has its result. */
  void settled(long offset) {
    add(offset, offset + 1);
  }

  /** Whether the record has its result. */
  boolean has(long offset) {
    Map.Entry<Long, Long> stretch = stretches.floorEntry(offset);
    return stretch != null && offset < stretch.getValue();
  }

  /** Whether the intent's command has its result. */
  boolean has(Intent intent) {
    return topicId.equals(intent.topicId()) && has(intent.command().offset());
  }

  /**
   * Whether the command launched the task before this term, and {@code bridge-state} was lost since
   * with what it told of the command. It has lost nothing where it tells of any settled ones: they
   * are written again last.
   */
  boolean hasLaunched(String taskId, String commandId) {
    return launched.contains(new Launched(taskId, commandId));
  }

  private void add(long from, long to) {
    Map.Entry<Long, Long> before = stretches.floorEntry(from);
    boolean joins = before != null && before.getValue() >= from;
    if (from >= to || (joins && before.getValue() >= to)) {
      return;
    }
    long start = joins ? before.getKey() : from;
    long end = to;
    Map.Entry<Long, Long> after = stretches.higherEntry(start);
    while (after != null && after.getKey() <= end) {
      end = Math.max(end, after.getValue());
      stretches.remove(after.getKey());
      after = stretches.higherEntry(start);
    }
    stretches.put(start, end);
    changed = true;
  }

  private Kept kept() {
    boolean begins = !stretches.isEmpty() && stretches.firstKey() == 0;
    long below = begins ? stretches.firstEntry().getValue() : 0;
    List<Long> above = new ArrayList<>();
    long at = below;
    for (Map.Entry<Long, Long> stretch : stretches.tailMap(below, true).entrySet()) {
      if (above.size() < MOST_NUMBERS) {
        above.add(stretch.getKey() - at);
        above.add(stretch.getValue() - stretch.getKey());
        at = stretch.getValue();
      }
    }
    return new Kept(topicId, below, above);
  }

  /** Time has passed. */
  public void tick() {
    if (journal.now().isPast(deadline())) {
      changed = false;
      underWay = true;
      writeAt = journal.now().after(WRITE_EVERY);
      memory.apply(new Fact.CommandsSettled(kept()));
      write(new WriteId.Settled());
    }
  }

  /** When {@link #tick} has something to do, in nanoseconds of the clock. */
  public long deadline() {
    return changed && !underWay ? writeAt : Long.MAX_VALUE;
  }

  /** Kafka has what was written last, or cannot have it. */
  public void written() {
    underWay = false;
  }

  /** This leader stops: what is settled is written before its time. */
  public void stopping() {
    if (changed) {
      rewrite();
    }
  }

  /** Writes what is known now: something else stands in its place, or nothing. */
  public void rewrite() {
    memory.apply(new Fact.CommandsSettled(kept()));
    write(WriteId.Plain.SURELY);
  }

  private void write(WriteId id) {
    journal.event(
        id,
        Topic.STATE,
        StateKeys.COMMANDS,
        TYPE,
        topicId + "/" + journal.now().millis(),
        memory.settled().map(StateJson::write).orElse(null));
  }
}
