package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.offer.ResourceText;

/** A list of resources, for which Mesos' text form may stand. */
record ResourceList() implements Shape {

  private static final ListOf LIST =
      new ListOf(Message.of(Field.optional("provider_id", Id.of("provider-1"))), 0);

  @Override
  public JsonNode read(JsonNode value, Pointer at) {
    if (value.isArray()) {
      return LIST.read(value, at);
    }
    if (!value.isTextual()) {
      throw wrongType(value, at, "a text or a list of Mesos' Resource objects");
    }
    try {
      return ResourceText.parse(value.textValue());
    } catch (IllegalArgumentException e) {
      throw RefusedException.invalid(at, "is not readable as resources: " + e.getMessage());
    }
  }

  @Override
  public String example() {
    return "\"cpus:0.1;mem:32\"";
  }
}
