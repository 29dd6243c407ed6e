package io.mesosbridge.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.kafka.Topics.Topic;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records in the bridge's own topics that no bridge wrote. */
class ForeignRecordsTest {

  private final SimulatedCluster cluster = BridgeLab.quickCluster();
  private final BridgeLab lab = new BridgeLab(cluster, Map.of());

  @AfterEach
  void stop() {
    lab.close();
    cluster.close();
  }

  private static void write(Topic topic, String key, String value, String epoch) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", SharedBroker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[] bytes = value == null ? null : value.getBytes(UTF_8);
      var record = new ProducerRecord<>(topic.name(), 0, key.getBytes(UTF_8), bytes);
      record.headers().add("ce_epoch", epoch.getBytes(UTF_8));
      producer.send(record).get();
    }
  }

  @Test
  void keepNobodyFromLeadingNorCommandsFromTheirResults() throws Exception {
    // Given
    write(lab.topics.state, "command/x", "{\"outcome\":\"REJECTED\"}", "1");
    write(lab.topics.tasks, "t", null, "999999999999999999");
    write(lab.topics.commandResults, "once", null, "1");
    lab.leader(BridgeLab.QUICK);

    // When
    lab.commands.add("{\"id\":\"once\",\"type\":\"REVIVE\"}");
    lab.commands.add(
        "{\"id\":\"launch\",\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":["
            + "{\"task_id\":\"a\",\"resources\":\"cpus:0.1;mem:32\"}]}}");

    // Then
    await()
        .untilAsserted(
            () -> {
              assertThat(lab.results.values("once")).anyMatch(Objects::nonNull);
              assertThat(lab.results.values("launch")).isNotEmpty();
            });
  }
}
