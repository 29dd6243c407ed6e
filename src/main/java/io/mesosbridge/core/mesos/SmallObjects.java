package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Makes JSON objects with room for few fields, since a command may have some hundred thousand of
 * one or two.
 */
public final class SmallObjects extends JsonNodeFactory {

  private static final long serialVersionUID = 1L;
  private static final int FIELDS = 2;

  @Override
  public ObjectNode objectNode() {
    return new ObjectNode(this, new LinkedHashMap<>(FIELDS));
  }

  /**
   * A copy to be changed, with no more room than it needs.
   *
   * @param shared the names of fields that nobody changes, whose values are not copied
   */
  public JsonNode copy(JsonNode node, Set<String> shared) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = objectNode();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        JsonNode value = field.getValue();
        copy.set(field.getKey(), shared.contains(field.getKey()) ? value : copy(value, shared));
      }
      return copy;
    }
    if (node instanceof ArrayNode list) {
      ArrayNode copy = arrayNode(list.size());
      for (JsonNode item : list) {
        copy.add(copy(item, shared));
      }
      return copy;
    }
    return node;
  }
}
