package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a call must be like by itself, in the order and words of {@code validation.cpp}. */
final class CallRules {

  /** Types whose payload may be left out. */
  private static final Set<String> WITHOUT_PAYLOAD =
      Set.of("TEARDOWN", "REVIVE", "SUPPRESS", "UNKNOWN");

  private static final Set<String> WITH_PAYLOAD =
      Set.of(
          "SUBSCRIBE",
          "ACCEPT",
          "DECLINE",
          "ACCEPT_INVERSE_OFFERS",
          "DECLINE_INVERSE_OFFERS",
          "KILL",
          "SHUTDOWN",
          "ACKNOWLEDGE",
          "ACKNOWLEDGE_OPERATION_STATUS",
          "RECONCILE",
          "RECONCILE_OPERATIONS",
          "MESSAGE",
          "REQUEST",
          "UPDATE_FRAMEWORK");

  private static final int UUID_BYTES = 16;

  private CallRules() {}

  /** The type of a call; empty when it has none that this master knows. */
  static String type(JsonNode call) {
    String type = call.path("type").asText();
    return WITHOUT_PAYLOAD.contains(type) || WITH_PAYLOAD.contains(type) ? type : "";
  }

  static JsonNode payload(JsonNode call) {
    return call.path(type(call).toLowerCase(Locale.ROOT));
  }

  /**
   * What is wrong with a call; null when nothing is.
   *
   * @param principal who sent it; null without authentication
   */
  static String broken(JsonNode call, String principal) {
    String type = type(call);
    if (type.isEmpty()) {
      return "Expecting 'type' to be present";
    }
    if (type.equals("SUBSCRIBE")) {
      return subscribe(call, principal);
    }
    return FrameworkRules.firstOf(
        List.of(
            () -> absent(call, "framework_id"),
            () ->
                WITHOUT_PAYLOAD.contains(type) ? null : absent(call, type.toLowerCase(Locale.ROOT)),
            () -> type.startsWith("ACKNOWLEDGE") ? uuid(payload(call)) : null,
            () ->
                type.equals("ACKNOWLEDGE_OPERATION_STATUS")
                    ? absent(payload(call), "agent_id")
                    : null,
            () ->
                type.equals("UPDATE_FRAMEWORK")
                    ? differs(call, "update_framework.framework_info.id", payload(call))
                    : null));
  }

  private static String subscribe(JsonNode call, String principal) {
    return FrameworkRules.firstOf(
        List.of(
            () -> absent(call, "subscribe"),
            () -> differs(call, "subscribe.framework_info.id", payload(call)),
            () -> principal(payload(call).path("framework_info"), principal)));
  }

  private static String absent(JsonNode message, String field) {
    return message.has(field) ? null : "Expecting '" + field + "' to be present";
  }

  private static String differs(JsonNode call, String path, JsonNode payload) {
    String inside = SimJson.idIn(payload.path("framework_info"), "id");
    return inside.equals(SimJson.idIn(call, "framework_id"))
        ? null
        : "'framework_id' differs from '" + path + "'";
  }

  private static String uuid(JsonNode payload) {
    byte[] uuid = Base64.getDecoder().decode(payload.path("uuid").asText());
    return uuid.length == UUID_BYTES ? null : "Not a valid UUID";
  }

  /** What is wrong with the principal that a FrameworkInfo names; null when nothing is. */
  static String principal(JsonNode frameworkInfo, String authenticated) {
    String named = frameworkInfo.path("principal").asText(null);
    return authenticated == null || named == null || named.equals(authenticated)
        ? null
        : "Authenticated principal '%s' does not match principal '%s' set in `FrameworkInfo`"
            .formatted(authenticated, named);
  }
}
