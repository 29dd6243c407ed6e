package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Tells of every resource in an ACCEPT which role it is allocated to: that of the offers. */
final class RoleFilling {

  /** Where payloads of operations hold resources, alone or in a list. */
  private static final List<String> RESOURCE_FIELDS =
      List.of("resources", "source", "volumes", "volume", "addition");

  private RoleFilling() {}

  /**
   * @param role the offers' role, or null when the master is too old to say
   */
  static void fill(ObjectNode call, String role) {
    if (role == null) {
      return;
    }
    for (JsonNode operation : call.path("accept").path("operations")) {
      JsonNode payload = operation.path(operation.path("type").asText().toLowerCase(Locale.ROOT));
      fillMessage(payload, role);
      fillMessage(payload.path("executor"), role);
      payload.path("task_infos").forEach(task -> fillTask(task, role));
      payload.path("task_group").path("tasks").forEach(task -> fillTask(task, role));
    }
  }

  private static void fillTask(JsonNode task, String role) {
    fillMessage(task, role);
    fillMessage(task.path("executor"), role);
  }

  private static void fillMessage(JsonNode message, String role) {
    for (String field : RESOURCE_FIELDS) {
      JsonNode value = message.path(field);
      if (value.isArray()) {
        value.forEach(resource -> fillResource(resource, role));
      } else {
        fillResource(value, role);
      }
    }
  }

  private static void fillResource(JsonNode resource, String role) {
    if (resource instanceof ObjectNode object && !object.hasNonNull("allocation_info")) {
      object.putObject("allocation_info").put("role", role);
    }
  }
}
