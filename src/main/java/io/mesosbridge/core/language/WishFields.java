package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.config.Converters.NearestName;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import io.mesosbridge.core.offer.Constraint;
import io.mesosbridge.core.offer.Constraint.Operator;
import io.mesosbridge.core.offer.Wishes;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The fields that say how a launch is to be placed, beside its payload or within it. */
record WishFields(Map<String, Field> fields) {

  static final List<String> NAMES =
      List.of("deadline", "priority", "policy", "group", "constraints");

  /** As good as for ever; an instant that is much further away cannot be computed. */
  private static final Duration LONGEST_DEADLINE = Duration.ofDays(36_500);

  private static final int MOST_CONSTRAINTS = 20;
  private static final int LONGEST_TEXT = 255;
  private static final String EXAMPLE = "[\"hostname\", \"UNIQUE\"]";

  /** What stands where. */
  private record Field(JsonNode value, Pointer at) {

    RefusedException wrong(String what) {
      return RefusedException.invalid(at, what);
    }
  }

  /** Takes them out of the command. */
  static WishFields take(ObjectNode command, CommandType type) {
    Map<String, Field> fields = new LinkedHashMap<>();
    take(command, Pointer.ROOT, fields);
    if (type.isShorthand() && command.get(type.payload()) instanceof ObjectNode payload) {
      take(payload, Pointer.ROOT.field(type.payload()), fields);
    }
    return new WishFields(fields);
  }

  private static void take(ObjectNode from, Pointer at, Map<String, Field> fields) {
    for (String name : NAMES) {
      JsonNode value = from.remove(name);
      if (value != null && !value.isNull()) {
        Field field = new Field(value, at.field(name));
        if (fields.put(name, field) != null) {
          throw field.wrong("is said beside the payload as well; say it once");
        }
      }
    }
  }

  /** Refuses them where nothing is to be placed. */
  void mustNotBe() {
    for (Field field : fields.values()) {
      throw field.wrong(
          "is only for a LAUNCH or LAUNCH_GROUP without offer_ids; expires_at lets any lapse");
    }
  }

  /** Refuses constraints that no agent can meet for so many tasks at once. */
  void mustAllow(int tasks, Wishes wishes) {
    for (int i = 0; i < wishes.constraints().size(); i++) {
      Constraint constraint = wishes.constraints().get(i);
      if (constraint.operator() == Operator.MAX_PER && tasks > constraint.number()) {
        throw RefusedException.invalid(
            fields.get("constraints").at.item(i),
            "is %s, but the command launches %d tasks on one agent; write several commands"
                .formatted(constraint, tasks));
      }
    }
  }

  /** What they say. */
  Wishes read() {
    return fields.isEmpty()
        ? Wishes.NONE
        : new Wishes(deadline(), priority(), policy(), group(), constraints());
  }

  private Duration deadline() {
    Field field = fields.get("deadline");
    if (field == null) {
      return null;
    }
    Duration deadline = Duration.ZERO;
    try {
      deadline = Duration.parse(field.value.asText());
    } catch (DateTimeException wrong) {
      // as wrong as none
    }
    if (!field.value.isTextual() || deadline.isNegative() || deadline.isZero()) {
      throw field.wrong("is no ISO-8601 duration above 0; write for example \"PT5M\"");
    }
    return deadline.compareTo(LONGEST_DEADLINE) < 0 ? deadline : LONGEST_DEADLINE;
  }

  private int priority() {
    Field field = fields.get("priority");
    if (field == null) {
      return 0;
    }
    if (!field.value.isIntegralNumber() || !field.value.canConvertToInt()) {
      throw field.wrong("is no whole number of 32 bits; write for example 10");
    }
    return field.value.intValue();
  }

  private Policy policy() {
    Field field = fields.get("policy");
    if (field == null) {
      return null;
    }
    return Arrays.stream(Policy.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(field.value.textValue()))
        .findFirst()
        .orElseThrow(() -> field.wrong("is no policy; write \"pack\" or \"spread\""));
  }

  private String group() {
    Field field = fields.get("group");
    if (field == null) {
      return null;
    }
    String group = field.value.textValue();
    if (group == null || !CommonFields.isId(group)) {
      throw field.wrong(
          "is no text of 1 to %d bytes without control characters; write for example \"web\""
              .formatted(LONGEST_TEXT));
    }
    return group;
  }

  private List<Constraint> constraints() {
    Field field = fields.get("constraints");
    if (field == null) {
      return List.of();
    }
    if (!field.value.isArray() || field.value.size() > MOST_CONSTRAINTS) {
      throw field.wrong(
          "is no list of at most %d constraints; write for example [%s]"
              .formatted(MOST_CONSTRAINTS, EXAMPLE));
    }
    List<Constraint> constraints = new ArrayList<>();
    for (JsonNode each : field.value) {
      constraints.add(constraint(new Field(each, field.at.item(constraints.size()))));
    }
    return List.copyOf(constraints);
  }

  private static Constraint constraint(Field field) {
    List<String> parts = new ArrayList<>();
    for (JsonNode part : field.value) {
      boolean isShort = part.isTextual() || part.isIntegralNumber();
      if (!field.value.isArray() || !isShort || part.asText().length() > LONGEST_TEXT) {
        throw noConstraint(field);
      }
      parts.add(part.asText());
    }
    if (parts.size() < 2 || parts.size() > 3) {
      throw noConstraint(field);
    }
    try {
      return Constraint.of(
          parts.get(0), operator(parts.get(1), field), parts.size() == 2 ? null : parts.get(2));
    } catch (IllegalArgumentException wrong) {
      throw field.wrong(wrong.getMessage());
    }
  }

  private static RefusedException noConstraint(Field field) {
    return field.wrong(
        "is no list of a field, an operator and, where it needs one, a value, each of at most %d characters; write for example %s"
            .formatted(LONGEST_TEXT, EXAMPLE));
  }

  private static Operator operator(String name, Field field) {
    List<String> names = Arrays.stream(Operator.values()).map(Enum::name).toList();
    if (!names.contains(name)) {
      throw field.wrong(
          "has no operator %s%s"
              .formatted(
                  name,
                  NearestName.near(name, names)
                      .map(near -> "; did you mean " + near + "?")
                      .orElse("; it should be one of " + String.join(", ", names))));
    }
    return Operator.valueOf(name);
  }
}
