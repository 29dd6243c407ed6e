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
import java.util.stream.IntStream;
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
  private final Tables tables =
      new Tables(true, new LedBy("here", 1), List.of(), Map.of(), Map.of());

  private final Topics topics = new Topics(Configs.of(Map.of()).topics());

  private static History of(String... updates) {
    return new History(null) {
      @Override
      public CompletionStage<List<ConsumerRecord<byte[], byte[]>>> lastOf(
          String topic, String key, int most) {
        return CompletableFuture.completedFuture(
            IntStream.range(0, updates.length)
                .mapToObj(
                    offset ->
                        new ConsumerRecord<>(
                            topic, 0, offset, key.getBytes(UTF_8), updates[offset].getBytes(UTF_8)))
                .toList());
      }
    };
  }

  @Test
  void updatesAreReadAwayFromTheEventLoopThatTheTablesMayBeToldOn() {
    // Given
    var resource = new HistoryResource(new KnownTables(tables), of("{}", "{}"), topics, mapper);

    // When
    ObjectNode task = resource.task("web-1").await().atMost(PATIENCE);

    // Then
    assertThat(task.at("/updates/1/offset").asLong()).isEqualTo(1);
    assertThat(readers).hasSize(1).doesNotContain(Thread.currentThread());
  }

  @Test
  void whatSomebodyElseWroteThatIsNoJsonHidesNoUpdate() {
    // Given
    History history = of("{\"state\":\"TASK_RUNNING\"}", "nonsense", "");
    var resource =
        new HistoryResource(new KnownTables(tables), history, topics, new ObjectMapper());

    // When
    ObjectNode task = resource.task("web-1").await().atMost(PATIENCE);

    // Then
    assertThat(task.get("updates")).hasSize(1);
    assertThat(task.at("/updates/0/status/state").asText()).isEqualTo("TASK_RUNNING");
  }
}
