package io.mesosbridge.sandbox.mesos.resources;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mesos' text form of resources, as in its flag {@code --resources}. */
final class SimResourceText {

  private static final Pattern RESOURCE =
      Pattern.compile("\\s*([\\w-]+)(?:\\(([^)]*)\\))?\\s*:\\s*([^;]+?)\\s*");
  private static final Pattern RANGE = Pattern.compile("\\s*(\\d+)\\s*-\\s*(\\d+)\\s*");

  private SimResourceText() {}

  static SimResources parse(String text) {
    Map<Kind, SimAmount> amounts = new LinkedHashMap<>();
    for (String part : text.split(";", -1)) {
      if (part.isBlank()) {
        continue;
      }
      Matcher matcher = RESOURCE.matcher(part);
      if (!matcher.matches()) {
        throw bad(part);
      }
      amounts.merge(
          kind(matcher.group(1), matcher.group(2)), amount(matcher.group(3)), SimAmount::plus);
    }
    return new SimResources(amounts);
  }

  private static Kind kind(String name, String role) {
    if (role == null || role.equals("*")) {
      return Kind.unreserved(name);
    }
    var reservation = JsonNodeFactory.instance.objectNode().put("type", "STATIC").put("role", role);
    return new Kind(name, List.of(reservation), Map.of(), null);
  }

  private static SimAmount amount(String value) {
    if (value.startsWith("[") && value.endsWith("]")) {
      List<SimRanges.Range> ranges = new ArrayList<>();
      for (String part : inner(value)) {
        Matcher range = RANGE.matcher(part);
        if (!range.matches()) {
          throw bad(value);
        }
        ranges.add(
            new SimRanges.Range(Long.parseLong(range.group(1)), Long.parseLong(range.group(2))));
      }
      return SimRanges.of(ranges);
    }
    if (value.startsWith("{") && value.endsWith("}")) {
      TreeSet<String> names = new TreeSet<>();
      Arrays.stream(inner(value)).map(String::trim).forEach(names::add);
      return new SimAmount.Items(names);
    }
    try {
      return SimAmount.Scalar.of(Double.parseDouble(value));
    } catch (NumberFormatException e) {
      throw bad(value);
    }
  }

  private static String[] inner(String value) {
    return value.substring(1, value.length() - 1).split(",", -1);
  }

  private static IllegalArgumentException bad(String part) {
    return new IllegalArgumentException(
        "'" + part + "' is no resource; write for example cpus:4;mem:1024;ports:[31000-32000]");
  }
}
