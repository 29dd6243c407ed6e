package io.mesosbridge.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandType;
import io.mesosbridge.core.mesos.OwnCalls;
import io.mesosbridge.core.offer.OfferEnd;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.TaskState;
import io.mesosbridge.events.Launches;
import io.mesosbridge.events.Launches.Launch;
import io.mesosbridge.events.Updates;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.mesos.subscription.CallSender;
import io.mesosbridge.state.Framework;
import io.mesosbridge.state.Offers;
import io.mesosbridge.state.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a command changes in what the bridge remembers: when it is sent, taken, or refused. */
final class CommandEffects {

  private final Journal journal;
  private final CallSender calls;
  private final Framework framework;
  private final Offers offers;
  private final Tasks tasks;
  private final Launches launches;
  private final Updates updates;

  CommandEffects(Parts parts) {
    this.journal = parts.journal();
    this.calls = parts.calls();
    this.framework = parts.framework();
    this.offers = parts.offers();
    this.tasks = parts.tasks();
    this.launches = parts.launches();
    this.updates = parts.updates();
  }

  /** The call is about to be sent: nobody else may use its offers or its task ids. */
  void sending(PreparedWork prepared) {
    Command command = prepared.command();
    OfferEnd end =
        command.header().type() == CommandType.DECLINE ? OfferEnd.DECLINED : OfferEnd.ACCEPTED;
    prepared.offerIds().forEach(offerId -> offers.end(offerId, end));
    Launch launch = new Launch(command.header().id(), prepared.work().traceparent());
    command.taskIds().forEach(taskId -> launches.add(taskId, launch));
    switch (command.header().type()) {
      case RECONCILE -> reconciledTasks(command).forEach(updates::askedFor);
      case KILL -> command.namedTasks().forEach(this::askedForIfUnknown);
      default -> {
        // no other call asks for the state of tasks
      }
    }
  }

  /** The master answers the kill of a task that it does not know with the task's state. */
  private void askedForIfUnknown(String taskId) {
    if (tasks.find(taskId).isEmpty() && !tasks.ended().contains(taskId)) {
      updates.askedFor(taskId);
    }
  }

  /** The master took the call; an answer that comes after the framework's end changes nothing. */
  void taken(Command command, String agentId) {
    if (framework.id().isEmpty()) {
      hadNoEffect(command);
      return;
    }
    for (String taskId : command.taskIds()) {
      enterIfNothingIsKnown(taskId, agentId);
    }
    switch (command.header().type()) {
      case SUPPRESS -> framework.suppressed(texts(command.call().at("/suppress/roles")));
      case REVIVE -> framework.revived(texts(command.call().at("/revive/roles")));
      case UPDATE_FRAMEWORK -> {
        JsonNode update = command.call().get("update_framework");
        framework.updated(update.get("framework_info"), texts(update.path("suppressed_roles")));
      }
      default -> {
        // no other call changes what the bridge must remember
      }
    }
  }

  /** The call had no effect: its tasks were not launched. */
  void hadNoEffect(Command command) {
    command.taskIds().forEach(launches::remove);
  }

  /** The master refused a call, and still holds its offers out: they are given back. */
  void giveBack(List<String> offerIds) {
    if (!offerIds.isEmpty()) {
      calls.send(new OwnCalls(journal.frameworkId()).decline(offerIds, Duration.ZERO));
    }
  }

  /** A launch was taken: from now on its tasks are reconciled, even if no update ever comes. */
  void enterIfNothingIsKnown(String taskId, String agentId) {
    launches
        .find(taskId)
        .filter(launch -> isUnknown(taskId, launch))
        .ifPresent(
            launch -> {
              LiveTask row =
                  new LiveTask(
                      taskId,
                      TaskState.STAGING,
                      agentId,
                      null,
                      null,
                      Instant.now().toString(),
                      launch.commandId(),
                      launch.traceparent());
              tasks.put(row, journal.eventId(), () -> {});
            });
    launches.remove(taskId);
  }

  private boolean isUnknown(String taskId, Launch launch) {
    return tasks.find(taskId).isEmpty() && !tasks.ended().launchedBy(taskId, launch.commandId());
  }

  private List<String> reconciledTasks(Command command) {
    return command.namedTasks().isEmpty()
        ? tasks.all().stream().map(LiveTask::taskId).toList()
        : command.namedTasks();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
