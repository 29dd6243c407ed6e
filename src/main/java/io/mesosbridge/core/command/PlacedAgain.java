package io.mesosbridge.core.command;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.command.KeptLaunches.Kept;
import io.mesosbridge.core.command.KeptLaunches.Kept.Dropped;
import io.mesosbridge.core.command.OutgoingCall.Part;
import io.mesosbridge.core.language.Command.LaunchToPlace;
import io.mesosbridge.core.language.LogField;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.LiveTask.Launch;
import io.mesosbridge.core.task.Reconciliation;
import io.mesosbridge.core.task.StatusMeaning;
import io.mesosbridge.core.task.Tasks;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * A launch of one task that was placed, and that Mesos drops before it ran, is placed again within
 * its deadline. The update that says so tells that it is, so that nobody else launches the task: it
 * leaves once {@code bridge-state} has the launch, and is published once more, without saying so,
 * when the launch finds no other offer.
 */
public final class PlacedAgain {

  private static final Logger LOG = Logger.getLogger(PlacedAgain.class);

  /** Said of tasks that ran and may return, or because somebody asked. */
  private static final Set<String> NO_DROPS =
      Set.of("REASON_AGENT_REMOVED", "REASON_SLAVE_REMOVED", "REASON_RECONCILIATION");

  /** A status that Mesos attaches much to is not kept. */
  private static final int LARGEST_UPDATE = 64 << 10;

  private final BridgeConfig.Placement config;
  private final Journal journal;
  private final Registry registry;
  private final KeptLaunches kept;
  private final Tasks tasks;
  private final Reconciliation reconciliation;

  /** Those of whose task nothing has been heard, by task. */
  private final Map<String, Sent> unheard = new HashMap<>();

  /** Those that were dropped, and whose update waits until that is kept, by task. */
  private final Map<String, Sent> held = new HashMap<>();

  /** Those that a former leader was to place again, and that are not in hand yet, by task. */
  private final Map<String, Kept> inherited = new HashMap<>();

  private long bytes;

