package io.mesosbridge.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Holds records and their values against the JSON Schemas of docs/asyncapi.yaml. */
public final class RecordSchemas {

  private static final String DOCUMENT = "https://docs.example/asyncapi";
  private static final String PREFIX = "mesos.";
  private static final String DEAD_LETTERS = "mesos.commands.dead-letter";

  /** Their records carry whatever headers their writers gave them. */
  private static final Set<String> AS_RECEIVED = Set.of("mesos.commands", DEAD_LETTERS);

  /** Draft 07, and what AsyncAPI adds; a keyword that is misspelt is an error. */
  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft7())
          .keywords(
              Stream.of(
                      "asyncapi",
                      "info",
                      "defaultContentType",
                      "servers",
                      "channels",
                      "operations",
                      "components",
                      "discriminator")
                  .map(NonValidationKeyword::new)
                  .toList())
          .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
          .build();

  private static final ObjectMapper JSON = new ObjectMapper();

  private final AsyncApi api = AsyncApi.read();
  private final Map<String, Schema> schemas = new HashMap<>();
  private final Map<String, Map<String, String>> messagesOf = new HashMap<>();
  private final Map<String, Set<String>> headersOf = new HashMap<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          DIALECT, builder -> builder.schemas(Map.of(DOCUMENT, api.json())::get));

  /** What is wrong with a value of that schema of the components; empty for nothing. */
  public List<String> mistakesOf(String schema, JsonNode value) {
    api.schema(schema);
    return mistakes("/components/schemas/" + schema, value);
  }

  /**
   * What is wrong with a record, which has to be of a message of its topic; empty for nothing.
   *
   * @param record its topic is named without prefix, or with the default one
   */
  public List<String> mistakesOf(KafkaRecord record) {
    String topic = topic(record);
    String message = message(topic, record);
    if (message == null) {
      return List.of("%s has no message for %s".formatted(topic, record));
    }
    JsonNode headers = JSON.valueToTree(record.headers());
    List<String> mistakes = new ArrayList<>(mistakes(message + "/headers", headers));
    if (!AS_RECEIVED.contains(topic)) {
      Set<String> known = headersOf.computeIfAbsent(message, api::headers);
      record.headers().keySet().stream()
          .filter(header -> !known.contains(header))
          .forEach(header -> mistakes.add("nobody knows the header " + header));
    }
    if (!topic.equals(DEAD_LETTERS)) {
      JsonNode value = record.isTombstone() ? NullNode.getInstance() : record.json();
      mistakes.addAll(mistakes(message + "/payload", value));
    }
    mistakes.addAll(mistakes(message + "/bindings/kafka/key", JSON.valueToTree(record.key())));
    return mistakes.stream().map(mistake -> mistake + " in " + record).toList();
  }

  private static String topic(KafkaRecord record) {
    return record.topic().startsWith(PREFIX) ? record.topic() : PREFIX + record.topic();
  }

  /** Where the record's message is described; null for nowhere. */
  private String message(String topic, KafkaRecord record) {
    Map<String, String> messages = messagesOf.computeIfAbsent(topic, api::messages);
    String type = String.valueOf(record.header("ce_type"));
    String any = type.startsWith("org.") ? messages.get("org.apache.mesos.v1.scheduler.*") : null;
    return AS_RECEIVED.contains(topic)
        ? messages.values().iterator().next()
        : messages.getOrDefault(type, any);
  }

  private List<String> mistakes(String pointer, JsonNode value) {
    return schemas
        .computeIfAbsent(
            pointer, any -> registry.getSchema(SchemaLocation.of(DOCUMENT + "#" + pointer)))
        .validate(value)
        .stream()
        .map(Object::toString)
        .toList();
  }
}
