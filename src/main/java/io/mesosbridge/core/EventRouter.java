package io.mesosbridge.core;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.command.Commands;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Event.EventRecord;
import io.mesosbridge.core.mesos.Event.OperationStatus;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import io.mesosbridge.core.offer.Offers;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.LiveTask.Launch;
import io.mesosbridge.core.task.Operations;
import io.mesosbridge.core.task.Reconciliation;
import io.mesosbridge.core.task.StatusMeaning;
import io.mesosbridge.core.task.Tasks;
import java.util.Optional;

/** Takes each event of the stream to where it belongs. */
final class EventRouter {

  private static final Outgoing.Type HEARTBEAT = new Outgoing.Type(true, "HEARTBEAT");

  private final Journal journal;
  private final Suspects suspects;
  private final Backlog backlog;
  private final Offers offers;
  private final Tasks tasks;
  private final Operations operations;
  private final Reconciliation reconciliation;
  private final Commands commands;

  EventRouter(
      Journal journal,
      Suspects suspects,
      Backlog backlog,
      Offers offers,
      Tasks tasks,
      Operations operations,
      Reconciliation reconciliation,
      Commands commands) {
    this.journal = journal;
    this.suspects = suspects;
    this.backlog = backlog;
    this.offers = offers;
    this.tasks = tasks;
    this.operations = operations;
    this.reconciliation = reconciliation;
    this.commands = commands;
  }

  /** The next event of the subscription; one that is poison is passed on and not handled. */
  void route(EventRecord record) {
    journal.follow(record.streamId(), record.sequence());
    Suspects.Handled outer = suspects.begin(record);
    if (suspects.isPoisonEvent()) {
      passOnAsItIs(record);
      if (record.event() instanceof Event.Offers event) {
        offers.refuse(event.offers().stream().map(Event.Offer::id).toList());
      }
    } else {
      handle(record);
      suspects.survived();
    }
    suspects.end(outer);
  }

  private void handle(EventRecord record) {
    if (record.event() instanceof Event.Offers event) {
      if (offers.offered(event)) {
        commands.offered();
      }
    } else if (record.event() instanceof Event.Update event) {
      route(event);
    } else if (record.event() instanceof Event.OperationUpdate event) {
      route(event);
    } else if (record.event() instanceof Event.Heartbeat) {
      if (!backlog.sheds(Backlog.Kind.HEARTBEATS, record.json().length())) {
        passOn(WriteId.Plain.ONCE, Topic.HEARTBEATS, HEARTBEAT, record);
      }
    } else {
      if (record.event() instanceof Event.Rescind rescind) {
        offers.end(rescind.offerId(), OfferEnd.RESCINDED);
      }
      if (record.event() instanceof Event.Unreadable unreadable) {
        offers.refuse(unreadable.offerIds());
      }
      if (record.event() instanceof Event.InverseOffers asked) {
        offers.maintenance().asked(asked);
      }
      passOnAsItIs(record);
    }
  }

  private void passOnAsItIs(EventRecord record) {
    String type = record.event().type();
    if (!backlog.shedsEvent(type, record.json().length())) {
      passOn(WriteId.Plain.SURELY, Topic.EVENTS, new Outgoing.Type(true, type), record);
    }
  }

  private void passOn(WriteId id, Topic topic, Outgoing.Type type, EventRecord record) {
    journal.event(
        id, topic, journal.frameworkKey(), type, journal.eventId(), record.json().toArray());
  }

