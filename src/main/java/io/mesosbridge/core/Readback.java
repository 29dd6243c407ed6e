package io.mesosbridge.core;

import io.mesosbridge.core.Fact.FrameworkRecord.State;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Journal.Notices;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.command.Commands;
import io.mesosbridge.core.command.SettledCommands;
import io.mesosbridge.core.offer.Offers;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.Reconciliation;
import io.mesosbridge.core.task.StatusMeaning;
import io.mesosbridge.core.task.Tasks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is read back of the log while this instance leads: its own intents and refusals, which count
 * from then on, what former leaders wrote late, and the signs of another leader. The compacted
 * topics have to say what the leader knows, whatever happened to them.
 */
final class Readback {

  private final Journal journal;
  private final Outside outside;
  private final Notices notices;
  private final Memory memory;
  private final Framework framework;
  private final Offers offers;
  private final Tasks tasks;
  private final Reconciliation reconciliation;
  private final Commands commands;
  private final Registration registration;
  private final SettledCommands settled;
  private final Suspects suspects;

  /** Former leaders' results that landed while this one leads, of commands without another. */
  private final Map<String, LogRecord> landed = new HashMap<>();

  /** Whether what is read stands behind this leader's claim: who else claimed would be known. */
  private boolean claimStands = true;

  Readback(
      Journal journal,
      Outside outside,
      Notices notices,
      Memory memory,
      Framework framework,
      Offers offers,
      Tasks tasks,
      Reconciliation reconciliation,
      Commands commands,
      Registration registration,
      SettledCommands settled,
      Suspects suspects) {
    this.suspects = suspects;
    this.journal = journal;
    this.outside = outside;
    this.notices = notices;
    this.memory = memory;
    this.framework = framework;
    this.offers = offers;
    this.tasks = tasks;
    this.reconciliation = reconciliation;
    this.commands = commands;
    this.registration = registration;
    this.settled = settled;
  }

  /**
   * A record was read back.
   *
   * @param epoch of this leader
   * @return why another leads, if the record says so
   */
  Optional<String> read(LogRecord record, long epoch, Now now) {
    journal.at(now);
    if (record.topic() == Topic.RESULTS && !commands.completion().knowsResults()) {
      memory.read(record);
      return Optional.empty();
    }
    boolean isForeign =
        record.fact() instanceof Fact.Claimed claim && !journal.isOf(claim.instance());
    if (record.epoch() > epoch || (record.epoch() == epoch && isForeign && !claimStands)) {
      memory.read(record); // the next claim of this instance is to be above it
      return Optional.of(
          "another instance claims to lead, in epoch %d after %d".formatted(record.epoch(), epoch));
    }
    if (record.epoch() == epoch && record.fact() instanceof Fact.Claimed) {
      claimStands = true; // a foreign one behind it is void
    } else if (record.epoch() == epoch && record.fact() instanceof Fact.FrameworkIs own) {
      if (claimStands && own.framework() != null && own.framework().state() == State.CHOSEN) {
        registration.chosen(own.framework().frameworkId());
      }
    } else if (record.epoch() == epoch && record.fact() instanceof Fact.Intended own) {
      if (claimStands) {
        commands.intentDecided(own.intent().commandId(), own.intent().attempt(), false);
      }
    } else if (record.epoch() == epoch && record.fact() instanceof Fact.Refused own) {
      if (claimStands) {
        commands.refusalDecided(own.result().commandId(), false);
      }
    } else if (isStale(record, epoch)) {
      outside.countStale(record.topic());
      overtaken(record);
    }
    return Optional.empty();
  }

  /**
   * All results have been read that there were when this leader began.
   *
   * @return why the leader has to claim anew instead, if a result is of no earlier epoch
   */
  Optional<String> resultsRead(Now now) {
    journal.at(now);
    if (memory.highestEpochOfResults() >= journal.epoch()) {
      return Optional.of(
          "a result is of epoch %d, and this leader of epoch %d"
              .formatted(memory.highestEpochOfResults(), journal.epoch()));
    }
    commands.resultsRead();
    memory.lateResults().forEach(this::overtaken);
    return Optional.empty();
  }

  /** What a former leader wrote late has the rightful record written behind it. */
  void overtaken(LogRecord late) {
    if (late.fact() instanceof Fact.ResultAt result) {
      if (isOfALaterLeader(result, late.epoch())
          || !commands.completion().overtaken(result.identity(), late.key(), result.place())) {
        landed.put(result.identity(), late);
        memory.apply(result);
        commands.resultLanded(late.key(), result.identity());
      }
    } else if (late.fact() instanceof Fact.TaskEnded && isUnknown(late.key())) {
      // it is what is known of the task: nothing
    } else if (late.fact() instanceof Fact.TaskRow row && isUnknown(late.key())) {
      memory.stray(row.task().taskId(), row.task().agentId());
      reconciliation.askForStray(row.task().taskId(), row.task().agentId());
    } else {
      learnFrom(late.fact());
      rewrite(late.topic(), late.key());
    }
  }

