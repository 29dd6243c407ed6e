package io.mesosbridge.core;

import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.core.command.Intent;
import io.mesosbridge.core.command.KeptLaunch;
import io.mesosbridge.core.command.ResultIndex;
import io.mesosbridge.core.command.SettledCommands;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.core.offer.TaskGroups;
import io.mesosbridge.core.task.EndedTasks;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.TaskFrameworks;
import io.mesosbridge.core.task.TasksOfExecutors;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * What must survive, as the topics have it: changed by {@link Fact facts} only, in the same way
 * while they are read back and when they are new.
 *
 * <p>A record of a former leader that comes after one of a later leader is stale, whatever it says:
 * its writer was paused and did not know that it had been replaced.
 */
public final class Memory {

  FrameworkRecord framework;

  /** What this instance knew of the framework before it read all anew, or null. */
  final FrameworkRecord former;

  private final Claims claims;
  private final Set<Topic> lost = EnumSet.noneOf(Topic.class);
  SettledCommands.Kept settled;
  final Map<String, Intent> intents = new LinkedHashMap<>();
  final Map<String, KeptLaunch> launches = new LinkedHashMap<>();
  final Set<String> writtenLaunches = new HashSet<>(); // of the launches: Kafka had them
  final Map<String, CommandResult> refusals = new LinkedHashMap<>();
  final Map<String, Fact.Suspected> suspects = new LinkedHashMap<>();
  final Map<String, LiveTask> tasks = new LinkedHashMap<>();
  private final Map<String, LiveTask> seenTasks = Collections.unmodifiableMap(tasks);
  final TasksOfExecutors executors = new TasksOfExecutors();
  final TaskFrameworks taskFrameworks = new TaskFrameworks();
  final EndedTasks ended = new EndedTasks();
  final Map<String, String> strays = new LinkedHashMap<>();
  final TaskGroups groups = new TaskGroups();
  final Map<String, byte[]> offers = new LinkedHashMap<>();
  final Map<String, byte[]> listedLaunches = new LinkedHashMap<>();
  final OfferEnd.Latest offerEnds = new OfferEnd.Latest();
  final ResultIndex results;

  private final Map<String, Long> latestEpochs = new HashMap<>();
  final Map<String, LogRecord> lateRecords = new LinkedHashMap<>();
  private final Map<String, LogRecord> lateResults = new LinkedHashMap<>();
  private long staleRecords;
  String misplaced;

  /** Empty, with room for the places of so many results; -1 where no epoch was ever seen. */
  public Memory(int mostResults, long highestEpoch) {
    this(mostResults, new Claims(highestEpoch), null);
  }

  private Memory(int mostResults, Claims claims, FrameworkRecord former) {
    this.results = new ResultIndex(mostResults);
    this.claims = claims;
    this.former = former;
  }

  /** A topic was lost, and with it what stood in it that this instance may not have read. */
  void lost(Topic topic) {
    lost.add(topic);
    if (topic == Topic.STATE) {
      claims.areLost();
    }
  }

  /** All has been read: what is lost from here on is another loss. */
  void isRead() {
    lost.clear();
  }

  /**
   * As if nothing had been read yet, but for what the topics told that were lost.
   *
   * @param justLost a topic that was lost now, or null
   */
  Memory forgotten(int mostResults, Topic justLost, String instance) {
    if (justLost != null) {
      lost(justLost);
    }
    Memory anew =
        new Memory(mostResults, claims.forgotten(instance), framework == null ? former : framework);
    anew.lost.addAll(lost); // another topic may be found lost before all is read
    anew.strays.putAll(strays);
    for (String id : writtenLaunches) {
      String key = StateKeys.launch(id);
      if (lost.contains(Topic.STATE) || lateRecords.containsKey(Topic.STATE + "/" + key)) {
        anew.takeUp(key, new Fact.LaunchKept(launches.get(id), true));
      }
    }
    if (lost.contains(Topic.TASKS)) {
      anew.ended.addAll(ended);
      tasks.values().forEach(task -> anew.strays.put(task.taskId(), task.agentId()));
    }
    return anew;
  }

