package io.mesosbridge.core.command;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Framework;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.Suspects;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Event.OperationStatus;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.offer.Offers;
import io.mesosbridge.core.offer.WaitingLaunches.Standing;
import io.mesosbridge.core.task.Acknowledgements;
import io.mesosbridge.core.task.LiveTask.Launch;
import io.mesosbridge.core.task.Operations;
import io.mesosbridge.core.task.Reconciliation;
import io.mesosbridge.core.task.StatusMeaning;
import io.mesosbridge.core.task.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The way of commands through the bridge: read as they come, carried out in their order. */
public final class Commands {

  private static final Duration LOOK_EVERY = Duration.ofMillis(500); // what lapsed, or can leave

  private final Journal journal;
  private final Registry registry;
  private final KeptLaunches kept;
  private final Repeats repeats;
  private final PlacedAgain again;
  private final Fence fence;
  private final Completion completion;
  private final Doubts doubts;
  private final Arrivals arrivals;
  private final Departures departures;
  private final Execution execution;
  private final Turns turns;
  private final Steps steps;
  private long lookAt;

  /** No command is in hand but what a former leader left in doubt, or refused. */
  public Commands(
      BridgeConfig config,
      Memory memory,
      Journal journal,
      Outside outside,
      SettledCommands settled,
      Suspects suspects,
      Framework framework,
      Offers offers,
      Tasks tasks,
      Acknowledgements acknowledgements,
      Operations operations,
      Reconciliation reconciliation) {
    this.journal = journal;
    this.registry = new Registry(memory.results());
    this.kept = new KeptLaunches(memory, journal, outside, settled, config.placement());
    this.repeats = new Repeats(memory, journal, outside, settled, suspects, kept);
    this.fence = new Fence(memory, journal, settled);
    this.again =
        new PlacedAgain(config.placement(), journal, registry, kept, tasks, reconciliation);
    this.completion =
        new Completion(memory, journal, outside, registry, fence, acknowledgements, repeats, again);
    Effects effects =
        new Effects(framework, offers, tasks, operations, acknowledgements, memory.groups(), again);
    this.doubts = new Doubts(registry, completion, effects, tasks, operations, reconciliation);
    this.departures =
        new Departures(journal, outside, suspects, offers, registry, fence, completion, effects);
    this.arrivals =
        new Arrivals(
            config, journal, settled, suspects, registry, repeats, kept, again, completion, doubts);
    Permission gate = new Permission(outside, framework, offers, tasks, settled, registry, memory);
    this.execution =
        new Execution(
            journal,
            suspects,
            framework,
            offers,
            registry,
            completion,
            departures,
            new Placement(config.placement(), offers.free(), memory.groups(), kept),
            gate,
            again);
    this.turns =
        new Turns(
            suspects, framework, tasks, reconciliation, registry, completion, departures, again);
    this.steps = new Steps(suspects, arrivals, turns, execution, departures);
    this.lookAt = journal.now().after(LOOK_EVERY);
    arrivals.remember(fence.doubts(), memory.refusals().values());
  }

  /** It is known which commands had their result before: what waited for that goes on. */
  public void resultsRead() {
    arrivals.resultsRead();
    fence.forgetSettled();
    doubts.resultsRead(fence);
    completion.resultsRead();
    goOn();
  }

  /** Brings commands to their results. */
  public Completion completion() {
    return completion;
  }

  /** The next commands. */
  public void received(List<CommandRecord> records) {
    arrivals.received(records);
    goOn();
  }

  /** A result of a command was read back from there; null when Kafka keeps it no longer. */
  public void reread(String identity, Place place, byte[] result) {
    arrivals.reread(identity, place, result);
    goOn();
  }

  /** A former leader's result of a command of which none was known landed late. */
  public void resultLanded(String commandId, String identity) {
    arrivals.resultLanded(commandId, identity);
    goOn();
  }

  /** A subscription stands. */
  public void subscribed(String frameworkId) {
    departures.registered();
    doubts.subscribed(frameworkId, journal.now());
    turns.begin();
    goOn();
  }

  /** The subscription is gone: what has not left waits for the next one. */
  public void unsubscribed(Happening.Ended ended) {
    turns.end();
    doubts.unsubscribed(ended, journal.now());
    departures.takeBack();
  }

  /** The framework was torn down or removed: nothing can be carried out but registering anew. */
  public void frameworkIsGone() {
    turns.end();
    departures.takeBack();
    departures.tornDown();
    execution.giveUpPlacing();
    doubts.frameworkIsGone(journal.frameworkId(), journal.now());
    goOn();
  }

