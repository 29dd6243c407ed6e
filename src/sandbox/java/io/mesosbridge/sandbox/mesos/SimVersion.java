package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Mesos 1.x a simulated master is: what it knows of calls, as the descriptors of that version
 * have it. Up to 1.4 a name that it does not know is refused, later it is dropped; fields that it
 * does not know are ignored.
 */
record SimVersion(int minor, int patch) {

  static final SimVersion NEWEST = new SimVersion(12, 0);

  private static final int DROPS_NAMES = 5;
  private static final Pattern FORM = Pattern.compile("1\\.(\\d{1,2})\\.(\\d{1,2})");
  private static final Map<String, Integer> CAPABILITIES =
      since(
          "REVOCABLE_RESOURCES TASK_KILLING_STATE GPU_RESOURCES SHARED_RESOURCES@1"
              + " PARTITION_AWARE@1 MULTI_ROLE@2 RESERVATION_REFINEMENT@4 REGION_AWARE@4");
  private static final Map<String, Integer> CALLS =
      since(
          "SUBSCRIBE TEARDOWN ACCEPT DECLINE ACCEPT_INVERSE_OFFERS DECLINE_INVERSE_OFFERS REVIVE"
              + " SUPPRESS KILL SHUTDOWN ACKNOWLEDGE RECONCILE MESSAGE REQUEST"
              + " ACKNOWLEDGE_OPERATION_STATUS@5 RECONCILE_OPERATIONS@5 UPDATE_FRAMEWORK@9 UNKNOWN");
  private static final Map<String, Integer> OPERATIONS =
      since(
          "LAUNCH RESERVE UNRESERVE CREATE DESTROY LAUNCH_GROUP@1 GROW_VOLUME@6 SHRINK_VOLUME@6"
              + " CREATE_DISK@7 DESTROY_DISK@7");

  private static Map<String, Integer> since(String names) {
    Map<String, Integer> since = new TreeMap<>();
    for (String name : names.split(" ", -1)) {
      String[] parts = name.split("@", -1);
      since.put(parts[0], parts.length == 1 ? 0 : Integer.parseInt(parts[1]));
    }
    return since;
  }

  /**
   * That version, such as {@code 1.3.0}.
   *
   * @throws IllegalArgumentException when it is none from 1.0.0 to 1.12.x
   */
  static SimVersion parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(1)) > NEWEST.minor) {
      throw new IllegalArgumentException(
          "'" + text + "' is no version that is simulated; write one from 1.0.0 to " + NEWEST);
    }
    return new SimVersion(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
  }

  /** Whether it is older than 1.{@code other}.0. */
  boolean isBefore(int other) {
    return minor < other;
  }

  /** Whether its HEARTBEAT may come before SUBSCRIBED. */
  boolean mayBeatEarly() {
    return minor < 5 || (minor == 5 && patch == 0);
  }

  /** What it says of a call that names what it does not know; null when it takes it. */
  String broken(JsonNode call) {
    String unknown = isBefore(DROPS_NAMES) ? dropUnknown(call.deepCopy()) : null;
    return unknown == null ? null : "Failed to find enum for '" + unknown + "'";
  }

  /** What it reads of the call, which it takes. */
  JsonNode read(JsonNode call) {
    if (!call.isObject() || equals(NEWEST)) {
      return call;
    }
    ObjectNode read = call.deepCopy();
    if (!isBefore(DROPS_NAMES)) {
      dropUnknown(read);
    }
    CallSchema.dropFieldsSince(minor + 1, read);
    String payload = read.path("type").asText().equals("REVIVE") ? "revive" : "suppress";
    if (minor == 2 && read.path(payload).has("role")) {
      read.withArray("/" + payload + "/roles").add(read.path(payload).get("role"));
    }
    return read;
  }

  /** Drops the types that it does not know, and tells the last of them; null for none. */
  private String dropUnknown(JsonNode call) {
    String unknown = dropUnknown(CALLS, call);
    for (JsonNode one : call.at("/subscribe/framework_info/capabilities")) {
      String found = dropUnknown(CAPABILITIES, one);
      unknown = found == null ? unknown : found;
    }
    for (JsonNode one : call.at("/accept/operations")) {
      String found = dropUnknown(OPERATIONS, one);
      unknown = found == null ? unknown : found;
    }
    return unknown;
  }

  private String dropUnknown(Map<String, Integer> known, JsonNode message) {
    String type = message.path("type").asText();
    if (type.isEmpty() || known.getOrDefault(type, Integer.MAX_VALUE) <= minor) {
      return null;
    }
    ((ObjectNode) message).remove("type");
    return type;
  }

  @Override
  public String toString() {
    return "1." + minor + "." + patch;
  }
}
