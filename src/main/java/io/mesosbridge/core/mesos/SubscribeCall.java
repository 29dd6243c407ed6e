package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * SUBSCRIBE, as masters of one version know it. Source: {@code Call.Subscribe} of {@code
 * scheduler.proto} of Mesos.
 *
 * @param json the call; null when there is none that would say what was meant
 * @param leftAway what that version does not know, in words
 * @param refusal why there is none; null when there is one
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copied by nobody
public record SubscribeCall(byte[] json, List<String> leftAway, String refusal) {

  /**
   * The call for a master of that version.
   *
   * @param info the FrameworkInfo, an object; its id does not count
   * @param frameworkId the id, which stands in two places and must be the same in both; null for a
   *     framework that is new
   * @param suppressedRoles the roles that want no offers
   */
  public static SubscribeCall of(
      JsonNode info, String frameworkId, Collection<String> suppressedRoles, MesosVersion version) {
    ObjectNode framework = info.deepCopy();
    framework.remove("id");
    int roles = framework.path("roles").size();
    if (roles > 1 && !version.knowsRoles()) {
      return new SubscribeCall(
          null,
          List.of(),
          "the framework has %d roles, but capability MULTI_ROLE %s; set bridge.framework.roles to one"
              .formatted(roles, version.lacks("MULTI_ROLE")));
    }
    List<String> leftAway = shape(framework, version);
    ObjectNode call = JsonNodeFactory.instance.objectNode();
    call.put("type", "SUBSCRIBE");
    if (frameworkId != null) {
      call.putObject("framework_id").put("value", frameworkId);
      framework.putObject("id").put("value", frameworkId);
    }
    ObjectNode subscribe = call.putObject("subscribe");
    subscribe.set("framework_info", framework);
    if (!suppressedRoles.isEmpty() && !knowsSuppressed(version)) {
      leftAway.add("suppressed_roles, each of which is suppressed by a call");
    } else if (!suppressedRoles.isEmpty()) {
      suppressedRoles.forEach(subscribe.putArray("suppressed_roles")::add);
    }
    return new SubscribeCall(
        call.toString().getBytes(StandardCharsets.UTF_8), List.copyOf(leftAway), null);
  }

  /** Whether a SUBSCRIBE tells that version which roles are suppressed. */
  public static boolean knowsSuppressed(MesosVersion version) {
    return !version.isBefore(4);
  }

  private static List<String> shape(ObjectNode framework, MesosVersion version) {
    List<String> leftAway = new ArrayList<>();
    ArrayNode known = JsonNodeFactory.instance.arrayNode();
    for (JsonNode capability : framework.path("capabilities")) {
      String type = capability.path("type").asText();
      if (version.knows(type)) {
        known.add(capability);
      } else {
        leftAway.add("capability " + type);
      }
    }
    if (framework.has("capabilities")) {
      framework.set("capabilities", known);
    }
    if (framework.has("offer_filters") && version.isBefore(8)) {
      framework.remove("offer_filters");
      leftAway.add("offer_filters");
    }
    if (framework.has("roles") && !version.knowsRoles()) {
      JsonNode only = framework.remove("roles").path(0);
      if (only.isTextual()) {
        framework.set("role", only);
      }
      leftAway.add("roles, the only one of which is said as role");
    }
    return leftAway;
  }
}
