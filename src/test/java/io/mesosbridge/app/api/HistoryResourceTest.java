package io.mesosbridge.app.api;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.app.KnownTables;
import io.mesosbridge.app.Tables;
import io.mesosbridge.app.Tables.LedBy;
import io.mesosbridge.kafka.History;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.testkit.Configs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What is told of a task and its last updates. */
class HistoryResourceTest {

  private final Set<Thread> readers = ConcurrentHashMap.newKeySet();
  private final ObjectMapper mapper =
      new ObjectMapper() {
        @Override
        public JsonNode readTree(byte[] json) {
          readers.add(Thread.currentThread());
          return createObjectNode();
        }
      };
  private final History history =
      new History(null) {
        @Override
        public CompletionStage<List<ConsumerRecord<byte[], byte[]>>> lastOf(
            String topic, String key, int most) {
          byte[] update = "{}".getBytes(UTF_8);
          return CompletableFuture.completedFuture(
              List.of(new ConsumerRecord<>(topic, 0, 7, key.getBytes(UTF_8), update)));
        }
      };

  @Test
  void updatesAreReadAwayFromTheEventLoopThatTheTablesMayBeToldOn() {
    // Given
    Tables tables = new Tables(true, new LedBy("here", 1), List.of(), Map.of(), Map.of());
    Topics topics = new Topics(Configs.of(Map.of()).topics());
    var resource = new HistoryResource(new KnownTables(tables), history, topics, mapper);

    // When
    ObjectNode task = resource.task("web-1").await().atMost(PATIENCE);

    // Then
    assertThat(task.at("/updates/0/offset").asLong()).isEqualTo(7);
    assertThat(readers).hasSize(1).doesNotContain(Thread.currentThread());
  }
}
