package io.mesosbridge.core.command;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Outgoing.Source;
import io.mesosbridge.core.command.CommandState.Concluding;
import io.mesosbridge.core.command.KeptLaunch.Dropped;
import io.mesosbridge.core.command.OutgoingCall.Part;
import io.mesosbridge.core.command.UnheardLaunches.Sent;
import io.mesosbridge.core.language.Command.LaunchToPlace;
import io.mesosbridge.core.language.LogField;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.LiveTask.Launch;
import io.mesosbridge.core.task.Reconciliation;
import io.mesosbridge.core.task.StatusMeaning;
import io.mesosbridge.core.task.TaskState;
import io.mesosbridge.core.task.Tasks;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * A placed launch of which Mesos drops every task before it ran is placed again within its
 * deadline. The updates that say so tell that it is, so that nobody else launches the tasks: they
 * leave once {@code bridge-state} has the launch, and are published once more, without saying so,
 * when the launch finds no other offer.
 */
public final class PlacedAgain {

  private static final Logger LOG = Logger.getLogger(PlacedAgain.class);

  private final BridgeConfig.Placement config;
  private final Journal journal;
  private final Registry registry;
  private final KeptLaunches kept;
  private final Tasks tasks;
  private final UnheardLaunches unheard;
  private final NotPlacedAgain not;

  /** Those that a former leader was to place again, and that are not in hand yet, by task. */
  private final Map<String, KeptLaunch> inherited = new HashMap<>();

  PlacedAgain(
      BridgeConfig.Placement config,
      Journal journal,
      Registry registry,
      KeptLaunches kept,
      Tasks tasks,
      Reconciliation reconciliation) {
    this.config = config;
    this.journal = journal;
    this.registry = registry;
    this.kept = kept;
    this.tasks = tasks;
    this.unheard = new UnheardLaunches(config);
    this.not = new NotPlacedAgain(journal, kept, tasks, reconciliation);
    for (KeptLaunch launch : kept.dropped()) {
      launch.dropped().forEach(each -> inherited.put(each.status().taskId(), launch));
    }
  }

  /** The call leaves; what an earlier launch of its tasks has held back does, too. */
  void sending(Part part) {
    part.command().taskIds().forEach(this::release);
    unheard.sending(part);
  }

  /** The call had no effect. */
  void hadNoEffect(Entry entry) {
    release(unheard.of(entry));
  }

  /** Whether the update says that a task is to be placed again, and waits until that is kept. */
  public boolean takes(Event.Update update) {
    TaskStatus status = update.status();
    String taskId = status.taskId();
    Sent sent = unheard.of(taskId);
    Dropped held = sent == null ? null : sent.dropped(taskId);
    if (held == null ? isNoNews(status) : held.isSame(status)) {
      return true;
    }
    KeptLaunch former = held == null ? inherited.get(taskId) : null;
    if (former != null && isOf(former, status)) {
      tasks.publish(status, update.json(), former.launch(), true);
      return true;
    }
    if (sent == null || (held == null && !sent.isOn(status.agentId()))) {
      return false; // or it is of another task of that id
    }
    if (held != null
        || !Dropped.isToldBy(status)
        || !isInTime(sent.entry())
        || !unheard.hold(sent, Dropped.of(update, journal.source()), journal.now())) {
      release(sent); // so that what was held comes before what is said now
      return false;
    }
    sent.entry().proved(); // whoever drops it has taken it, also when no answer says so
    boolean isInHand = registry.find(sent.entry().id()).filter(sent.entry()::equals).isPresent();
    if (sent.neverRan() && !isInHand) {
      keep(sent);
    }
    return true;
  }

  /** Whether a master answers so because the task was dropped, which is told, or about to be. */
  private boolean isNoNews(TaskStatus status) {
    return StatusMeaning.isAnswer(status)
        && (TaskState.isTerminal(status.state()) || TaskState.isOutOfSight(status.state()))
        && tasks.find(status.taskId()).filter(LiveTask::hasNotBeenHeardOf).isPresent()
        && registry.launchUnderWay(status.taskId()) == null
        && kept.toBePlacedAgain(status.taskId())
            .filter(launch -> !isTakenAgain(launch))
            .isPresent();
  }

  /** Whether it was launched for another time, and the answer may be about that. */
  private boolean isTakenAgain(KeptLaunch launch) {
    return registry
        .find(launch.commandId())
        .filter(entry -> entry.state instanceof Concluding told && told.isTaken())
        .isPresent();
  }

  private boolean isInTime(Entry entry) {
    Duration patience = ((LaunchToPlace) entry.reading()).wishes().patience(config.deadline());
    long deadline = entry.received().after(patience);
    return !journal.now().isPast(deadline) && !entry.isPast(journal.now().instant());
  }

  /** The command has its result, or begins anew, and is in hand no longer. */
  void settled(Entry entry, boolean taken) {
    Sent sent = unheard.of(entry);
    if (!taken) {
      release(sent);
    } else if (sent != null && sent.neverRan()) {
      keep(sent);
    }
  }

