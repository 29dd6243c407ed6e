package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells a task which ports it got, as Marathon does: in its environment, and wherever it left a
 * port 0, each 0 of a list standing for the next port. The mappings of all networks are one list:
 * they are of one host.
 *
 * @param ports at least one
 * @param at where the task stands in the command
 */
record ToldPorts(List<Long> ports, Pointer at) {

  private static final List<String> HOLDERS = List.of("discovery", "container", "command");
  private static final List<String> CHECKS = List.of("health_check", "check");

  /** Changes the task, whose parts may be others' too. */
  void tell(ObjectNode task) {
    for (List<String> fields : List.of(HOLDERS, CHECKS)) {
      for (String field : fields) {
        if (task.get(field) instanceof ObjectNode message) {
          task.set(field, message.deepCopy());
        }
      }
    }
    JsonNode discovered = task.at("/discovery/ports/ports");
    fillZeros(discovered, "number", at.field("discovery").field("ports").field("ports"));
    JsonNode container = task.path("container");
    Pointer in = at.field("container");
    List<JsonNode> mappings = new ArrayList<>();
    container.at("/docker/port_mappings").forEach(mappings::add);
    fillZeros(mappings, "host_port", in.field("docker").field("port_mappings"));
    List<JsonNode> ofNetworks = new ArrayList<>();
    for (JsonNode network : container.path("network_infos")) {
      network.path("port_mappings").forEach(ofNetworks::add);
    }
    fillZeros(ofNetworks, "host_port", in.field("network_infos"));
    mappings.addAll(ofNetworks);
    long inside =
        mappings.isEmpty()
            ? ports.get(0)
            : mappings.get(0).path("container_port").asLong(ports.get(0));
    for (String check : CHECKS) {
      fillZero(task.path(check).path("http"), "port", inside);
      fillZero(task.path(check).path("tcp"), "port", inside);
    }
    if (task.get("command") instanceof ObjectNode command) {
      addEnvironment(command, variables(discovered));
    }
  }

  private void fillZeros(Iterable<JsonNode> list, String field, Pointer where) {
    int next = 0;
    for (JsonNode item : list) {
      if (item instanceof ObjectNode object && object.path(field).asLong() == 0) {
        if (next == ports.size()) {
          throw RefusedException.invalid(
              where,
              "leaves more than the %d ports open that the task asks for; ask for more, for example ports:%d"
                  .formatted(next, next + 1));
        }
        fillZero(object, "container_port", ports.get(next));
        object.put(field, ports.get(next++));
      }
    }
  }

  /** A field that is there, or must be, and is 0. */
  private static void fillZero(JsonNode message, String field, long port) {
    boolean isOpen = message.path(field).isNumber() && message.path(field).asLong() == 0;
    if (isOpen && message instanceof ObjectNode object) {
      object.put(field, port);
    }
  }

  private Map<String, String> variables(JsonNode discovered) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < ports.size(); i++) {
      variables.put("PORT" + i, ports.get(i).toString());
    }
    variables.put("PORTS", ports.stream().map(Object::toString).collect(Collectors.joining(",")));
    for (JsonNode port : discovered) {
      String name = port.path("name").asText().toUpperCase(Locale.ROOT).replaceAll("\\W", "_");
      if (!name.isEmpty()) {
        variables.putIfAbsent("PORT_" + name, port.path("number").asText());
      }
    }
    return variables;
  }

  /** What the author wrote stays. */
  private void addEnvironment(ObjectNode command, Map<String, String> variables) {
    JsonNode environment = command.path("environment");
    JsonNode list = environment.path("variables");
    boolean isReadable =
        (isNone(environment) || environment.isObject()) && (isNone(list) || list.isArray());
    if (!isReadable) {
      throw RefusedException.invalid(
          at.field("command").field("environment"),
          "has no list of variables; write for example {\"variables\": [{\"name\": \"A\", \"value\": \"1\"}]}");
    }
    list.forEach(variable -> variables.remove(variable.path("name").asText()));
    ObjectNode filled =
        isNone(environment) ? command.putObject("environment") : (ObjectNode) environment;
    ArrayNode all = isNone(list) ? filled.putArray("variables") : (ArrayNode) list;
    variables.forEach((name, value) -> all.addObject().put("name", name).put("value", value));
  }

  private static boolean isNone(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
