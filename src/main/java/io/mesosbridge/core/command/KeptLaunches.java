package io.mesosbridge.core.command;

import static java.util.Comparator.comparingLong;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.command.Entry.Keeping;
import io.mesosbridge.core.command.KeptLaunch.Dropped;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Launches that have waited for an offer for a while. {@code bridge-state} has them under {@code
 * launch/<id>} until they have their result, so that the commit need not wait for them as well:
 * whoever leads next takes them up from there.
 */
public final class KeptLaunches {

  /** How many bytes are kept at a time, so that thousands that come together crowd nobody out. */
  private static final int KEPT_AT_ONCE = 1 << 20;

  private static final Outgoing.Type TYPE = new Outgoing.Type(false, "waiting-launch");

  private final Memory memory;
  private final Journal journal;
  private final Outside outside;
  private final SettledCommands settled;
  private final LaunchTable table;
  private final BridgeConfig.Placement config;

  /** Of all that are kept, also where the result awaits Kafka: as many as may wait, at most. */
  private long bytes;

  /** Those that are to be kept, in the order in which they had waited for long enough. */
  private final ArrayDeque<Entry> late = new ArrayDeque<>();

  /** The ids of those that had their result and are placed again: a few among thousands. */
  private final Set<String> dropped = new LinkedHashSet<>();

  /** How many tombstones of launches that were placed again are on their way, by subject. */
  private final Map<String, Integer> burying = new HashMap<>();

  /** Those that come into hand next: of former leaders, oldest first, and what is placed again. */
  private final ArrayDeque<KeptLaunch> left = new ArrayDeque<>();

  /** Begins with those that former leaders left. */
  KeptLaunches(
      Memory memory,
      Journal journal,
      Outside outside,
      SettledCommands settled,
      BridgeConfig.Placement config) {
    this.config = config;
    this.table = new LaunchTable(memory, journal);
    this.memory = memory;
    this.journal = journal;
    this.outside = outside;
    this.settled = settled;
    memory.launches().values().stream()
        .sorted(comparingLong(kept -> kept.command().offset()))
        .forEach(left::add);
    memory.launches().values().forEach(this::count);
  }

  private void count(KeptLaunch kept) {
    bytes += kept.bytes();
    if (!kept.dropped().isEmpty()) {
      dropped.add(kept.commandId());
    }
  }

  /** The same as people see them. */
  public LaunchTable table() {
    return table;
  }

  /** The next one that comes into hand; null for none. */
  KeptLaunch next() {
    return left.peek();
  }

  /** It is in hand again, or as good as. */
  void takenUp() {
    left.remove();
  }

  /** Whether it has not been taken up yet. */
  boolean isLeft(String commandId) {
    return left.stream().anyMatch(kept -> kept.commandId().equals(commandId));
  }

  /** The launch has waited for a while. */
  void isLate(Entry entry) {
    late.add(entry);
  }

  /**
   * Keeps those that have waited for a while, some at a time. One behind a command that has no
   * result yet is not kept: whoever leads next would carry it out before that one comes again.
   */
  void keepLate(Registry registry) {
    late.removeIf(entry -> !(entry.state instanceof CommandState.ToPlace)); // or they stay for long
    long unsettled = late.isEmpty() ? 0 : registry.firstUnsettled();
    for (int room = KEPT_AT_ONCE; room > 0 && !late.isEmpty(); late.remove()) {
      Entry next = late.peek();
      if (next.state instanceof CommandState.ToPlace) {
        if (next.order() > unsettled) {
          return;
        }
        room -= next.record().bytes();
        keep(next);
      }
    }
  }

  /** The launch need not hold back the commit any more, once Kafka has it. */
  private void keep(Entry entry) {
    if (entry.keeping == Keeping.NOT && keep(KeptLaunch.of(entry, settled.topicId(), List.of()))) {
      entry.keeping = Keeping.UNDER_WAY;
    }
  }

  /**
   * The launch, which had its result, is to be placed again, whoever leads, once Kafka has that.
   *
   * @return false when there is no room
   */
  boolean keep(Entry entry, List<Dropped> dropped) {
    return keep(KeptLaunch.of(entry, settled.topicId(), dropped));
  }