  /** Something new, which this leader is about to write. */
  public void apply(Fact fact) {
    fact.applyTo(this);
  }

  /** Something that was read back; what a former leader wrote late changes nothing. */
  void read(LogRecord record) {
    claims.read(record);
    String partition = record.topic() + "-" + record.partition();
    if (record.topic() == Topic.STATE && record.partition() != 0) {
      misplaced = record.key();
      return;
    }
    boolean counts =
        record.epoch() < 0
            || record.epoch() >= latestEpochs.merge(partition, record.epoch(), Math::max);
    counts &= !(record.fact() instanceof Fact.TaskRow row && ended.tellsOf(row.task()));
    if (record.fact() instanceof Fact.ResultAt result) {
      read(record, result, counts);
    } else if (!counts) {
      staleRecords++;
      lateRecords.put(record.topic() + "/" + record.key(), record);
    } else if (record.fact() != null) {
      record.fact().applyTo(this);
      lateRecords.remove(record.topic() + "/" + record.key());
      if (record.fact() instanceof Fact.CommandsSettled && claims.isWrittenAgain(record.epoch())) {
        lateRecords.values().removeIf(this::forgetTakenUp);
      }
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

  /** The claims to lead. */
  public Claims claims() {
    return claims;
  }

  /** The highest epoch of any result; -1 for none. */
  long highestEpochOfResults() {
    return latestEpochs.entrySet().stream()
        .filter(latest -> latest.getKey().startsWith(Topic.RESULTS.name()))
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

  /** What no record tells any longer is to be written again, as if it stood in the wrong place. */
  void takeUp(String key, Fact fact) {
    fact.applyTo(this);
    lateRecords.put(Topic.STATE + "/" + key, new LogRecord(Topic.STATE, 0, -1, key, -1, fact));
  }

  /** Who wrote all again, this record last, knew of each launch that is kept. */
  private boolean forgetTakenUp(LogRecord late) {
    boolean isTakenUp = late.offset() < 0 && late.fact() instanceof Fact.LaunchKept;
    if (isTakenUp) {
      new Fact.LaunchGone(StateKeys.launchOf(late.key())).applyTo(this);
    }
    return isTakenUp;
  }

  /** Which commands have their result; empty when that is not known. */
  public Optional<SettledCommands.Kept> settled() {
    return Optional.ofNullable(settled);
  }

  /** The calls that may have been sent and whose result is not known, by command. */
  public Map<String, Intent> intents() {
    return Collections.unmodifiableMap(intents);
  }

  /** The launches that wait, and whose offset may have been passed, by command. */
  public Map<String, KeptLaunch> launches() {
    return Collections.unmodifiableMap(launches);
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

  /** The frameworks that the live tasks' rows name, in order. */
  SortedSet<String> frameworksOfTasks() {
    return taskFrameworks.of(tasks.values());
  }

  /**
   * The agents, null where not known, of tasks of which nothing that counts tells, but that may
   * live: their rows were lost, or landed late.
   */
  public Map<String, String> strays() {
    return Collections.unmodifiableMap(strays);
  }

  /** It is one from now on; the agent is null if not known. */
  void stray(String taskId, String agentId) {
    strays.put(taskId, agentId);
  }

  /** The tasks by group, also those whose launch is under way. */
  public TaskGroups groups() {
    return groups;
  }

  /** The tasks that ended last. */
  public EndedTasks ended() {
    return ended;
  }

  /** The offers that have no tombstone, verbatim, by id. */
  public Map<String, byte[]> offers() {
    return Collections.unmodifiableMap(offers);
  }

  /** The rows of the table of launches that wait, by command. */
  public Map<String, byte[]> listedLaunches() {
    return Collections.unmodifiableMap(listedLaunches);
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
