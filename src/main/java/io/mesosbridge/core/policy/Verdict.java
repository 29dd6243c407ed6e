package io.mesosbridge.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mesosbridge.config.PolicyRule;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule's way to read and to refuse. It reads as Mesos does, which takes an object for a list of
 * one; what is of another kind than it should be is refused, since Mesos may take it for more than
 * is seen here.
 */
record Verdict(PolicyRule rule) {

  /** A part of a command. */
  record Item(JsonNode json, Pointer at) {}

  RefusedException refuse(Pointer at, String what, String right) {
    return new RefusedException(
        ErrorCode.NOT_ALLOWED,
        at,
        "%s: rule \"%s\" allows no %s; %s".formatted(at, rule.name(), what, right));
  }

  /** The rule is about the command, or the operation, and does not allow its type. */
  RefusedException refuseType(String type, Pointer at) {
    return refuse(at, type, "allowed are " + String.join(", ", rule.types()));
  }

  private RefusedException unreadable(Pointer at, String right) {
    return new RefusedException(
        ErrorCode.NOT_ALLOWED,
        at,
        "%s: rule \"%s\" cannot tell what this is; it should be %s"
            .formatted(at, rule.name(), right));
  }

  /** The objects in that field, which is a list of them, or one alone. */
  List<Item> each(JsonNode holder, String field, Pointer at) {
    JsonNode value = holder.path(field);
    if (!value.isArray()) {
      Item only = object(holder, field, at);
      return only.json().isObject() ? List.of(only) : List.of();
    }
    List<Item> items = new ArrayList<>(value.size());
    for (JsonNode item : value) {
      items.add(new Item(item, at.field(field).item(items.size())));
    }
    items.stream()
        .filter(item -> !item.json().isObject())
        .findFirst()
        .ifPresent(
            item -> {
              throw unreadable(item.at(), "an object");
            });
    return items;
  }

  /** The object in that field; missing for none. */
  Item object(JsonNode holder, String field, Pointer at) {
    JsonNode value = holder.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return new Item(MissingNode.getInstance(), at.field(field));
    }
    if (!value.isObject()) {
      throw unreadable(at.field(field), "an object");
    }
    return new Item(value, at.field(field));
  }

  /** The text in that field; null for none. */
  String text(JsonNode holder, String field, Pointer at) {
    JsonNode value = holder.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw unreadable(at.field(field), "a text");
    }
    return value.textValue();
  }

  /** Whether the field may be true, in whatever way that is written. */
  static boolean maybeTrue(JsonNode holder, String field) {
    JsonNode value = holder.path(field);
    return !value.isMissingNode() && !value.isNull() && !(value.isBoolean() && !value.asBoolean());
  }
}
