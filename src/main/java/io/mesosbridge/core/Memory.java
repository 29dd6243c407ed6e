package io.mesosbridge.core;

import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.FrameworkRecord.State;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.core.command.Intent;
import io.mesosbridge.core.command.ResultIndex;
import io.mesosbridge.core.command.SettledCommands;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.LiveTask.EndedTasks;
import io.mesosbridge.core.task.LiveTask.TasksOfExecutors;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must survive, as the topics have it: changed by {@link Fact facts} only, in the same way
 * while they are read back and when they are new.
 *
 * <p>A record of a former leader that comes after one of a later leader is stale, whatever it says:
 * its writer was paused and did not know that it had been replaced.
 */
public final class Memory {

  /** More records than a topic of claims can have had that one instance has not read. */
  private static final long UNREAD_CLAIMS = 1_000_000_000;

  FrameworkRecord framework;
  SettledCommands.Kept settled;
  final Map<String, Intent> intents = new LinkedHashMap<>();
  final Map<String, CommandResult> refusals = new LinkedHashMap<>();
  final Map<String, Fact.Suspected> suspects = new LinkedHashMap<>();
  final Map<String, LiveTask> tasks = new LinkedHashMap<>();
  private final Map<String, LiveTask> seenTasks = Collections.unmodifiableMap(tasks);
  final TasksOfExecutors executors = new TasksOfExecutors();
  final Map<String, String> taskFrameworks = new HashMap<>();
  final EndedTasks ended = new EndedTasks();
  final Set<String> offers = new LinkedHashSet<>();
  final OfferEnd.Latest offerEnds = new OfferEnd.Latest();
  final ResultIndex results;

  private final Map<String, Long> latestEpochs = new HashMap<>();
  private final Map<String, LogRecord> lateRecords = new LinkedHashMap<>();
  private final Map<String, LogRecord> lateResults = new LinkedHashMap<>();
  private long highestEpoch;
  private long claimedEpoch = -1;
  private String claimant;
  private long staleRecords;
  private String stray;

  /**
   * Nothing is remembered yet.
   *
   * @param mostResults of how many commands it is remembered where their result stands
   * @param highestEpoch that was ever seen, -1 for none
   */
  public Memory(int mostResults, long highestEpoch) {
    this.results = new ResultIndex(mostResults);
    this.highestEpoch = highestEpoch;
  }

  /**
   * As if nothing had been read yet; but where the claims were lost, somebody may lead by one that
   * this instance has not read, and whose epoch was an offset in that topic.
   *
   * @param lost the topic that was lost, or null
   */
  Memory forgotten(int mostResults, Outgoing.Topic lost) {
    long unread = lost == Outgoing.Topic.STATE ? UNREAD_CLAIMS : 0;
    return new Memory(mostResults, highestEpoch + unread);
  }

  /** Something new, which this leader is about to write. */
  public void apply(Fact fact) {
    fact.applyTo(this);
  }

  /** Something that was read back; what a former leader wrote late changes nothing. */
  void read(LogRecord record) {
    highestEpoch = Math.max(highestEpoch, record.epoch());
    if (record.fact() instanceof Fact.Claimed claim && record.epoch() > claimedEpoch) {
      claimedEpoch = record.epoch();
      claimant = claim.instance();
    }
    String partition = record.topic() + "-" + record.partition();
    if (record.topic() == Outgoing.Topic.STATE && record.partition() != 0) {
      stray = record.key();
      return;
    }
    boolean counts =
        record.epoch() < 0
            || record.epoch() >= latestEpochs.merge(partition, record.epoch(), Math::max);
    if (record.fact() instanceof Fact.ResultAt result) {
      read(record, result, counts);
    } else if (!counts) {
      staleRecords++;
      lateRecords.put(record.topic() + "/" + record.key(), record);
    } else if (record.fact() != null) {
      record.fact().applyTo(this);
      lateRecords.remove(record.topic() + "/" + record.key());
    }
  }

  /** A result that no later leader knew of counts; else it is late, and the rightful one is not. */
  private void read(LogRecord record, Fact.ResultAt result, boolean inTime) {
    if (inTime || results.find(result.identity()).isEmpty()) {
      result.applyTo(this);
      lateResults.remove(result.identity());
    } else {
      staleRecords++;
      lateResults.put(result.identity(), record);
    }
  }

  /** Results of former leaders that landed late, behind the rightful one. */
  Collection<LogRecord> lateResults() {
    return lateResults.values();
  }

  /** The highest epoch of any record; -1 for none. */
  long highestEpoch() {
    return highestEpoch;
  }

  /** Whether the instance's claim to that epoch is void: it is not greater than each before it. */
  boolean isVoid(long epoch, String instance) {
    return highestEpoch > epoch || (claimedEpoch == epoch && !instance.equals(claimant));
  }

