package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.Topics.Topic;
import io.mesosbridge.testkit.AsyncApi;
import io.mesosbridge.testkit.Configs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bindings of docs/asyncapi.yaml are what the bridge creates its topics with. */
class TopicBindingsTest {

  private static final BridgeConfig DEFAULTS = Configs.of(Map.of());

  static List<Topic> topics() {
    return new Topics(DEFAULTS.topics()).all();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void aTopicIsCreatedAsItsChannelSays(Topic topic) {
    // When
    JsonNode kafka = AsyncApi.read().kafka(topic.name());

    // Then
    long largest = new KafkaClients(Map.of(), DEFAULTS).maxRecordBytes();
    assertThat(settings(kafka.path("topicConfiguration"))).isEqualTo(topic.settings(largest, 1));
    assertThat(kafka.path("partitions").asInt()).isEqualTo(topic.partitions());
    assertThat(kafka.path("topic").asText()).isEqualTo(topic.name());
  }

  private static Map<String, String> settings(JsonNode configuration) {
    Map<String, String> settings = new TreeMap<>();
    configuration
        .properties()
        .forEach(
            setting ->
                settings.put(
                    setting.getKey(),
                    setting.getValue().isArray()
                        ? setting.getValue().get(0).asText()
                        : setting.getValue().asText()));
    return settings;
  }
}