  /** The SUBSCRIBE under way registers a framework of that id instead; null leaves it to Mesos. */
  public void registerAs(String frameworkId) {
    departures.registerAs(frameworkId);
  }

  /** The master accepts no new framework. */
  public void registrationRefused(String text) {
    departures.registrationRefused(text);
    goOn();
  }

  /** Whether a TEARDOWN is in doubt that may have ended this framework. */
  public boolean mayHaveEnded(String frameworkId) {
    return doubts.mayHaveEnded(frameworkId);
  }

  /** New offers are outstanding. */
  public void offered() {
    execution.offered();
    goOn();
  }

  /** What became of a call; returns whether the framework was torn down by it. */
  public boolean answered(long number, CallOutcome outcome) {
    Departures.Answered answered = departures.answered(number, outcome);
    if (departures.takeLost()) {
      turns.callsAreLost();
      lookAt = journal.now().after(LOOK_EVERY);
    }
    doubts.settle(answered.inDoubt(), journal.now());
    goOn();
    return answered.tornDown();
  }

  /** What {@code bridge-state} holds of the commands in hand. */
  public Fence fence() {
    return fence;
  }

  /** The launches that wait, as {@code bridge-state} has them. */
  public KeptLaunches kept() {
    return kept;
  }

  /** Launches that Mesos drops before they ran. */
  public PlacedAgain placedAgain() {
    return again;
  }

  /** Kafka has a launch that waits, or refused it. */
  public void launchKept(String commandId, boolean refused) {
    kept.answered(commandId, refused, registry);
    again.kept(commandId, refused);
    goOn();
  }

  /** The refusal was read back, so that it counts, or has to be cut to fit into its topic. */
  public void refusalDecided(String commandId, boolean cut) {
    completion.refusalDecided(commandId, cut);
    goOn();
  }

  /** The intent of that attempt was read back, so that it counts, or Kafka has no room for it. */
  public void intentDecided(String commandId, long attempt, boolean tooLarge) {
    departures.intentDecided(commandId, attempt, tooLarge);
    goOn();
  }

  /** Kafka has the first result once more, or cannot have it and the place is null. */
  public void repeatAnswered(long offset, Place place) {
    repeats.repeatAnswered(offset, place);
  }

  /** Whether the task's launch is in doubt. */
  public boolean isLaunchInDoubt(String taskId) {
    return doubts.launchInDoubt(taskId) != null;
  }

  /** A status came that says something of a launch in doubt. */
  public void told(StatusMeaning meaning, String taskId) {
    doubts.told(meaning, taskId, journal.now());
    goOn();
  }

  /** An operation's status came, which may say what became of its command. */
  public void told(OperationStatus status) {
    registry.commandOf(status).ifPresent(entry -> doubts.told(entry, status));
    goOn();
  }

  /** The command with that operation, as long as its result is not written; else null. */
  public String unsettledCommandOf(OperationStatus status) {
    return registry.commandOf(status).map(Entry::id).orElse(null);
  }

  /** Which command launched the task, if its launch is under way, and not on another agent. */
  public Optional<Launch> launchOf(String taskId, String agentId) {
    return registry.launchOf(taskId, agentId);
  }

  /** Something changed for which commands may wait; what is too much for now follows soon. */
  public void goOn() {
    if (!steps.isBehind()) {
      steps.take();
    }
  }

  /** Where the command in hand stands, in a word; empty for one that is not in hand. */
  public Optional<String> standing(String commandId) {
    return registry.find(commandId).map(entry -> entry.state.stage().inWord());
  }

  /** Time has passed. */
  public void tick() {
    if (steps.isBehind()) {
      steps.take();
    }
    if (journal.now().isPast(lookAt)) {
      lookAt = journal.now().after(LOOK_EVERY);
      turns.tryAgain();
      execution.giveUpLate();
      kept.keepLate(registry);
      doubts.tick(journal.now());
      arrivals.tick();
      again.tick();
      goOn();
    }
  }

  /** When {@link #tick} has something to do, in nanoseconds of the clock. */
  public long deadline() {
    if (steps.isBehind()) {
      return journal.now().nanos();
    }
    return registry.all().isEmpty() && !again.awaitsTime() ? Long.MAX_VALUE : lookAt;
  }

  /** How many commands wait for results to be read, a subscription or those before them. */
  public int waiting() {
    return registry.waitingCount() + arrivals.waiting();
  }

  /** The launches that wait for an offer. */
  public Standing launches() {
    return execution.launches();
  }
}
