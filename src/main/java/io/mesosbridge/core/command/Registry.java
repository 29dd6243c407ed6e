package io.mesosbridge.core.command;

import io.mesosbridge.core.Deadlines;
import io.mesosbridge.core.command.CommandState.Stage;
import io.mesosbridge.core.command.CommandState.Why;
import io.mesosbridge.core.command.Entry.Keeping;
import io.mesosbridge.core.mesos.Event.OperationStatus;
import io.mesosbridge.core.task.LiveTask.Launch;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The commands in hand: by id, by order, by what they are about. States change by {@link #move}
 * alone, which keeps all of these in step.
 */
final class Registry {

  private static final Set<Stage> UNDER_WAY =
      EnumSet.of(Stage.TO_PLACE, Stage.UNDER_WAY, Stage.LAUNCHING, Stage.IN_DOUBT);

  /** What has no effect before it is placed may get its result after later ones. */
  static final Stage[] HOLDING_BACK =
      EnumSet.complementOf(EnumSet.of(Stage.TO_PLACE)).toArray(Stage[]::new);

  /** Of what is refused nothing took effect: a later command may have the ids in it. */
  static final Stage[] MAY_HAVE_LEFT = {
    Stage.UNDER_WAY, Stage.LAUNCHING, Stage.IN_DOUBT, Stage.TOLD
  };

  private final ResultIndex results;
  private final Map<String, Entry> byId = new LinkedHashMap<>();
  private final TreeMap<Long, Entry> waiting = new TreeMap<>();
  private final Map<Stage, Map<String, TreeMap<Long, Entry>>> bySubject =
      new EnumMap<>(Stage.class);
  private final Teardowns teardowns = new Teardowns();
  private final Set<Entry> doubts = new LinkedHashSet<>();
  private final Set<Entry> heirs = new LinkedHashSet<>();

  /** KILLs that waited for a launch before them: no former leader sent them. */
  private final Set<Entry> haveFollowed = new HashSet<>();

  /** Those that wait, and may lapse meanwhile. */
  final Deadlines<Instant, Entry> expiring = new Deadlines<>();

  /** None is in hand yet; of those that were, the results are known. */
  Registry(ResultIndex results) {
    this.results = results;
    for (Stage stage : Stage.values()) {
      bySubject.put(stage, new HashMap<>());
    }
  }

  /** A command is in hand from now on. */
  void add(Entry entry) {
    hasItsId(entry);
    enter(entry, stage(entry));
  }

  /**
   * Whether the command has its id for itself: one of a topic that was made anew may have to wait
   * until the one that had the same position in the topic before has its result.
   */
  boolean hasItsId(Entry entry) {
    Entry other = byId.putIfAbsent(entry.id(), entry);
    return other == null || other == entry;
  }

  /** The command goes over into that state. */
  void move(Entry entry, CommandState next) {
    Stage before = stage(entry);
    entry.state = next;
    Stage after = stage(entry);
    if (before != after) {
      leave(entry, before);
      enter(entry, after);
      if (UNDER_WAY.contains(before) && !UNDER_WAY.contains(after)) {
        releaseFollowers(entry);
      }
    }
  }

  private static Stage stage(Entry entry) {
    Stage stage = entry.state.stage();
    return stage == Stage.UNDER_WAY && entry.isLaunch() ? Stage.LAUNCHING : stage;
  }

  /** The KILL waits for that launch of its task, be it before or behind the KILL. */
  void follow(Entry kill, Entry launch) {
    if (launch.order() < kill.order() && !launch.isAgain()) {
      haveFollowed.add(kill);
    }
    move(kill, kill.state.waitFor(Why.LAUNCH));
  }

  /** Whether neither a former leader nor this one can have sent the call of the command. */
  boolean isUnsent(Entry entry) {
    return haveFollowed.contains(entry) && !entry.wasSent();
  }

  /** KILLs wait for a launch of their task until it has its result, or begins anew. */
  private void releaseFollowers(Entry launch) {
    for (String subject : launch.subjects()) {
      List.copyOf(about(subject, Stage.FOLLOWING).values())
          .forEach(follower -> move(follower, follower.state.waitFor(Why.ORDER)));
    }
  }

  /** The command has its result, or begins anew: it is not in hand any more. */
  void remove(Entry entry) {
    leave(entry, stage(entry));
    byId.remove(entry.id(), entry);
    haveFollowed.remove(entry);
  }

  /**
   * Another record repeats the one in hand. If Kafka deleted the record of that one, which is in
   * doubt, this may be carried out in its stead, and before whatever came later.
   */
  void repeats(Entry repeat, Entry inHand) {
    inHand.repeats().add(repeat);
    if (inHand.state.stage() == Stage.IN_DOUBT && inHand.order() < repeat.order()) {
      heirs.add(repeat);
    }
  }

  /** Those that repeat a doubt, and may be carried out once it turns out to have had no effect. */
  Set<Entry> heirs() {
    return Collections.unmodifiableSet(heirs);
  }

  private void leave(Entry entry, Stage stage) {
    expiring.remove(entry);
    teardowns.left(entry);
    for (String subject : entry.subjects()) {
      bySubject
          .get(stage)
          .computeIfPresent(
              subject,
              (key, entries) -> {
                entries.remove(entry.order(), entry);
                return entries.isEmpty() ? null : entries;
              });
    }
    if (stage == Stage.WAITING) {
      waiting.remove(entry.order(), entry);
    } else if (stage == Stage.IN_DOUBT) {
      doubts.remove(entry);
      entry.repeats().forEach(heirs::remove);
    }
  }

  private void enter(Entry entry, Stage stage) {
    if (entry.isWaiting() || stage == Stage.TO_PLACE) {
      expiring.add(entry);
    }
    for (String subject : entry.subjects()) {
      bySubject
          .get(stage)
          .computeIfAbsent(subject, key -> new TreeMap<>())
          .put(entry.order(), entry);
    }
    teardowns.entered(entry, stage);
    if (stage == Stage.WAITING) {
      waiting.put(entry.order(), entry);
    } else if (stage == Stage.IN_DOUBT) {
      doubts.add(entry);
    }
  }

  /** The command of that id, if it is in hand. */
  Optional<Entry> find(String commandId) {
    return Optional.ofNullable(byId.get(commandId));
  }

  /** Whether the result of that very command is still to come. */
  boolean owesResult(String commandId, String identity) {
    return find(commandId)
        .filter(it -> it.identity().equals(identity) && !it.isAgain())
        .isPresent();
  }

  /** All commands in hand. */
  Collection<Entry> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /**
   * The next command that waits for its turn, or null; those that wait for a launch are passed
   * over.
   *
   * @param before the one before it; null for the first
   */
  Entry next(Entry before) {
    var next = before == null ? waiting.firstEntry() : waiting.higherEntry(before.order());
    return next == null ? null : next.getValue();
  }

  int waitingCount() {
    return waiting.size();
  }

  /** The commands in doubt. */
  Set<Entry> doubts() {
    return Collections.unmodifiableSet(doubts);
  }

  /** The commands about the same subject that have come so far, by order; empty for none. */
  NavigableMap<Long, Entry> about(String subject, Stage stage) {
    TreeMap<Long, Entry> entries = bySubject.get(stage).get(subject);
    return entries == null ? Collections.emptyNavigableMap() : entries;
  }

  /** Whether an earlier command about the same is so far; a TEARDOWN is about what all are. */
  boolean isBehind(Entry entry, Stage... stages) {
    return entry.isTeardown()
        ? byId.values().stream()
            .anyMatch(e -> e.order() < entry.order() && List.of(stages).contains(stage(e)))
        : entry.subjects().stream()
            .map(subject -> first(subject, stages))
            .anyMatch(first -> first != null && first.order() < entry.order());
  }

  /** The order of the first command whose record has to come again if nobody leads any more. */
  long firstUnsettled() {
    return byId.values().stream()
        .filter(entry -> entry.keeping == Keeping.NOT && stage(entry) != Stage.TO_PLACE)
        .mapToLong(Entry::order)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Those of the commands that all others are about as well. */
  Teardowns teardowns() {
    return teardowns;
  }

  private Entry first(String subject, Stage... stages) {
    Entry first = null;
    for (Stage stage : stages) {
      var entry = about(subject, stage).firstEntry();
      if (entry != null && (first == null || entry.getKey() < first.order())) {
        first = entry.getValue();
      }
    }
    return first;
  }

  /** The launch of the task that was, or may have been, sent and has no result; else null. */
  Entry launchUnderWay(String taskId) {
    return first(Subjects.task(taskId), Stage.LAUNCHING, Stage.IN_DOUBT);
  }

  /** The command with that operation whose call may have left, until its result is written. */
  Optional<Entry> commandOf(OperationStatus status) {
    String operation = Subjects.operation(status.operationId());
    return Optional.ofNullable(first(operation, MAY_HAVE_LEFT))
        .filter(entry -> entry.state.isOn(status.agentId()) && mayHaveLeft(entry));
  }

  /** Whether a command of that id, which its writer gave it, has its result. */
  boolean hasResult(String id) {
    return !results.findAll(id).isEmpty();
  }

  /** The launch that waits for an offer for the task; else null. */
  Entry launchToPlace(String taskId) {
    return first(Subjects.task(taskId), Stage.TO_PLACE);
  }

  /** Else what comes of a task of the id is of another one, of which nothing is known any more. */
  private static boolean mayHaveLeft(Entry entry) {
    return !(entry.state instanceof CommandState.Intending) || entry.wasSent();
  }

  /** What updates of the task are told to follow from, while its launch there is under way. */
  Optional<Launch> launchOf(String taskId, String agentId) {
    Entry entry = launchUnderWay(taskId);
    if (entry == null || !entry.state.isOn(agentId) || !mayHaveLeft(entry)) {
      return Optional.empty();
    }
    String traceparent =
        entry.state instanceof CommandState.InDoubt doubt
            ? doubt.intent().traceparent()
            : entry.record().traceparent();
    return Optional.of(new Launch(entry.id(), traceparent));
  }
}
