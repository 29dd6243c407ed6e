package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.mesos.SmallObjects;
import io.mesosbridge.core.offer.Amount.Items;
import io.mesosbridge.core.offer.Amount.Ranges;
import io.mesosbridge.core.offer.Amount.Ranges.Range;
import io.mesosbridge.core.offer.Amount.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How resources are written. In Mesos' own text form, e.g. {@code
 * cpus(web):0.5;ports:[80-80,8000-8080];disks:{a,b}} (protocol: {@code Resources::fromSimpleString}
 * in Mesos' {@code resources.cpp}), which becomes the list of {@code Resource} objects that stands
 * for it; and as such an object, in the format with {@code reservations} or the one before.
 */
public final class ResourceFormat {

  private static final JsonNodeFactory JSON = new SmallObjects();
  private static final Pattern NAME = Pattern.compile("[^\\s:;()]+");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}(\\.\\d{1,18})?");
  private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,18})\\s*-\\s*(\\d{1,18})\\s*");

  /** A number as JSON has it, which Mesos also takes in a text; of any size that makes sense. */
  private static final Pattern TEXT =
      Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?([eE][+-]?\\d{1,2})?");

  private ResourceFormat() {}

  /**
   * Reads the text into the list of {@code Resource} objects that Mesos wants; numbers keep their
   * digits.
   *
   * @throws IllegalArgumentException that says which part is wrong and what would be right
   */
  public static ArrayNode parse(String text) {
    ArrayNode resources = JSON.arrayNode();
    for (String entry : text.split(";", -1)) {
      if (!entry.isBlank()) {
        resources.add(resource(entry));
      }
    }
    return resources;
  }

  private static ObjectNode resource(String entry) {
    int colon = entry.indexOf(':');
    String value = entry.substring(colon + 1).strip();
    String name = entry.substring(0, Math.max(0, colon)).strip();
    String role = "*";
    int parenthesis = name.indexOf('(');
    if (parenthesis >= 0 && name.endsWith(")")) {
      role = name.substring(parenthesis + 1, name.length() - 1).strip();
      name = name.substring(0, parenthesis).strip();
    }
    name = ResourceKind.unquoted(name);
    if (!NAME.matcher(name).matches() || !NAME.matcher(role).matches() || value.isEmpty()) {
      throw wrong(entry, "name:value or name(role):value, for example cpus:0.1");
    }
    ObjectNode resource = JSON.objectNode().put("name", name);
    switch (value.charAt(0)) {
      case '[' -> writeRanges(resource, entry, value);
      case '{' -> writeItems(resource, entry, value);
      default -> writeScalar(resource, entry, value);
    }
    if (!role.equals("*")) {
      resource.putArray("reservations").addObject().put("type", "STATIC").put("role", role);
    }
    return resource;
  }

  private static void writeScalar(ObjectNode resource, String entry, String value) {
    if (!NUMBER.matcher(value).matches()) {
      throw wrong(entry, "a number, for example mem:32");
    }
    resource.put("type", "SCALAR").putObject("scalar").put("value", new BigDecimal(value));
  }

  private static void writeRanges(ObjectNode resource, String entry, String value) {
    ArrayNode list = resource.put("type", "RANGES").putObject("ranges").putArray("range");
    for (String part : inside(entry, value, ']').split(",", -1)) {
      Matcher range = RANGE.matcher(part);
      if (!range.matches() || Long.parseLong(range.group(1)) > Long.parseLong(range.group(2))) {
        throw wrong(entry, "ranges from low to high, for example ports:[9000-9000,9100-9200]");
      }
      list.addObject()
          .put("begin", Long.parseLong(range.group(1)))
          .put("end", Long.parseLong(range.group(2)));
    }
  }

  private static void writeItems(ObjectNode resource, String entry, String value) {
    ArrayNode list = resource.put("type", "SET").putObject("set").putArray("item");
    for (String item : inside(entry, value, '}').split(",", -1)) {
      if (item.isBlank()) {
        throw wrong(entry, "names, for example disks:{a,b}");
      }
      list.add(item.strip());
    }
  }

  private static String inside(String entry, String value, char end) {
    if (value.length() < 2 || value.charAt(value.length() - 1) != end) {
      throw wrong(entry, "a list that ends with '" + end + "'");
    }
    return value.substring(1, value.length() - 1);
  }

  private static IllegalArgumentException wrong(String entry, String right) {
    return new IllegalArgumentException("'" + entry.strip() + "' should be " + right);
  }

  /** The amount; empty when it is not written as Mesos wants it. */
  public static Optional<Amount> amount(JsonNode resource) {
    return switch (resource.path("type").asText()) {
      case "SCALAR" -> scalar(resource.path("scalar").path("value"));
      case "RANGES" -> ranges(resource.path("ranges").path("range"));
      case "SET" -> items(resource.path("set").path("item"));
      default -> Optional.empty();
    };
  }

  private static Optional<Amount> scalar(JsonNode value) {
    JsonNode number = number(value);
    return number.isNumber() ? Optional.of(Scalar.of(number.asDouble())) : Optional.empty();
  }

  /** The number, which may stand in a text, as in JSON that was made of protobuf. */
  private static JsonNode number(JsonNode value) {
    return value.isTextual() && TEXT.matcher(value.textValue()).matches()
        ? JSON.numberNode(new BigDecimal(value.textValue()))
        : value;
  }

  private static Optional<Amount> ranges(JsonNode list) {
    List<Range> ranges = new ArrayList<>(list.size());
    for (JsonNode range : list) {
      long begin = natural(range.path("begin"));
      long end = natural(range.path("end"));
      if (begin < 0 || begin > end) {
        return Optional.empty();
      }
      ranges.add(new Range(begin, end));
    }
    return Optional.of(new Ranges(ranges));
  }

  /** The whole number; negative for none. */
  private static long natural(JsonNode value) {
    JsonNode number = number(value);
    return number.canConvertToExactIntegral() && number.canConvertToLong()
        ? number.longValue()
        : -1;
  }

  /** Mesos takes a text, and lists within a list, for items as well, which would not be counted. */
  private static Optional<Amount> items(JsonNode list) {
    TreeSet<String> items = new TreeSet<>();
    for (JsonNode item : list) {
      if (!item.isTextual()) {
        return Optional.empty();
      }
      items.add(item.textValue());
    }
    return list.isTextual() ? Optional.empty() : Optional.of(new Items(items));
  }
}
