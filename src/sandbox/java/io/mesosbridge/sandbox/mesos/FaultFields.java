package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the fields of faults may be, by their names, which mean the same in all of them. */
final class FaultFields {

  private static final Set<String> BOOLEANS = Set.of("mark_gone", "carried_out", "announced");

  /** What a process of some hundred megabytes can still do, and a day in milliseconds. */
  private static final int MOST_BYTES = 128 << 20;

  private static final int MOST = 1_000_000;
  private static final int DAY = 86_400_000;

  private static final Set<String> CALLS = calls();

  /** The largest number of each field that has one. */
  private static final Map<String, Integer> NUMBERS =
      Map.of(
          "size", MOST_BYTES,
          "bytes", MOST_BYTES,
          "status", 599,
          "count", MOST,
          "updates_per_second", MOST,
          "master", MOST,
          "hold_ms", DAY,
          "ms", DAY,
          "start_in_ms", DAY,
          "duration_ms", DAY);

  private FaultFields() {}

  /** The names of those that have fields, and of the one that has none. */
  private static Set<String> calls() {
    Set<String> names = new TreeSet<>(Set.of("TEARDOWN"));
    CallMessages.ALL.get("Call").keySet().forEach(name -> names.add(name.toUpperCase(Locale.ROOT)));
    names.removeAll(Set.of("FRAMEWORK_ID", "TYPE"));
    return names;
  }

  /** What is wrong with a fault's fields, and what would be right; null when nothing is. */
  static String wrong(String name, List<String> fields, JsonNode json) {
    if (!json.isObject()) {
      return "The body must be a JSON object, not " + json;
    }
    for (String field : fields) {
      if (!field.endsWith("?") && !json.has(field)) {
        return "The fault '%s' needs '%s' and reads %s".formatted(name, field, fields);
      }
    }
    for (var given : json.properties()) {
      String field = given.getKey();
      if (!fields.contains(field) && !fields.contains(field + "?")) {
        return "The fault '%s' knows no '%s' and reads %s".formatted(name, field, fields);
      }
      String right = right(field, given.getValue());
      if (right != null) {
        return "'%s' must be %s, not %s".formatted(field, right, given.getValue());
      }
    }
    return null;
  }

  /** What a field must be; null when it is. */
  private static String right(String field, JsonNode value) {
    if (BOOLEANS.contains(field)) {
      return value.isBoolean() ? null : "true or false";
    }
    if (field.equals("type")) {
      return CALLS.contains(value.asText()) ? null : "one of " + CALLS;
    }
    int most = NUMBERS.getOrDefault(field, -1);
    if (most < 0) {
      return value.isTextual() ? null : "a text";
    }
    int least = field.equals("status") ? 200 : 0;
    boolean fits = value.isIntegralNumber() && value.canConvertToInt();
    return fits && value.asInt() >= least && value.asInt() <= most
        ? null
        : "a whole number from %d to %d".formatted(least, most);
  }
}
