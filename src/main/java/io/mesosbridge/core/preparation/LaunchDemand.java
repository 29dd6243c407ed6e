package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import io.mesosbridge.core.language.LaunchOperation;
import io.mesosbridge.core.offer.Demand;
import io.mesosbridge.core.offer.Resources;
import io.mesosbridge.core.preparation.Preparation.Context;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the launches of a command want of the offers, executor by executor and task by task. */
final class LaunchDemand {

  private final List<Part> parts = new ArrayList<>();
  private final Set<String> executorIds = new HashSet<>();
  private final CommandType type;

  /**
   * The resources of a task or an executor.
   *
   * @param executorId which executor wants them, or null when it is a task
   * @param at where they stand in the command
   */
  private record Part(String executorId, JsonNode resources, Pointer at) {}

  /** That of the command, each of its executors counted once. */
  LaunchDemand(ObjectNode call, CommandType type) {
    this.type = type;
    for (LaunchOperation launch : LaunchOperation.in(call, type)) {
      addExecutor(launch.payload(), launch.at());
      for (LaunchOperation.Task task : launch.tasks()) {
        addExecutor(task.info(), task.at());
        add(null, task.info(), task.at());
      }
    }
  }

  private void addExecutor(ObjectNode holder, Pointer at) {
    JsonNode executor = holder.path("executor");
    String id = executor.path("executor_id").path("value").asText();
    if (executor.isObject() && executorIds.add(id)) {
      add(id, executor, at.field("executor"));
    }
  }

  private void add(String executorId, JsonNode holder, Pointer at) {
    parts.add(new Part(executorId, holder.path("resources"), at.field("resources")));
  }

  /**
   * The sum, for an agent where none of the executors runs.
   *
   * @param roles the framework's; empty when they are not known
   * @throws RefusedException with INVALID when no offer can ever have it
   */
  Demand sum(Set<String> roles) {
    String role = null;
    for (Part part : parts) {
      for (JsonNode resource : part.resources) {
        mustBeOffered(resource, part.at, roles);
        role = onlyRole(role, resource, part.at);
      }
    }
    if (type == CommandType.LAUNCH_GROUP) {
      mustNameVolumesOnce();
    }
    return Demand.of(parts.stream().map(Part::resources).toList());
  }

  /** The role that is known already, or which the resource names: no offer is for two. */
  private static String onlyRole(String known, JsonNode resource, Pointer at) {
    String role = resource.path("allocation_info").path("role").asText(null);
    if (known != null && role != null && !role.equals(known)) {
      throw RefusedException.invalid(
          at,
          "wants %s of role %.100s, but what comes before of role %.100s, and no offer is for two; write a launch for each role"
              .formatted(resource.path("name").asText(), role, known));
    }
    return known == null ? role : known;
  }

  /** A master counts each use of a shared volume by a task group, and offers it once. */
  private void mustNameVolumesOnce() {
    Set<String> seen = new HashSet<>();
    for (Part part : parts) {
      for (JsonNode resource : part.resources) {
        String id = resource.at("/disk/persistence/id").asText();
        if (!id.isEmpty() && !seen.add(id)) {
          throw RefusedException.invalid(
              part.at,
              "wants volume %.100s a second time, which a task group can have once, even a shared one; let the executor have it, and each task a SANDBOX_PATH volume of its parent"
                  .formatted(id));
        }
      }
    }
  }

