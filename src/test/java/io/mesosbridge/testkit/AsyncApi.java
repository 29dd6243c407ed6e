package io.mesosbridge.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/** What docs/asyncapi.yaml says, with its references followed. */
public final class AsyncApi {

  private static final String MESSAGES = "/components/messages/";

  private final JsonNode root;

  private AsyncApi(JsonNode root) {
    this.root = root;
  }

  /** The document. */
  public static AsyncApi read() {
    try {
      Object document = new Yaml().load(Files.readString(Path.of("docs/asyncapi.yaml")));
      return new AsyncApi(new ObjectMapper().valueToTree(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document as JSON. */
  String json() {
    return root.toString();
  }

  /** The topics, in the default prefix's names. */
  public Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    root.path("channels").forEach(channel -> addTopic(channel, topics));
    return topics;
  }

  /** The one topic without a name is whatever the command says. */
  private static void addTopic(JsonNode channel, Set<String> topics) {
    if (channel.path("address").isTextual()) {
      topics.add(channel.path("address").textValue());
    }
  }

  /** What Kafka is to know of the topic. */
  public JsonNode kafka(String topic) {
    return channel(topic).at("/bindings/kafka");
  }

  private JsonNode channel(String topic) {
    for (JsonNode channel : root.path("channels")) {
      if (topic.equals(channel.path("address").textValue())) {
        return channel;
      }
    }
    throw new IllegalArgumentException("docs/asyncapi.yaml has no channel for " + topic);
  }

  /** Names of the messages of a topic, and where each is described. */
  public Map<String, String> messages(String topic) {
    Map<String, String> messages = new LinkedHashMap<>();
    for (JsonNode reference : channel(topic).path("messages")) {
      messages.put(follow(reference).path("name").textValue(), pointer(reference));
    }
    return messages;
  }

  /** The headers that the message may carry which is described there. */
  public Set<String> headers(String message) {
    JsonNode own = follow(root.at(message + "/headers"));
    Set<String> headers = new TreeSet<>();
    own.path("properties").fieldNames().forEachRemaining(headers::add);
    for (JsonNode shared : own.path("allOf")) {
      follow(shared).path("properties").fieldNames().forEachRemaining(headers::add);
    }
    return headers;
  }

  /** A schema of the components. */
  public JsonNode schema(String name) {
    JsonNode schema = root.at("/components/schemas/" + name);
    if (schema.isMissingNode()) {
      throw new IllegalArgumentException("docs/asyncapi.yaml has no schema " + name);
    }
    return schema;
  }

  /** The values that a schema of the components allows. */
  public List<String> values(String schema) {
    return strings(schema(schema).path("enum"));
  }

  /** The values that a message's header may have. */
  public List<String> headerValues(String message, String header) {
    return strings(root.at(MESSAGES + message + "/headers/properties/" + header + "/enum"));
  }

  /** The topics that operations are about. */
  public Set<String> operationsTopics() {
    Set<String> topics = new TreeSet<>();
    for (JsonNode operation : root.path("operations")) {
      addTopic(follow(operation.path("channel")), topics);
    }
    return topics;
  }

  /** What the reference leads to; the value itself if it is none. */
  public JsonNode follow(JsonNode value) {
    if (!value.has("$ref")) {
      return value;
    }
    JsonNode found = root.at(pointer(value));
    if (found.isMissingNode()) {
      throw new IllegalStateException(value + " leads nowhere");
    }
    return follow(found);
  }

  private static String pointer(JsonNode reference) {
    return reference.path("$ref").textValue().substring(1);
  }

  private static List<String> strings(JsonNode list) {
    List<String> strings = new ArrayList<>();
    list.forEach(each -> strings.add(each.asText()));
    return strings;
  }
}