  /** The highest epoch of any result; -1 for none. */
  long highestEpochOfResults() {
    return latestEpochs.entrySet().stream()
        .filter(latest -> latest.getKey().startsWith(Outgoing.Topic.RESULTS.name()))
        .mapToLong(Map.Entry::getValue)
        .max()
        .orElse(-1);
  }

  /**
   * What former leaders wrote late into compacted topics, where it stands as the last of its key.
   * None of it counts, and no intent of it was acted on.
   */
  Collection<LogRecord> lateRecords() {
    return lateRecords.values();
  }

  /** How many records of former leaders were ignored. */
  public long staleRecords() {
    return staleRecords;
  }

  /** Which framework the bridge is; empty before the first registration. */
  public Optional<FrameworkRecord> framework() {
    return Optional.ofNullable(framework);
  }

  /**
   * Everything has been read. What a former leader wrote late of the framework counts if compaction
   * took the rightful record and no task tells otherwise: but for the rarest case it is the same
   * one, and better than a second.
   */
  void allIsRead() {
    LogRecord last = lateRecords.get(Outgoing.Topic.STATE + "/" + StateKeys.FRAMEWORK);
    if (framework == null
        && last != null
        && last.fact() instanceof Fact.FrameworkIs late
        && EnumSet.of(State.CHOSEN, State.REGISTERED).contains(late.framework().state())
        && Set.of(late.framework().frameworkId()).containsAll(frameworksOfTasks())) {
      late.applyTo(this);
    }
  }

  /** Which commands have their result; empty when that is not known. */
  public Optional<SettledCommands.Kept> settled() {
    return Optional.ofNullable(settled);
  }

  /** The calls that may have been sent and whose result is not known, by command. */
  public Map<String, Intent> intents() {
    return Collections.unmodifiableMap(intents);
  }

  /** The results of commands that were refused, and whose result Kafka may not have, by command. */
  public Map<String, CommandResult> refusals() {
    return Collections.unmodifiableMap(refusals);
  }

  /** The records under whose handling terms ended, by name. */
  Map<String, Fact.Suspected> suspects() {
    return suspects;
  }

  /** The live tasks, by id. */
  public Map<String, LiveTask> tasks() {
    return seenTasks;
  }

  /** The live tasks of that executor. */
  public Stream<LiveTask> tasksOf(String executorId) {
    LiveTask own = tasks.get(executorId);
    boolean isOfIt = own != null && executorId.equals(own.executorId());
    return Stream.concat(
        isOfIt ? Stream.of(own) : Stream.empty(), executors.of(executorId).map(tasks::get));
  }

  /** Forgets the tasks whose rows name another framework; returns which these were. */
  List<String> forgetOthersThan(String frameworkId) {
    List<LiveTask> others =
        tasks.values().stream()
            .filter(task -> taskFrameworks.get(task.taskId()) != null)
            .filter(task -> !frameworkId.equals(taskFrameworks.get(task.taskId())))
            .toList();
    others.forEach(task -> apply(new Fact.TaskEnded(task.taskId(), null, task.commandId())));
    return others.stream().map(LiveTask::taskId).toList();
  }

  /** The frameworks that the live tasks' rows name, in order. */
  SortedSet<String> frameworksOfTasks() {
    return taskFrameworks.values().stream()
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Why nobody can lead before an operator has said more, or null: records that the order of claims
   * does not hold for, or live tasks that do not agree on the framework while nothing else tells
   * it.
   *
   * @param configuredId the framework that the configuration names, if any
   */
  String contest(Optional<String> configuredId) {
    if (stray != null) {
      return ("bridge-state has record %s outside of partition 0, so that nobody knows what came"
              + " before it; copy all records into a topic of one partition, in their order")
          .formatted(stray);
    }
    SortedSet<String> frameworks = frameworksOfTasks();
    boolean isClear = framework != null || configuredId.isPresent() || tasks.isEmpty();
    if (isClear || frameworks.size() == 1) {
      return null;
    }
    String whose =
        frameworks.isEmpty()
            ? "do not say whose they are"
            : "are of several frameworks: " + String.join(", ", frameworks);
    return "bridge-state has no framework, and the live tasks "
        + whose
        + "; set bridge.framework.id to the one that this bridge is to be";
  }

  /** The tasks that ended last. */
  public EndedTasks ended() {
    return ended;
  }

  /** The offers that have no tombstone. */
  public Set<String> offers() {
    return Collections.unmodifiableSet(offers);
  }

  /** Why the offers that ended last did. */
  public OfferEnd.Latest offerEnds() {
    return offerEnds;
  }

  /** Where results stand. */
  public ResultIndex results() {
    return results;
  }
}
