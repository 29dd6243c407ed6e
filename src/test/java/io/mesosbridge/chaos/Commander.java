package io.mesosbridge.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends commands as an application would, and knows which it sent. */
final class Commander implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final KafkaProducer<String, String> producer;
  private final String topic;
  private final Map<String, List<String>> sent = new LinkedHashMap<>();

  Commander(String bootstrapServers, String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                "commander",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                120_000,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500),
            new StringSerializer(),
            new StringSerializer());
  }

  /** Launches a task; the bridge chooses the offer when none is named. */
  void launch(String commandId, String offerId, String taskId, String shellCommand) {
    ObjectNode command = command(commandId, "LAUNCH");
    ObjectNode launch = command.putObject("launch");
    if (offerId != null) {
      launch.putArray("offer_ids").add(offerId);
    }
    ObjectNode task = launch.putArray("task_infos").addObject();
    task.put("task_id", taskId).put("resources", "cpus:0.01;mem:1");
    task.putObject("command").put("value", shellCommand);
    launch.putObject("filters").put("refuse_seconds", 0);
    send(commandId, command, List.of(taskId));
  }

  /** Kills a task. */
  void kill(String commandId, String taskId) {
    ObjectNode command = command(commandId, "KILL");
    command.putObject("kill").put("task_id", taskId);
    send(commandId, command, List.of());
  }

  /** Writes a record of the bridge's as one would that led in that epoch. */
  void writeAsLeader(long epoch, String toTopic, String key, String value) {
    var record = new ProducerRecord<>(toTopic, key, value);
    record.headers().add("ce_epoch", Long.toString(epoch).getBytes(UTF_8));
    write(record);
  }

  /** The ids of all commands so far, each with the tasks that it launches. */
  synchronized Map<String, List<String>> sent() {
    return new LinkedHashMap<>(sent);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  private static ObjectNode command(String id, String type) {
    return JSON.createObjectNode().put("id", id).put("type", type);
  }

  // what gets lost shows as a command without a result
  @SuppressWarnings("FutureReturnValueIgnored")
  private void write(ProducerRecord<String, String> record) {
    producer.send(record);
  }

  private synchronized void send(String id, ObjectNode command, List<String> taskIds) {
    sent.put(id, taskIds);
    write(new ProducerRecord<>(topic, command.toString()));
  }
}
