package io.mesosbridge.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/** What docs/asyncapi.yaml says, with its references followed. */
public final class AsyncApi {

  private final Map<String, Object> root;

  private AsyncApi(Map<String, Object> root) {
    this.root = root;
  }

  /** The document. */
  public static AsyncApi read() {
    try {
      return new AsyncApi(new Yaml().load(Files.readString(Path.of("docs/asyncapi.yaml"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The topics, in the default prefix's names. */
  public Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    map(root, "channels")
        .values()
        .forEach(channel -> topics.add((String) cast(channel).get("address")));
    return topics;
  }

  /** Names of the messages of a topic, and the headers that each may carry. */
  public Map<String, Set<String>> messages(String topic) {
    Map<String, Set<String>> messages = new LinkedHashMap<>();
    for (Object channel : map(root, "channels").values()) {
      if (topic.equals(cast(channel).get("address"))) {
        for (Object reference : map(cast(channel), "messages").values()) {
          Map<String, Object> message = follow(reference);
          messages.put((String) message.get("name"), headers(message));
        }
      }
    }
    return messages;
  }

  private Set<String> headers(Map<String, Object> message) {
    Set<String> headers = new TreeSet<>();
    List<Map<String, Object>> parts = new ArrayList<>(List.of(message));
    for (Object trait : (Collection<?>) message.getOrDefault("traits", List.of())) {
      parts.add(follow(trait));
    }
    for (Map<String, Object> part : parts) {
      headers.addAll(map(map(part, "headers"), "properties").keySet());
    }
    return headers;
  }

  /** The values that a schema of the components allows. */
  public List<String> values(String schema) {
    return strings(map(map(map(root, "components"), "schemas"), schema).get("enum"));
  }

  /** The values that a message's header may have. */
  public List<String> headerValues(String message, String header) {
    Map<String, Object> of = map(map(map(root, "components"), "messages"), message);
    return strings(map(map(map(of, "headers"), "properties"), header).get("enum"));
  }

  /** The topics that operations are about. */
  public Set<String> operationsTopics() {
    Set<String> topics = new TreeSet<>();
    for (Object operation : map(root, "operations").values()) {
      topics.add((String) follow(cast(operation).get("channel")).get("address"));
    }
    return topics;
  }

  private Map<String, Object> follow(Object reference) {
    Map<String, Object> found = root;
    for (String step : ((String) cast(reference).get("$ref")).substring(2).split("/", -1)) {
      found = map(found, step);
      if (found.isEmpty()) {
        throw new IllegalStateException(reference + " leads nowhere");
      }
    }
    return found;
  }

  private static Map<String, Object> map(Map<String, Object> from, String field) {
    return from.containsKey(field) ? cast(from.get(field)) : Map.of();
  }

  @SuppressWarnings("unchecked") // YAML's maps have strings for keys
  private static Map<String, Object> cast(Object value) {
    return (Map<String, Object>) value;
  }

  private static List<String> strings(Object list) {
    return ((Collection<?>) list).stream().map(String::valueOf).toList();
  }
}
