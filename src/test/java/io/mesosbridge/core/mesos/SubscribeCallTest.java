package io.mesosbridge.core.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.config.BridgeConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubscribeCallTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode configured(Map<String, String> keys, ObjectNode file) {
    BridgeConfig.Framework config =
        new SmallRyeConfigBuilder()
            .withMapping(BridgeConfig.Framework.class, "bridge.framework")
            .withSources(new PropertiesConfigSource(keys, "test", 100))
            .build()
            .getConfigMapping(BridgeConfig.Framework.class, "bridge.framework");
    return ConfiguredFrameworkInfo.of(
        config, keys.keySet(), Optional.ofNullable(file), Optional.empty());
  }

  @Test
  void theDefaultsAreAFrameworkThatMesosTakes() throws IOException {
    assertThat(configured(Map.of(), null))
        .isEqualTo(
            JSON.readTree(
                """
                {"user": "root", "name": "mesos-kafka-bridge", "failover_timeout": 604800.0,
                 "checkpoint": true, "roles": ["*"],
                 "capabilities": [{"type": "MULTI_ROLE"}, {"type": "PARTITION_AWARE"},
                   {"type": "TASK_KILLING_STATE"}, {"type": "RESERVATION_REFINEMENT"}]}\
                """));
  }

  @Test
  void keysWinOverTheFileAndTheFileOverDefaults() throws IOException {
    // Given
    JsonNode file =
        JSON.readTree(
            """
            {"name": "of-the-file", "user": "of-the-file", "failover_timeout": 1.5,
             "checkpoint": false, "role": "old", "capabilities": [{"type": "GPU_RESOURCES"}],
             "offer_filters": {"x": {}},
             "labels": {"labels": [{"key": "a", "value": "1"}, {"key": "b", "value": "1"}]}}\
            """);

    // When
    JsonNode info =
        configured(
            Map.of(
                "bridge.framework.name", "of-the-key",
                "bridge.framework.labels.b", "2",
                "bridge.framework.webui-url", "http://ui"),
            (ObjectNode) file);

    // Then
    assertThat(info)
        .isEqualTo(
            JSON.readTree(
                """
                {"name": "of-the-key", "user": "of-the-file", "failover_timeout": 1.5,
                 "checkpoint": false, "roles": ["old"], "webui_url": "http://ui",
                 "capabilities": [{"type": "MULTI_ROLE"}, {"type": "GPU_RESOURCES"}],
                 "offer_filters": {"x": {}},
                 "labels": {"labels": [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]}}\
                """));
  }

  @Test
  void aLabelThatTheFileHasTwiceIsThereTwice() throws IOException {
    // Given
    String labels =
        """
        {"labels": {"labels": [{"key": "team", "value": "a"}, {"key": "team", "value": "b"}]}}\
        """;

    // When
    JsonNode info = configured(Map.of(), (ObjectNode) JSON.readTree(labels));

    // Then
    assertThat(info.get("labels")).isEqualTo(JSON.readTree(labels).get("labels"));
  }

  @Test
  void theIdStandsInBothPlaces() throws IOException {
    // Given
    JsonNode info = JSON.readTree("{\"name\":\"n\",\"id\":{\"value\":\"old\"}}");

    // When
    JsonNode call =
        JSON.readTree(SubscribeCall.of(info, "f", List.of("r"), MesosVersion.NEWEST).json());

    // Then
    assertThat(call)
        .isEqualTo(
            JSON.readTree(
                """
                {"type": "SUBSCRIBE", "framework_id": {"value": "f"},
                 "subscribe": {"framework_info": {"name": "n", "id": {"value": "f"}},
                               "suppressed_roles": ["r"]}}\
                """));
  }

  @Test
  void aNewFrameworkHasNoId() throws IOException {
    // Given
    JsonNode info = JSON.readTree("{\"name\":\"n\",\"id\":{\"value\":\"old\"}}");

    // When
    JsonNode call =
        JSON.readTree(SubscribeCall.of(info, null, List.of(), MesosVersion.NEWEST).json());

    // Then
    assertThat(call)
        .isEqualTo(
            JSON.readTree(
                "{\"type\": \"SUBSCRIBE\", \"subscribe\": {\"framework_info\": {\"name\":"
                    + " \"n\"}}}"));
  }
}