  /**
   * What became of a launch is as a leader that was cut off wrote, though its row does not count.
   */
  private void learnFrom(Fact late) {
    if (late instanceof Fact.TaskRow row && isOfLaunchInDoubt(row.task())) {
      commands.told(StatusMeaning.PROVES, row.task().taskId());
    } else if (late instanceof Fact.TaskEnded end) {
      tasks
          .find(end.taskId())
          .filter(task -> task.commandId() != null && task.commandId().equals(end.commandId()))
          .filter(LiveTask::hasNotBeenHeardOf)
          .ifPresent(task -> memory.apply(end));
    }
  }

  /**
   * Whether nothing else tells of the task, as where the topic was lost under its leader; its row
   * stays, for whoever leads next, until Mesos has told.
   */
  private boolean isUnknown(String taskId) {
    return !framework.isGone()
        && tasks.find(taskId).isEmpty()
        && !memory.ended().contains(taskId)
        && !commands.isLaunchInDoubt(taskId);
  }

  private boolean isOfLaunchInDoubt(LiveTask task) {
    return task.commandId() != null
        && commands.isLaunchInDoubt(task.taskId())
        && commands
            .launchOf(task.taskId(), task.agentId())
            .filter(launch -> task.commandId().equals(launch.commandId()))
            .isPresent();
  }

  /** Whether all that is known of the command is what a leader before the result's wrote late. */
  private boolean isOfALaterLeader(Fact.ResultAt result, long epoch) {
    LogRecord other = landed.get(result.identity());
    return other != null
        && other.epoch() <= epoch
        && memory.results().find(result.identity()).equals(Optional.of(placeOf(other)));
  }

  private static Fact.Place placeOf(LogRecord record) {
    return new Fact.Place(record.partition(), record.offset());
  }

  private static boolean isStale(LogRecord record, long epoch) {
    return record.epoch() >= 0
        && record.epoch() < epoch
        && !(record.fact() instanceof Fact.Claimed);
  }

  /** A topic was made again: its readers are told. */
  void recreated(String topic, Now now) {
    journal.at(now);
    notices.topicRecreated(topic);
  }

  /** So many commands, at most, were deleted before anybody read them: their writers are told. */
  void commandsDeleted(long atMost, Now now) {
    journal.at(now);
    notices.commandsDeleted(atMost);
  }

  /** This leader stops: what would be written later is now. */
  void stopping(Now now) {
    journal.at(now);
    settled.stopping();
  }

  /** Writes one record once more: something else stands in its place. */
  void rewrite(Topic topic, String key) {
    switch (topic) {
      case OFFERS -> offers.rewrite(key);
      case TASKS -> tasks.rewrite(key);
      case LAUNCHES -> commands.kept().table().rewrite(key);
      case STATE -> {
        if (key.equals(StateKeys.FRAMEWORK)) {
          framework.rewrite();
        } else if (key.equals(StateKeys.COMMANDS)) {
          settled.rewrite();
        } else if (StateKeys.isIntent(key)) {
          commands.fence().rewrite(StateKeys.commandOf(key));
        } else if (StateKeys.isLaunch(key)) {
          commands.kept().rewrite(StateKeys.launchOf(key));
        } else if (StateKeys.isSuspect(key)) {
          suspects.rewrite(key);
        }
      }
      default -> {
        // what is not compacted shows the true record as well
      }
    }
  }

  /** Writes all that the topic should say once more: it was made anew. */
  void rewriteAll(Topic topic, Now now) {
    journal.at(now);
    memory.lost(topic);
    switch (topic) {
      case OFFERS -> offers.rewriteAll();
      case TASKS -> tasks.rewriteAll();
      case LAUNCHES -> commands.kept().table().rewriteAll();
      case STATE -> {
        claimStands = false;
        framework.rewrite();
        List.copyOf(memory.intents().keySet()).forEach(commands.fence()::rewrite);
        List.copyOf(memory.refusals().keySet()).forEach(commands.fence()::rewrite);
        List.copyOf(memory.launches().keySet()).forEach(commands.kept()::rewrite);
        settled.rewrite(); // last: where it stands all else does
      }
      default -> {
        // what is not compacted is no table
      }
    }
  }
}
