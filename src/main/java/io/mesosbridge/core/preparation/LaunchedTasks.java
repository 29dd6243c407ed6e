package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import io.mesosbridge.core.language.LaunchOperation;
import io.mesosbridge.core.offer.Allocation;
import io.mesosbridge.core.preparation.Preparation.Context;
import io.mesosbridge.core.task.LiveTask;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The tasks that a command launches: each a new one, and told to Mesos as it wants them. */
final class LaunchedTasks {

  /** Where payloads of operations hold resources, alone or in a list. */
  private static final List<String> RESOURCE_FIELDS =
      List.of("resources", "source", "volumes", "volume", "addition");

  private LaunchedTasks() {}

  /**
   * Refuses to launch a task twice: the master would answer with TASK_ERROR for the task of that id
   * that is running, or whose agent is unreachable.
   *
   * @param beforeWaiting whether a launch of the same task that is under way is another one, and
   *     not this very command, which waited for an offer
   */
  static void mustBeNew(Command command, Context context, boolean beforeWaiting) {
    Set<String> seen = new HashSet<>();
    for (LaunchOperation launch : LaunchOperation.in(command.call(), command.header().type())) {
      for (LaunchOperation.Task task : launch.tasks()) {
        if (!seen.add(task.id())) {
          throw duplicate(task, "is launched twice by this command");
        }
        Optional<LiveTask> live = context.tasks().find(task.id());
        if (live.isPresent()) {
          throw duplicate(task, "is there already, as " + live.get().state());
        }
        if (beforeWaiting && context.beingLaunched().contains(task.id())) {
          throw duplicate(task, "is being launched by an earlier command");
        }
      }
    }
  }

  private static RefusedException duplicate(LaunchOperation.Task task, String why) {
    return new RefusedException(
        ErrorCode.DUPLICATE_TASK,
        task.at().field("task_id"),
        "%s: task %s %s; give each launch an id of its own"
            .formatted(task.at().field("task_id"), task.id(), why));
  }

  /** Fills in what Mesos requires of tasks and executors: agent, name, framework. */
  static void fill(ObjectNode call, CommandType type, NamedOffers offers, Context context) {
    for (LaunchOperation launch : LaunchOperation.in(call, type)) {
      fillExecutor(launch.payload(), launch.at(), context);
      for (LaunchOperation.Task task : launch.tasks()) {
        fillAgent(task, offers.agentId());
        if (!task.info().hasNonNull("name")) {
          task.info().put("name", task.id());
        }
        fillExecutor(task.info(), task.at(), context);
      }
    }
  }

  private static void fillAgent(LaunchOperation.Task task, String agentId) {
    String named = task.info().path("agent_id").path("value").textValue();
    if (named == null) {
      task.info().putObject("agent_id").put("value", agentId);
    } else if (!named.equals(agentId)) {
      throw RefusedException.invalid(
          task.at().field("agent_id"),
          "is %s, but the offer is of %s; leave it out".formatted(named, agentId));
    }
  }

  private static void fillExecutor(ObjectNode holder, Pointer at, Context context) {
    if (holder.get("executor") instanceof ObjectNode executor) {
      CallFilling.fillExecutor(executor, at.field("executor"), context);
    }
  }

  /** What the tasks get, in their order. */
  static List<Allocation> allocations(ObjectNode call, CommandType type) {
    List<Allocation> allocations = new ArrayList<>();
    for (LaunchOperation launch : LaunchOperation.in(call, type)) {
      JsonNode ofGroup = launch.payload().path("executor");
      for (LaunchOperation.Task task : launch.tasks()) {
        JsonNode own = task.info().path("executor");
        allocations.add(Allocation.of(task.info(), own.isObject() ? own : ofGroup));
      }
    }
    return allocations;
  }

  /**
   * Tells of every resource in an ACCEPT which role it is allocated to: that of the offers.
   *
   * @param role the offers' role, or null when the master is too old to say
   */
  static void fillRole(ObjectNode call, String role) {
    if (role == null) {
      return;
    }
    for (JsonNode operation : call.path("accept").path("operations")) {
      JsonNode payload = operation.path(operation.path("type").asText().toLowerCase(Locale.ROOT));
      fillRoleOfMessage(payload, role);
      fillRoleOfMessage(payload.path("executor"), role);
      payload.path("task_infos").forEach(task -> fillRoleOfTask(task, role));
      payload.path("task_group").path("tasks").forEach(task -> fillRoleOfTask(task, role));
    }
  }

  private static void fillRoleOfTask(JsonNode task, String role) {
    fillRoleOfMessage(task, role);
    fillRoleOfMessage(task.path("executor"), role);
  }

  private static void fillRoleOfMessage(JsonNode message, String role) {
    for (String field : RESOURCE_FIELDS) {
      JsonNode value = message.path(field);
      if (value.isArray()) {
        value.forEach(resource -> fillRoleOfResource(resource, role));
      } else {
        fillRoleOfResource(value, role);
      }
    }
  }

  private static void fillRoleOfResource(JsonNode resource, String role) {
    boolean isOfARole = resource.path("allocation_info").hasNonNull("role");
    if (resource instanceof ObjectNode object && !isOfARole) {
      object.putObject("allocation_info").put("role", role);
    }
  }
}
