package io.mesosbridge.core.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.Framework;
import io.mesosbridge.core.command.OutgoingCall.Part;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.offer.Offers;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.core.offer.TaskGroups;
import io.mesosbridge.core.task.Acknowledgements;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.LiveTask.Launch;
import io.mesosbridge.core.task.Operations;
import io.mesosbridge.core.task.Tasks;
import java.util.ArrayList;
import java.util.List;

/** What a command changes in what the bridge knows: when its call is made, taken, or lost. */
final class Effects {

  private final Framework framework;
  private final Offers offers;
  private final Tasks tasks;
  private final Operations operations;
  private final Acknowledgements acknowledgements;
  private final TaskGroups groups;
  private final PlacedAgain again;

  Effects(
      Framework framework,
      Offers offers,
      Tasks tasks,
      Operations operations,
      Acknowledgements acknowledgements,
      TaskGroups groups,
      PlacedAgain again) {
    this.groups = groups;
    this.again = again;
    this.framework = framework;
    this.offers = offers;
    this.tasks = tasks;
    this.operations = operations;
    this.acknowledgements = acknowledgements;
  }

  /**
   * Whether a task of an id that it would launch came back with its agent since the command was
   * prepared, or Kafka is being told what became of one.
   */
  boolean isTaskThere(Part part) {
    return part.command().taskIds().stream()
        .anyMatch(taskId -> tasks.isUndecided(taskId) || isOfAnother(taskId, part.entry().id()));
  }

  private boolean isOfAnother(String taskId, String commandId) {
    return tasks.find(taskId).filter(row -> !commandId.equals(row.commandId())).isPresent();
  }

  /** The call is about to be sent: nobody else may use its offers or its task ids. */
  void sending(Part part) {
    Command command = part.command();
    OfferEnd end =
        command.header().type() == CommandType.DECLINE ? OfferEnd.DECLINED : OfferEnd.ACCEPTED;
    part.ready().offerIds().forEach(offerId -> offers.end(offerId, end));
    launching(part.entry().id(), command.taskIds(), part.entry().id());
    groups.launching(
        part.entry().id(),
        command.taskIds(),
        command.group(),
        part.ready().agent(),
        part.ready().allocations());
    again.sending(part);
    switch (command.header().type()) {
      case RECONCILE -> reconciledTasks(command).forEach(tasks::askedFor);
      case RECONCILE_OPERATIONS -> operations.askedFor(reconciledOperations(command));
      case KILL -> {
        command.namedTasks().forEach(tasks::killing);
        again.ending(part);
      }
      case SHUTDOWN -> again.ending(part);
      case REVIVE -> offers.roles().reviving(texts(command.call().at("/revive/roles")));
      case UPDATE_FRAMEWORK -> offers.roles().updating();
      default -> {
        // no other call changes what comes before its answer
      }
    }
  }

  /** A former leader may have sent the launch. */
  void launching(Intent intent) {
    launching(intent.commandId(), intent.taskIds(), null);
    groups.launching(
        intent.commandId(), intent.taskIds(), intent.group(), intent.agent(), intent.allocations());
  }

  /** A launch of these is to be sent, or may have been, by a former leader, and sentBy is null. */
  private void launching(String commandId, List<String> taskIds, String sentBy) {
    for (String taskId : taskIds) {
      tasks.launching(taskId, sentBy);
      acknowledgements.unsettled(taskId, commandId);
    }
  }

  /** The master took the call; an answer that comes after the framework's end changes nothing. */
  void taken(Part part) {
    Command command = part.command();
    if (framework.id().isEmpty()) {
      return;
    }
    launched(
        part.entry(),
        command.taskIds(),
        part.ready().agentId(),
        part.entry().record().traceparent());
    switch (command.header().type()) {
      case SUPPRESS -> {
        changed(part, framework.suppressed(texts(command.call().at("/suppress/roles"))));
        offers.suppressed();
      }
      case REVIVE -> changed(part, framework.revived(texts(command.call().at("/revive/roles"))));
      case ACKNOWLEDGE ->
          acknowledgements.byConsumer(command.call().at("/acknowledge/task_id/value").asText());
      case UPDATE_FRAMEWORK -> {
        JsonNode update = command.call().get("update_framework");
        List<String> roles = texts(update.path("suppressed_roles"));
        changed(part, framework.updated(update.get("framework_info"), roles));
        offers.suppressed();
      }
      default -> {
        // no other call changes what the bridge must remember
      }
    }
  }

  /** Until Kafka knows of it, the next leader would undo it by its SUBSCRIBE. */
  private static void changed(Part part, long version) {
    if (version != Framework.UNCHANGED) {
      part.entry().awaits(Subjects.framework(version));
    }
  }

  /** Tasks were launched: from now on they are reconciled, even if no update ever comes. */
  void launched(Entry entry, List<String> taskIds, String agentId, String traceparent) {
    Launch launch = new Launch(entry.id(), traceparent);
    for (String taskId : taskIds) {
      if (tasks.launched(taskId, agentId, launch)) {
        entry.awaits(Subjects.task(taskId));
      }
    }
  }

  /** The call had no effect: its tasks were not launched. */
  void hadNoEffect(Entry entry, List<String> taskIds) {
    acknowledgements.settled(entry.id(), taskIds);
    groups.settled(entry.id(), taskIds);
    again.hadNoEffect(entry);
  }

  private List<String> reconciledTasks(Command command) {
    return command.namedTasks().isEmpty()
        ? tasks.all().stream().map(LiveTask::taskId).toList()
        : command.namedTasks();
  }

  /** Whether Mesos may not know them though they were launched, since their agent restarted. */
  boolean mayBeForgotten(List<String> taskIds) {
    return !taskIds.isEmpty() && !framework.info().path("checkpoint").asBoolean();
  }

  private static List<String> reconciledOperations(Command command) {
    List<String> ids = new ArrayList<>();
    command
        .call()
        .at("/reconcile_operations/operations")
        .forEach(each -> ids.add(each.at("/operation_id/value").asText()));
    return ids;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