  private void route(Event.Update update) {
    TaskStatus status = update.status();
    String taskId = status.taskId();
    Optional<Launch> launch = commands.launchOf(taskId, status.agentId());
    boolean inDoubt = commands.isLaunchInDoubt(taskId);
    String doubt = inDoubt ? launch.map(Launch::commandId).orElse(null) : null;
    StatusMeaning meaning = tasks.meaningOf(status, doubt, reconciliation);
    LiveTask row = tasks.find(taskId).orElse(null);
    boolean isAnswer = StatusMeaning.isAnswer(status);
    boolean isElsewhere = StatusMeaning.isEndElsewhere(status, row);
    boolean isLate =
        isElsewhere || (StatusMeaning.isGone(status) && tasks.questions().isLate(taskId));
    if (isElsewhere) {
      reconciliation.undecided(taskId, row.agentId());
    } else if (!isLate && !isOfFormerTask(meaning, status)) { // else it is asked for again
      reconciliation.answered(
          taskId, meaning == StatusMeaning.NEWS || meaning == StatusMeaning.PROVES);
    }
    if (isAnswer) {
      tasks.questions().answered(taskId);
    }
    switch (meaning) {
      case REPEATED -> {
        if (tasks.repeated(status) && !sheds(update)) {
          tasks.publishAgain(status, update.json());
        }
      }
      case CONFIRMS, NOBODYS -> tasks.nothingNew(status);
      case DENIES, UNCLEAR -> commands.told(meaning, taskId);
      case PROVES -> {
        publish(update, launch);
        commands.told(meaning, taskId);
      }
      case ANSWERS -> {
        if (!sheds(update)) {
          tasks.answer(status, update.json());
        }
      }
      case NEWS -> {
        Optional<Launch> first = row != null ? Optional.empty() : launch;
        boolean proves = first.isPresent() && proves(status, first.get());
        publish(update, first);
        if (proves) {
          commands.told(StatusMeaning.PROVES, taskId);
        }
      }
    }
    if (isAnswer && !isLate && !status.unreachable()) { // whose agent may come back with it
      tasks.answeredFor(status);
    }
    if (inDoubt && !meaning.isOfLaunchInDoubt()) {
      // It was about another task of that id; while that lives elsewhere, no second one is
      // launched.
      boolean livesElsewhere = launch.isEmpty() && row != null;
      commands.told(livesElsewhere ? StatusMeaning.DENIES : StatusMeaning.UNCLEAR, taskId);
    }
  }

  /** Whether an agent repeats the end of a task, which tells nothing of another one of its id. */
  private boolean isOfFormerTask(StatusMeaning meaning, TaskStatus status) {
    return meaning == StatusMeaning.REPEATED
        && tasks.ended().endedBy(status.taskId(), status.uuid());
  }

  /** Whether it would prove the launch, should the answer to its call get lost. */
  private boolean proves(TaskStatus status, Launch launch) {
    return tasks.meaningOf(status, launch.commandId(), reconciliation) == StatusMeaning.PROVES;
  }

  /** The launch is of the command that is under way, if the task may be of it. */
  private void publish(Event.Update update, Optional<Launch> launch) {
    if (!sheds(update) && !commands.placedAgain().takes(update)) {
      TaskStatus status = update.status();
      Launch known = launch.orElseGet(() -> tasks.launchOf(status));
      tasks.publish(status, update.json(), known, false);
    }
  }

  private boolean sheds(Event.Update update) {
    TaskStatus status = update.status();
    int bytes = update.json().length();
    if (status.uuid() != null && backlog.sheds(Backlog.Kind.UPDATES_WITH_UUID, bytes)) {
      backlog.dropped();
      return true;
    }
    if (status.uuid() == null && backlog.sheds(Backlog.Kind.UPDATES_WITHOUT_UUID, bytes)) {
      backlog.dropped(status);
      return true;
    }
    return false;
  }

  private void route(Event.OperationUpdate update) {
    OperationStatus status = update.status();
    if (operations.isRepeated(status)) {
      operations.repeated(status, commands.unsettledCommandOf(status));
      return;
    }
    if (!operations.isOwnAnswer(status)) {
      publish(update);
    }
    commands.told(status);
  }

  private void publish(Event.OperationUpdate update) {
    boolean isRepeated = update.status().uuid() != null;
    if (isRepeated && backlog.sheds(Backlog.Kind.UPDATES_WITH_UUID, update.json().length())) {
      backlog.dropped();
    } else {
      operations.publish(update);
    }
  }
}
