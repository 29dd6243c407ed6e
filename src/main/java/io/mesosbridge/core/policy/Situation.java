package io.mesosbridge.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.LaunchOperation;
import io.mesosbridge.core.offer.OutstandingOffer;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.core.offer.TaskGroups;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.LiveTask.TaskLookup;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is known where a command is judged.
 *
 * @param roles the framework's Mesos roles
 * @param user whom tasks run as that name no user
 * @param offers the offers
 * @param tasks the live tasks
 * @param cancelled the tasks of the launch that a CANCEL takes back
 * @param used what tasks have
 */
public record Situation(
    Set<String> roles,
    String user,
    OutstandingOffer.Lookup offers,
    TaskLookup tasks,
    List<String> cancelled,
    UsedResources used) {

  /** Where a framework has no role that is known: Mesos' own name for what is nobody's. */
  private static final Set<String> NO_ROLE = Set.of("*");

  private record TheseOffers(Map<String, OutstandingOffer> offers)
      implements OutstandingOffer.Lookup {
    @Override
    public Optional<OutstandingOffer> find(String offerId) {
      return Optional.ofNullable(offers.get(offerId));
    }

    @Override
    public Optional<OfferEnd> endOf(String offerId) {
      return Optional.empty();
    }
  }

  private record TheseTasks(Map<String, LiveTask> tasks) implements TaskLookup {
    @Override
    public Optional<LiveTask> find(String taskId) {
      return Optional.ofNullable(tasks.get(taskId));
    }

    @Override
    public Stream<LiveTask> findByExecutor(String executorId) {
      return Stream.empty();
    }
  }

  /**
   * Before a command is in the topic only what it names itself is known.
   *
   * @param offers those that it names, by id
   * @param named the live tasks that it names, by id
   */
  public static Situation ofNamed(
      Set<String> roles,
      String user,
      Map<String, OutstandingOffer> offers,
      Map<String, LiveTask> named) {
    return new Situation(
        roles,
        user,
        new TheseOffers(offers),
        new TheseTasks(named),
        List.of(),
        new UsedResources(new TaskGroups()));
  }

  /** The roles that the command may be of; at least one. */
  Set<String> rolesOf(Command command) {
    Set<String> own = new LinkedHashSet<>();
    for (String offerId : command.offerIds()) {
      offers.content(offerId).map(Content::role).ifPresent(own::add);
    }
    CommandType type = command.header().type();
    if (command instanceof Command.LaunchToPlace) {
      addAllocated(command.call(), type, own);
    } else if (type == CommandType.SUPPRESS || type == CommandType.REVIVE) {
      command.call().path(type.payload()).path("roles").forEach(role -> own.add(role.asText()));
    } else if (type == CommandType.UPDATE_FRAMEWORK) {
      JsonNode info = command.call().at("/update_framework/framework_info");
      own.addAll(roles);
      info.path("roles").forEach(role -> own.add(role.asText()));
      if (info.hasNonNull("role")) {
        own.add(info.get("role").asText());
      }
    }
    if (!own.isEmpty()) {
      return own;
    }
    return roles.isEmpty() ? NO_ROLE : roles;
  }

  private static void addAllocated(ObjectNode call, CommandType type, Set<String> roles) {
    for (LaunchOperation launch : LaunchOperation.in(call, type)) {
      addAllocated(launch.payload().path("executor"), roles);
      for (LaunchOperation.Task task : launch.tasks()) {
        addAllocated(task.info(), roles);
        addAllocated(task.info().path("executor"), roles);
      }
    }
  }

  private static void addAllocated(JsonNode holder, Set<String> roles) {
    for (JsonNode resource : holder.path("resources")) {
      JsonNode role = resource.path("allocation_info").path("role");
      if (role.isTextual()) {
        roles.add(role.textValue());
      }
    }
  }

  /** The role that the task is known to have, else the one that is supposed. */
  String roleOf(String taskId, String supposed) {
    return tasks.find(taskId).map(LiveTask::role).orElse(supposed);
  }

  /** The agent of the command's offers; null when it names none that is there. */
  String agentOf(Command command) {
    return command.offerIds().stream()
        .flatMap(offerId -> offers.find(offerId).stream())
        .map(OutstandingOffer::agentId)
        .findFirst()
        .orElse(null);
  }

  /** The live tasks of the executor; on any agent when that is null. */
  List<String> tasksOf(String executorId, String agentId) {
    return tasks
        .findByExecutor(executorId)
        .filter(task -> agentId == null || task.agentId() == null || agentId.equals(task.agentId()))
        .map(LiveTask::taskId)
        .toList();
  }
}