  private boolean keep(KeptLaunch kept) {
    String id = kept.commandId();
    KeptLaunch former = memory.launches().get(id); // of another with the same default id
    long all = bytes + kept.bytes() - (former == null ? 0 : former.bytes());
    if (memory.launches().size() >= config.maxWaiting() || all > config.maxWaitingBytes()) {
      return false;
    }
    bytes -= former == null ? 0 : former.bytes();
    dropped.remove(id);
    count(kept);
    memory.apply(new Fact.LaunchKept(kept, false));
    write(new WriteId.WaitingLaunch(id), id);
    return true;
  }

  /** Kafka has a launch that is to be placed again: it comes into hand. */
  void again(String commandId) {
    left.add(memory.launches().get(commandId));
  }

  /** Those that are to be placed again. */
  List<KeptLaunch> dropped() {
    return dropped.stream().map(memory.launches()::get).toList();
  }

  /** Whether the launch had its result, and is placed again. */
  boolean isAgain(Entry entry) {
    return !dropped(entry.id()).isEmpty()
        && memory.launches().get(entry.id()).command().equals(entry.record().position());
  }

  /** Whether a launch of the task had its result, and is placed again. */
  boolean isToBePlacedAgain(String taskId) {
    return toBePlacedAgain(taskId).isPresent();
  }

  /** The launch of the task that had its result, and is placed again. */
  Optional<KeptLaunch> toBePlacedAgain(String taskId) {
    return dropped().stream().filter(kept -> kept.isOf(taskId)).findFirst();
  }

  /** What Mesos said of the tasks of a launch that is placed again; empty for any other. */
  List<Dropped> dropped(String commandId) {
    KeptLaunch kept = memory.launches().get(commandId);
    return kept == null ? List.of() : kept.dropped();
  }

  /** Kafka has it, or refused it: then the commit waits, as for every other command. */
  void answered(String commandId, boolean refused, Registry registry) {
    KeptLaunch kept = memory.launches().get(commandId);
    if (!refused && kept != null) {
      memory.apply(new Fact.LaunchKept(kept, true));
      registry
          .find(commandId)
          .filter(entry -> entry.keeping == Keeping.UNDER_WAY)
          .ifPresent(this::pass);
    }
  }

  private void pass(Entry entry) {
    entry.keeping = Keeping.PASSED;
    settled.settled(entry.record().offset());
    outside.settle(entry.record());
  }

  /** It has its result. */
  void forget(Entry entry) {
    KeptLaunch kept = memory.launches().get(entry.id());
    if (entry.record() == null
        || (kept != null && !kept.command().equals(entry.record().position()))) {
      return; // its record comes again, or another launch has the same default id
    }
    table.remove(entry.id());
    if (kept != null && entry.keeping != Keeping.NOT) {
      forget(kept);
    }
  }

  /** The launch is not placed again after all, if it was to be. */
  void giveUp(String commandId) {
    if (!dropped(commandId).isEmpty()) {
      forget(memory.launches().get(commandId));
    }
  }

  private void forget(KeptLaunch kept) {
    bytes -= kept.bytes();
    dropped.remove(kept.commandId());
    memory.apply(new Fact.LaunchGone(kept.commandId()));
    if (kept.dropped().isEmpty()) { // its result tells that it is over
      write(WriteId.Plain.SURELY, kept.commandId());
    } else {
      List<String> subjects = kept.subjects();
      subjects.forEach(each -> burying.merge(each, 1, Integer::sum));
      write(new WriteId.LaunchBuried(subjects), kept.commandId());
    }
  }

  /**
   * Whether whoever leads next may still place again what the command, which is about these, was to
   * end: nothing but the tombstone tells that it is over.
   */
  boolean isBeingBuried(List<String> subjects) {
    return !burying.isEmpty() && subjects.stream().anyMatch(burying::containsKey);
  }

  /** Kafka has the tombstone of a launch that was about these. */
  public void buried(List<String> subjects) {
    subjects.forEach(each -> burying.computeIfPresent(each, (subject, n) -> n == 1 ? null : n - 1));
  }

  /** Writes what is remembered of the command once more, or that there is nothing. */
  public void rewrite(String commandId) {
    write(WriteId.Plain.SURELY, commandId);
  }

  private void write(WriteId id, String commandId) {
    KeptLaunch kept = memory.launches().get(commandId);
    byte[] json = kept == null ? null : StateJson.write(kept);
    journal.event(id, Topic.STATE, StateKeys.launch(commandId), TYPE, commandId, json);
  }
}