  /**
   * A launch whose call leaves for that agent.
   *
   * @param dropped what Mesos says of its task; null before
   * @param isKept whether that is on its way to Kafka
   */
  private record Sent(
      Entry entry, String taskId, String agentId, Event.Update dropped, boolean isKept) {
    private Launch launch() {
      return new Launch(entry.id(), entry.record().traceparent());
    }
  }

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
    this.reconciliation = reconciliation;
    for (Kept launch : kept.dropped()) {
      inherited.put(launch.dropped().status().taskId(), launch);
    }
  }

  /** The call leaves; of more launches than may wait none is placed again. */
  void sending(Part part) {
    Entry entry = part.entry();
    if (entry.reading() instanceof LaunchToPlace launch
        && launch.taskIds().size() == 1
        && entry.order() == entry.record().offset() // not of a topic that was there before
        && unheard.size() < config.maxWaiting()
        && bytes + entry.record().bytes() <= config.maxWaitingBytes()) {
      String taskId = launch.taskIds().get(0);
      heard(taskId);
      unheard.put(taskId, new Sent(entry, taskId, part.ready().agentId(), null, false));
      bytes += entry.record().bytes();
    }
  }

  /** The call had no effect. */
  void hadNoEffect(Entry entry) {
    Sent sent = unheard.get(taskOf(entry));
    if (sent != null && sent.entry == entry) {
      heard(sent.taskId);
    }
    settled(entry, false);
  }

  private void heard(String taskId) {
    Sent sent = unheard.remove(taskId);
    bytes -= sent == null ? 0 : sent.entry.record().bytes();
  }

  /** The task of a launch of one to be placed; null for any other command. */
  private static String taskOf(Entry entry) {
    return entry.reading() instanceof LaunchToPlace launch ? launch.taskIds().get(0) : null;
  }

  /** Whether the update says that a launch is to be placed again, and waits until that is kept. */
  public boolean takes(Event.Update update) {
    TaskStatus status = update.status();
    String taskId = status.taskId();
    if (held.containsKey(taskId)) {
      return isHeld(status);
    }
    Kept former = inherited.get(taskId);
    if (former != null && isOf(former, status)) {
      tell(former, update);
      return true;
    }
    Sent sent = unheard.get(taskId);
    if (sent == null || (status.agentId() != null && !status.agentId().equals(sent.agentId))) {
      return false; // or it is of another task of that id
    }
    heard(taskId);
    boolean takes =
        isDrop(status) && isInTime(sent.entry) && update.json().length() <= LARGEST_UPDATE;
    if (takes) {
      Sent dropped = new Sent(sent.entry, taskId, sent.agentId, update, false);
      held.put(taskId, dropped);
      sent.entry.proved(); // whoever drops it has taken it, also when no answer says so
      if (registry.find(sent.entry.id()).filter(entry -> entry == sent.entry).isEmpty()) {
        keep(dropped);
      }
    }
    return takes;
  }

  /** What is said of the task meanwhile comes after what is held, unless it is the very same. */
  private boolean isHeld(TaskStatus status) {
    Sent sent = held.get(status.taskId());
    TaskStatus dropped = sent.dropped.status();
    boolean isSame =
        status.uuid() == null
            ? StatusMeaning.isAnswer(status) && status.state().equals(dropped.state())
            : status.uuid().equals(dropped.uuid());
    if (!isSame) {
      release(sent);
    }
    return isSame;
  }

  /** Source: {@code TaskState} in {@code mesos.proto}, and {@code master.cpp} of Mesos. */
  private static boolean isDrop(TaskStatus status) {
    return switch (status.state()) {
      case "TASK_DROPPED" -> status.reason() == null || !NO_DROPS.contains(status.reason());
      case "TASK_LOST" -> "REASON_INVALID_OFFERS".equals(status.reason());
      default -> false;
    };
  }

  private boolean isInTime(Entry entry) {
    Duration patience = ((LaunchToPlace) entry.reading()).wishes().patience(config.deadline());
    long deadline = entry.received().after(patience);
    return !journal.now().isPast(deadline) && !entry.isPast(journal.now().instant());
  }

  /** The command has its result, or begins anew, and is in hand no longer. */
  void settled(Entry entry, boolean taken) {
    Sent dropped = held.get(taskOf(entry));
    if (dropped != null && dropped.entry == entry) {
      if (taken) {
        keep(dropped);
      } else {
        release(dropped);
      }
    }
  }

  private void keep(Sent sent) {
    Event.Update update = sent.dropped;
    if (kept.keep(sent.entry, new Dropped(update.status(), update.json().toArray()))) {
      held.put(sent.taskId, new Sent(sent.entry, sent.taskId, sent.agentId, update, true));
    } else {
      release(sent);
    }
  }

  /** It is not placed again: the update leaves as every other does. */
  private void release(Sent sent) {
    held.remove(sent.taskId);
    if (sent.isKept) {
      kept.giveUp(sent.entry.id());
    }
    tasks.publish(sent.dropped.status(), sent.dropped.json(), sent.launch(), false);
  }

  /** Kafka has what must be remembered of a launch that is placed again, or refused it. */
  void kept(String commandId, boolean refused) {
    Dropped dropped = kept.dropped(commandId);
    Sent sent = dropped == null ? null : held.get(dropped.status().taskId());
    if (sent != null && refused) {
      release(sent);
    } else if (sent != null) {
      held.remove(sent.taskId);
      LOG.infof(
          "Mesos dropped a task before it ran (%s); its launch is placed again",
          dropped.status().reason(), LogField.command(commandId), LogField.task(sent.taskId));
      tasks.publish(sent.dropped.status(), sent.dropped.json(), sent.launch(), true);
      kept.again(commandId);
    }
  }

  private static boolean isOf(Kept launch, TaskStatus status) {
    return status.uuid() != null && status.uuid().equals(launch.dropped().status().uuid());
  }

  private void tell(Kept launch, Event.Update update) {
    Launch by = new Launch(launch.commandId(), launch.traceparent());
    tasks.publish(update.status(), update.json(), by, true);
  }

  /** Such a launch comes into hand: a former leader may not have published the update. */
  void takenUp(Kept launch) {
    TaskStatus status = launch.dropped().status();
    inherited.remove(status.taskId());
    boolean isUntold =
        tasks
            .find(status.taskId())
            .filter(LiveTask::hasNotBeenHeardOf)
            .filter(row -> launch.commandId().equals(row.commandId()))
            .isPresent();
    if (isUntold && !tasks.isEnding(status.taskId())) {
      tell(launch, new Event.Update(status, Slice.of(launch.dropped().update())));
    }
  }

  /** The task is killed: what has not come into hand again never will. */
  void killing(String taskId) {
    Sent sent = held.get(taskId);
    if (sent != null) {
      release(sent);
    }
  }

  /** The framework is gone, and its tasks with it. */
  void frameworkIsGone() {
    unheard.clear();
    bytes = 0;
    held.values().stream().filter(Sent::isKept).forEach(sent -> kept.giveUp(sent.entry.id()));
    held.clear();
  }

  /**
   * Such a launch is concluded.
   *
   * @return whether Kafka has to have the update once more before the launch is forgotten
   */
  boolean concluded(CommandResult result, String traceparent) {
    Dropped dropped = kept.dropped(result.commandId());
    String taskId = dropped.status().taskId();
    if (result.outcome() == Outcome.UNCERTAIN) {
      tasks.askedFor(taskId);
      reconciliation.ask(Collections.singletonMap(taskId, null));
    } else if (result.outcome() == Outcome.REJECTED) {
      LOG.warnf(
          "What was to be placed again is not: %s",
          result.error().message(), LogField.command(result.commandId()), LogField.task(taskId));
      journal.event(
          new WriteId.NotPlacedAgain(result.commandId()),
          Topic.TASK_UPDATES,
          taskId,
          Tasks.UPDATE,
          result.identity() + "/dropped", // consumers have seen that of the update
          dropped.update(),
          new Launch(result.commandId(), traceparent).headers(false));
    }
    return result.outcome() == Outcome.REJECTED;
  }
}
