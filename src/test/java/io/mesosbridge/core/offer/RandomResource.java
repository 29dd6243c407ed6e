package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.testkit.JsonTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Disk resources of every kind, of so few values that many are alike. */
final class RandomResource {

  private static final List<String> DISKS =
      List.of(
          "{}",
          "{'persistence':{'id':'v','principal':'p'},'volume':{'container_path':'a','mode':'RW'}}",
          "{'persistence':{'id':'w'}}",
          "{'source':{'type':'PATH','path':{'root':'/a'}}}",
          "{'source':{'type':'PATH','path':{'root':'/a'}},'persistence':{'id':'v'}}",
          "{'source':{'type':'MOUNT','mount':{'root':'/a'}}}",
          "{'source':{'type':'MOUNT','mount':{}}}",
          "{'source':{'type':'BLOCK','id':'i','profile':'f'}}",
          "{'source':{'type':'RAW','id':'i','metadata':{'labels':[{'key':'x'},{'key':'y'}]}}}");
  private static final List<String> LABELS =
      List.of(
          "{}",
          "{'labels':[{'key':'x','value':'1'},{'key':'y'}]}",
          "{'labels':[{'key':'y','value':''},{'value':'1','key':'x'}]}",
          "{'labels':[{'key':'x'},{'key':'x'}]}");

  private RandomResource() {}

  static ArrayNode list(Random random, int most) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int i = random.nextInt(most); i >= 0; i--) {
      list.add(of(random));
    }
    return list;
  }

  static ObjectNode of(Random random) {
    ObjectNode resource = JsonNodeFactory.instance.objectNode().put("name", "disk");
    resource.put("type", "SCALAR").putObject("scalar").put("value", random.nextBoolean() ? 5 : 10);
    int form = random.nextInt(4);
    if (form == 1) {
      resource.put("role", "a");
      if (random.nextBoolean()) {
        details(resource.putObject("reservation"), random);
      }
    } else if (form > 1) {
      ArrayNode stack = resource.putArray("reservations");
      for (int i = form; i > 1; i--) {
        details(stack.addObject(), random)
            .put("type", random.nextBoolean() ? "STATIC" : "DYNAMIC")
            .put("role", "a");
      }
    }
    if (random.nextBoolean()) {
      resource.set("disk", one(DISKS, random));
    }
    if (random.nextInt(4) == 0) {
      resource.putObject(random.nextBoolean() ? "revocable" : "shared");
    }
    if (random.nextInt(4) == 0) {
      resource.putObject("provider_id").put("value", "p");
    }
    return resource;
  }

  private static ObjectNode details(ObjectNode reservation, Random random) {
    if (random.nextBoolean()) {
      reservation.put("principal", "p");
    }
    if (random.nextBoolean()) {
      reservation.set("labels", one(LABELS, random));
    }
    return reservation;
  }

  private static JsonNode one(List<String> texts, Random random) {
    return JsonTree.read(texts.get(random.nextInt(texts.size())).replace('\'', '"'));
  }

  /** The same with labels and fields in another order, beside null and unknown ones. */
  static JsonNode rewritten(JsonNode json, Random random) {
    if (!(json instanceof ObjectNode object)) {
      return json;
    }
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    Collections.shuffle(names, random);
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (String name : names) {
      JsonNode value = object.get(name);
      List<JsonNode> elements = new ArrayList<>();
      value.forEach(element -> elements.add(rewritten(element, random)));
      if (name.equals("labels")) {
        Collections.shuffle(elements, random);
      }
      result.set(
          name,
          value.isArray()
              ? JsonNodeFactory.instance.arrayNode().addAll(elements)
              : rewritten(value, random));
    }
    result.put("unknown", "x");
    for (String field : List.of("principal", "source", "path", "value", "disk", "provider_id")) {
      if (!result.has(field)) {
        result.putNull(field);
      }
    }
    return result;
  }
}