  /**
   * Source: {@code isAllocatableTo} in resources.cpp, validateDiskInfo in validation.cpp of Mesos.
   */
  private static void mustBeOffered(JsonNode resource, Pointer at, Set<String> roles) {
    String name = resource.path("name").asText();
    String role = resource.path("allocation_info").path("role").asText(null);
    if (role != null && !roles.isEmpty() && !roles.contains(role)) {
      throw RefusedException.invalid(
          at,
          "wants %s of role %s, which is none of the framework's roles, which are %s"
              .formatted(name, role, String.join(", ", roles)));
    }
    JsonNode reservations = resource.path("reservations");
    String owner =
        reservations.isEmpty()
            ? resource.path("role").asText("*")
            : reservations.get(reservations.size() - 1).path("role").asText("*");
    boolean isOffered =
        owner.equals("*")
            || roles.isEmpty()
            || roles.stream().anyMatch(own -> (own + "/").startsWith(owner + "/"));
    if (!isOffered) {
      throw RefusedException.invalid(
          at,
          "wants %s reserved for role %s, which is offered to none of the framework's roles, which are %s"
              .formatted(name, owner, String.join(", ", roles)));
    }
    JsonNode disk = resource.path("disk");
    if (disk.isObject() && !disk.hasNonNull("source") && !disk.hasNonNull("persistence")) {
      throw RefusedException.invalid(
          at,
          "wants %s with a disk that has neither source nor persistence, which no offer has and Mesos refuses; leave disk out for a share of the agent's own"
              .formatted(name));
    }
  }

  /**
   * Refuses launches that want more than their offers have, task by task as the master does. Never
   * refuses what the master might take: with other operations in the ACCEPT, and for volumes, which
   * tasks may share, the master decides; executors that may be running are not counted.
   */
  static void mustBeMet(ObjectNode call, CommandType type, NamedOffers offers, Context context) {
    if (!onlyLaunches(call)) {
      return;
    }
    List<Part> counted = new ArrayList<>();
    List<Resources> wanted = new ArrayList<>();
    for (Part part : new LaunchDemand(call, type).parts) {
      if (part.executorId == null || !mayBeRunning(part.executorId, offers, context)) {
        mustBeOfRole(offers.role(), part);
        counted.add(part);
        wanted.add(Resources.read(part.resources).divisible());
      }
    }
    take(counted, wanted, offers.resources());
  }

  /** What is left; by halves, since one by one many thousands would take minutes. */
  private static Resources take(List<Part> parts, List<Resources> wanted, Resources left) {
    Optional<Resources> sum = Resources.apart(wanted).filter(left::contains);
    if (sum.isPresent()) {
      return left.minus(sum.get());
    }
    if (parts.size() == 1) {
      throw insufficient(parts.get(0), wanted.get(0), left);
    }
    int half = parts.size() / 2;
    Resources rest = take(parts.subList(0, half), wanted.subList(0, half), left);
    return take(parts.subList(half, parts.size()), wanted.subList(half, wanted.size()), rest);
  }

  /** To a master resources of another role are others; one of Mesos before 1.2 knows of none. */
  private static void mustBeOfRole(String offered, Part part) {
    for (JsonNode resource : part.resources) {
      String role = resource.path("allocation_info").path("role").asText(offered);
      if (offered != null && !offered.equals(role)) {
        throw RefusedException.invalid(
            part.at,
            "wants %s of role %.100s, but the offers are for role %s; leave allocation_info out"
                .formatted(resource.path("name").asText(), role, offered));
      }
    }
  }

  private static RefusedException insufficient(Part part, Resources wanted, Resources left) {
    return new RefusedException(
        ErrorCode.INSUFFICIENT_RESOURCES,
        part.at(),
        "%s wants %s, but of the offers there is left %s, which lacks %s; ask for less"
            .formatted(part.at(), wanted, left.isEmpty() ? "nothing" : left, wanted.minus(left)));
  }

  /** Whether no other operation changes what the offers have. */
  static boolean onlyLaunches(ObjectNode call) {
    for (JsonNode operation : call.path("accept").path("operations")) {
      if (!operation.path("type").asText().startsWith("LAUNCH")) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayBeRunning(String executorId, NamedOffers offers, Context context) {
    return offers.haveExecutor(executorId)
        || context.tasks().findByExecutor(executorId).findAny().isPresent();
  }
}
