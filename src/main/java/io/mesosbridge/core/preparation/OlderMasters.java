package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.preparation.Preparation.Context;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Commands for a master that is not the newest: what it knows otherwise is written as it knows it,
 * what it cannot have is refused, since it would ignore it without a word. Source: the descriptors
 * of {@code mesos.proto} and {@code scheduler.proto} of Mesos from 1.0.0 to 1.11.0.
 */
final class OlderMasters {

  /** With this 1.x came the last field that there is. */
  private static final int LAST = 11;

  private static final int REFINEMENT = 4;

  /** Before, RECONCILE_OPERATIONS is answered to the call itself, where nobody looks for it. */
  private static final int EVENTS = 9;

  /**
   * Which 1.x brought which field; where several have the name, that of its parent stands before.
   */
  private static final Map<String, Integer> SINCE =
      Map.ofEntries(
          Map.entry("linux_info", 1),
          Map.entry("shared", 1),
          Map.entry("sandbox_path", 1),
          Map.entry("health_check/tcp", 1),
          Map.entry("network_infos/port_mappings", 1),
          Map.entry("check", 2),
          Map.entry("rlimit_info", 2),
          Map.entry("tty_info", 2),
          Map.entry("check/tcp", 3),
          Map.entry("docker/config", 3),
          Map.entry("provider_id", 3),
          Map.entry("secret", 3),
          Map.entry("bounding_capabilities", 4),
          Map.entry("effective_capabilities", 4),
          Map.entry("share_pid_namespace", 4),
          Map.entry("operations/id", 5),
          Map.entry("source/host_path", 5),
          Map.entry("source/profile", 5),
          Map.entry("http/protocol", 5),
          Map.entry("tcp/protocol", 5),
          Map.entry("max_completion_time", 6),
          Map.entry("seccomp", 8),
          Map.entry("target_profile", 8),
          Map.entry("vendor", 8),
          Map.entry("ipc_mode", 9),
          Map.entry("shm_size", 9),
          Map.entry("limits", 10),
          Map.entry("reserve/source", 10),
          Map.entry("share_cgroups", 10),
          Map.entry("csi_volume", LAST),
          Map.entry("offer_constraints", LAST));

  private OlderMasters() {}

  /** Refuses a command, operation or field that came after the master's version. */
  static void mustKnow(Command command, Context context) {
    CommandType type = command.header().type();
    MesosVersion mesos = context.mesos();
    mustKnowName(type.name(), Pointer.ROOT.field("type"), mesos);
    if (type == CommandType.RECONCILE_OPERATIONS && mesos.isBefore(EVENTS)) {
      throw RefusedException.invalid(
          Pointer.ROOT.field("type"),
          "is RECONCILE_OPERATIONS, the answer to which by events " + mesos.lacks(EVENTS));
    }
    Pointer at = Pointer.ROOT.field("accept").field("operations");
    int index = 0;
    for (JsonNode operation : command.call().path("accept").path("operations")) {
      mustKnowName(operation.path("type").asText(), at.item(index).field("type"), mesos);
      index++;
    }
    if (mesos.isBefore(LAST)) {
      JsonNode written = command.call();
      mustKnowFields(
          type.isShorthand() ? written.at("/accept/operations/0") : written,
          "",
          Pointer.ROOT,
          context);
    }
  }

  private static void mustKnowName(String name, Pointer at, MesosVersion mesos) {
    if (!mesos.knows(name)) {
      throw RefusedException.invalid(at, "is " + name + ", which " + mesos.lacks(name));
    }
  }

  private static void mustKnowFields(JsonNode part, String parent, Pointer at, Context context) {
    MesosVersion mesos = context.mesos();
    for (int i = 0; part.isArray() && i < part.size(); i++) {
      mustKnowFields(part.get(i), parent, at.item(i), context);
    }
    for (Map.Entry<String, JsonNode> field : part.properties()) {
      String name = field.getKey();
      Pointer place = at.field(name);
      int since = SINCE.getOrDefault(name, SINCE.getOrDefault(parent + "/" + name, 0));
      if (mesos.isBefore(since) && !field.getValue().isNull()) {
        throw RefusedException.invalid(place, mesos.lacks(since) + "; leave it out");
      }
      if (name.equals("reservations")) {
        mustKnowReservations(field.getValue().size(), place, mesos);
      }
      if (name.equals("allocation_info")) {
        mustBeOfItsRole(field.getValue().path("role").asText(), place, context);
      }
      mustKnowFields(field.getValue(), name, place, context);
    }
  }

  private static void mustKnowReservations(int size, Pointer at, MesosVersion mesos) {
    if (size > 1 && mesos.isBefore(REFINEMENT)) {
      throw RefusedException.invalid(
          at, "has %d entries, but more than one %s".formatted(size, mesos.lacks(REFINEMENT)));
    }
  }

  /** Masters that know of one role only ignore the field. */
  private static void mustBeOfItsRole(String role, Pointer at, Context context) {
    Set<String> roles = context.roles();
    if (!context.mesos().knowsRoles() && !roles.isEmpty() && !roles.contains(role)) {
      throw RefusedException.invalid(
          at,
          "names role %s, but the framework's is %s, and the field %s"
              .formatted(role, String.join(", ", roles), context.mesos().lacks("MULTI_ROLE")));
    }
  }

  /** Writes a call that is fit for the newest master as one of that version reads it. */
  static void rewrite(ObjectNode call, CommandType type, Context context) {
    if (context.mesos().isBefore(REFINEMENT)) {
      withRole(call);
    }
    if ((type == CommandType.REVIVE || type == CommandType.SUPPRESS)
        && context.mesos().isBefore(3)
        && call.path(type.payload()) instanceof ObjectNode payload) {
      nameRole(payload, Pointer.ROOT.field(type.payload()).field("roles"), context);
    }
  }

  /** A reservation in the format before that with {@code reservations}. */
  private static void withRole(JsonNode part) {
    part.forEach(OlderMasters::withRole);
    if (part instanceof ObjectNode resource
        && resource.path("reservations") instanceof ArrayNode reservations) {
      if (reservations.isEmpty()) {
        resource.remove("reservations");
      } else if (reservations.get(0) instanceof ObjectNode only) {
        resource.remove("reservations");
        resource.set("role", only.path("role"));
        if (only.path("type").asText().equals("DYNAMIC")) {
          resource.set("reservation", only.without(Set.of("type", "role")));
        }
      }
    }
  }

  /** One role can be named, or none for all of them. */
  private static void nameRole(ObjectNode payload, Pointer at, Context context) {
    JsonNode roles = payload.remove("roles");
    Set<String> named = new TreeSet<>();
    roles = roles == null ? payload.arrayNode() : roles;
    roles.forEach(role -> named.add(role.asText()));
    if (named.size() == 1 && context.mesos().knowsRoles()) {
      payload.put("role", named.iterator().next());
    } else if (!named.isEmpty() && !named.containsAll(context.roles())) {
      throw RefusedException.invalid(
          at,
          "has %d entries, but more than one %s".formatted(named.size(), context.mesos().lacks(3)));
    }
  }
}
