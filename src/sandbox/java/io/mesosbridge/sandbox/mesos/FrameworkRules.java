package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a FrameworkInfo must be like, in the order and words of {@code validation.cpp}. */
final class FrameworkRules {

  private static final double LONGEST_SECONDS = Long.MAX_VALUE / 1e9;
  private static final int LONGEST_ID = 255;

  private FrameworkRules() {}

  /** What is wrong with the info; null when nothing is. */
  static String broken(SimFramework.Info info) {
    return firstOf(
        List.of(
            () -> roles(info),
            () -> idOf(info),
            () ->
                info.json().path("offer_filters").isEmpty()
                    ? null
                    : "This simulated master knows no 'FrameworkInfo.offer_filters'"
                        + " (min_allocatable_resources)",
            () -> failoverTimeout(info)));
  }

  interface Rule {
    /** What is wrong; null when nothing is. */
    String broken();
  }

  static String firstOf(List<Rule> rules) {
    for (Rule rule : rules) {
      String broken = rule.broken();
      if (broken != null) {
        return broken;
      }
    }
    return null;
  }

  private static String roles(SimFramework.Info info) {
    JsonNode json = info.json();
    boolean multiRole = info.has("MULTI_ROLE");
    if (multiRole && json.has("role")) {
      return "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable";
    }
    if (!multiRole && json.path("roles").size() > 0) {
      return "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable";
    }
    Set<String> seen = new HashSet<>();
    for (String role : info.roles()) {
      if (!seen.add(role)) {
        return "'FrameworkInfo.roles' contains duplicate items: { " + role + " }";
      }
      String broken = role(role);
      if (broken != null) {
        return multiRole
            ? "'FrameworkInfo.roles' contains invalid role: " + broken
            : "'FrameworkInfo.role' is not a valid role: " + broken;
      }
    }
    return null;
  }

  /** What is wrong with a role's name; null when nothing is. */
  static String role(String role) {
    if (role.equals("*")) {
      return null;
    }
    if (role.isEmpty()) {
      return "Empty role name is invalid";
    }
    if (role.startsWith("/") || role.endsWith("/")) {
      return "Role '%s' cannot %s with a slash"
          .formatted(role, role.startsWith("/") ? "start" : "end");
    }
    for (String part : role.split("/", -1)) {
      if (part.isEmpty()) {
        return "Role '%s' cannot contain two adjacent slashes".formatted(role);
      }
      if (part.equals(".") || part.equals("..") || part.equals("*")) {
        return "Role '%s' cannot include '%s' as a component".formatted(role, part);
      }
      if (part.startsWith("-")) {
        return "Role component '%s' is invalid because it begins with a dash".formatted(part);
      }
      if (part.chars().anyMatch(c -> Character.isWhitespace(c) || c == '\\')) {
        return "Role component '%s' contains invalid characters".formatted(part);
      }
    }
    return null;
  }

  private static String idOf(SimFramework.Info info) {
    String id = SimJson.idIn(info.json(), "id");
    return id.isEmpty() ? null : id(id); // an empty one is as good as none
  }

  /** What is wrong with an id of a framework's or task's own choosing; null when nothing is. */
  static String id(String id) {
    if (id.isEmpty()) {
      return "ID must not be empty";
    }
    if (id.length() > LONGEST_ID) {
      return "ID must not be greater than " + LONGEST_ID + " characters";
    }
    if (id.equals(".") || id.equals("..")) {
      return "'" + id + "' is disallowed";
    }
    boolean strange = id.chars().anyMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\');
    return strange ? "'" + id + "' contains invalid characters" : null;
  }

  private static String failoverTimeout(SimFramework.Info info) {
    double seconds = info.failoverTimeout();
    if (Math.abs(seconds) <= LONGEST_SECONDS) {
      return null;
    }
    if (Double.isInfinite(seconds)) {
      return "The framework failover_timeout (%sinf) is invalid".formatted(seconds < 0 ? "-" : "");
    }
    String number = Double.toString(seconds).replace(".0E", "E").toLowerCase(Locale.ROOT);
    return "The framework failover_timeout (%s) is invalid".formatted(number.replace("e", "e+"));
  }

  /** What is wrong with constraints on offers: that there are any; null for none. */
  static String constraints(JsonNode payload) {
    return payload.path("offer_constraints").isEmpty()
        ? null
        : "This simulated master knows no 'offer_constraints'";
  }

  /** What is wrong with the roles that a framework wants no offers for; null when nothing is. */
  static String suppressed(SimFramework.Info info, List<String> suppressed) {
    List<String> foreign = new ArrayList<>(suppressed);
    foreign.removeAll(info.roles());
    return foreign.isEmpty()
        ? null
        : "Suppressed roles { %s } are not contained in the set of roles"
            .formatted(String.join(", ", foreign));
  }
}
