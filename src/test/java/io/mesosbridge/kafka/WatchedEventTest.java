package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.JsonTree;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a record of a topic of events is shown to those who watch. */
class WatchedEventTest {

  private static JsonNode event(String value) {
    return JsonTree.read(json(value));
  }

  private static String json(String value) {
    byte[] data = value == null ? null : value.getBytes(UTF_8);
    return new WatchedEvent(new ConsumerRecord<>("mesos.events", 0, 7, "k".getBytes(UTF_8), data))
        .json();
  }

  @Test
  void itsDataAreTheRecordsVerbatim() {
    assertThat(json("{\"number\":1.50}")).endsWith(",\"data\":{\"number\":1.50}}");
    assertThat(json(null)).endsWith(",\"data\":null}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "", "{", "{} {}", "1,\"topic\":\"mesos.tasks\"", "{\"a\"\n"})
  void whatSomebodyElseWroteThatIsNoJsonIsAText(String value) {
    // When
    JsonNode event = event(value);

    // Then
    assertThat(event.path("data").textValue()).isEqualTo(value);
    assertThat(event.path("topic").asText()).isEqualTo("mesos.events");
  }
}