  /** Time has passed: of launches of which other tasks may run none is placed again. */
  void tick() {
    unheard.late(journal.now()).forEach(this::release);
  }

  /** Whether {@link #tick} will have something to do. */
  boolean awaitsTime() {
    return unheard.isAnyInPart();
  }

  private void keep(Sent sent) {
    if (!isIdInHand(sent.entry()) && kept.keep(sent.entry(), sent.dropped())) {
      sent.beingKept();
    } else {
      release(sent);
    }
  }

  /** Whether another one has its id, which either would be kept under, and would wait for. */
  private boolean isIdInHand(Entry entry) {
    return registry.find(entry.id()).filter(inHand -> inHand != entry).isPresent();
  }

  private void release(String taskId) {
    release(unheard.of(taskId));
  }

  /** It is not placed again: what is held leaves as every other update does; null for none. */
  private void release(Sent sent) {
    if (sent != null) {
      unheard.forget(sent);
      if (sent.isBeingKept()) {
        kept.giveUp(sent.entry().id());
      }
      sent.dropped().forEach(each -> publish(each, sent.launch(), false));
    }
  }

  private void publish(Dropped dropped, Launch launch, boolean again) {
    Source now = journal.source();
    journal.follow(source(dropped.streamId(), dropped.sequence()));
    tasks.publish(dropped.status(), Slice.of(dropped.update()), launch, again);
    journal.follow(now);
  }

  private Source source(String streamId, long sequence) {
    return new Source(journal.frameworkId(), streamId, sequence, journal.epoch());
  }

  /** Kafka has what must be remembered of a launch that is placed again, or refused it. */
  void kept(String commandId, boolean refused) {
    List<Dropped> dropped = kept.dropped(commandId);
    Sent sent = dropped.isEmpty() ? null : unheard.of(dropped.get(0).status().taskId());
    if (sent == null || !sent.isBeingKept()) {
      return;
    }
    if (refused || isIdInHand(sent.entry())) {
      release(sent);
    } else {
      unheard.forget(sent);
      LOG.infof(
          "Mesos dropped what was launched before it ran (%s); the launch is placed again",
          dropped.get(0).status().reason(),
          LogField.command(commandId),
          LogField.task(dropped.get(0).status().taskId()));
      sent.dropped().forEach(each -> publish(each, sent.launch(), true));
      kept.again(commandId);
    }
  }

  private static boolean isOf(KeptLaunch launch, TaskStatus status) {
    return status.uuid() != null
        && launch.dropped().stream().anyMatch(each -> status.uuid().equals(each.status().uuid()));
  }

  /** Such a launch comes into hand: a former leader may not have published the updates. */
  void takenUp(KeptLaunch launch) {
    boolean mayHaveLeftAgain = // then all was told before, and rows are of the second time
        registry
            .find(launch.commandId())
            .filter(Entry::isAgain)
            .filter(entry -> entry.identity().equals(launch.command().identity(entry.id())))
            .isPresent();
    for (Dropped dropped : launch.dropped()) {
      TaskStatus status = dropped.status();
      inherited.remove(status.taskId());
      boolean isUntold =
          !mayHaveLeftAgain
              && tasks
                  .find(status.taskId())
                  .filter(LiveTask::hasNotBeenHeardOf)
                  .filter(row -> launch.commandId().equals(row.commandId()))
                  .isPresent();
      if (isUntold && !tasks.isUndecided(status.taskId())) {
        publish(dropped, launch.launch(), true);
      }
    }
  }

  /** The launch is taken back: it does not wait any more, nor ever again. */
  void cancelling(String commandId) {
    release(unheard.ofCommand(commandId));
  }

  /** A KILL or SHUTDOWN leaves: what it ends is not placed again, if it is not in hand. */
  void ending(Part part) {
    unheard.endedBy(part).forEach(this::release);
  }

  /** Whether whoever leads next may still place again what the command has taken back. */
  boolean isBeingBuried(Entry by) {
    return kept.isBeingBuried(by.subjects());
  }

  /** Whether a launch of the task is not placed again after all, and consumers do not know yet. */
  boolean isToBeTold(String taskId) {
    return kept.toBePlacedAgain(taskId)
        .flatMap(launch -> registry.find(launch.commandId()))
        .filter(entry -> entry.state instanceof Concluding)
        .isPresent();
  }

  /** The framework is gone, and its tasks with it. */
  public void frameworkIsGone() {
    unheard.clear().forEach(sent -> kept.giveUp(sent.entry().id()));
    not.frameworkIsGone();
  }

  /** Such a launch is concluded; see {@link NotPlacedAgain#concluded}. */
  void concluded(Entry entry, CommandResult result) {
    not.concluded(entry, result);
  }

  /** Whether more is to be told of a launch that is concluded; see {@link NotPlacedAgain#tells}. */
  boolean tells(CommandResult result, String traceparent, int told) {
    return not.tells(result, traceparent, told);
  }
}
