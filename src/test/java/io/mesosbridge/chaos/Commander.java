package io.mesosbridge.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/** Sends commands as an application would, and knows which it sent. */
final class Commander implements AutoCloseable {

  private static final ArrayNode NOWHERE =
      JsonNodeFactory.instance.arrayNode().add("hostname").add("IS").add("nowhere");

  private static final Logger LOG = Logger.getLogger(Commander.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LARGEST = 9 << 20;

  private final String bootstrapServers;
  private final KafkaProducer<String, String> producer;
  private final String topic;
  private final Map<String, List<String>> sent = new LinkedHashMap<>();
  private final Set<String> repeated = new HashSet<>();
  private final Map<String, List<String>> answers = new HashMap<>();
  private final Set<String> untaken = new HashSet<>();

  Commander(String bootstrapServers, String topic) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.producer =
        producer(
            Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "commander",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                120_000,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                LARGEST,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                8 * LARGEST));
  }

  private KafkaProducer<String, String> producer(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    all.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  /** Launches a task; the bridge chooses the offer when none is named. */
  void launch(String commandId, String offerId, String taskId, String shellCommand) {
    send(commandId, launchOf(commandId, offerId, taskId, shellCommand), List.of(taskId));
  }

  /** A launch that waits for an agent that is not there, for longer than most leaders lead. */
  void launchInVain(String commandId, String taskId) {
    ObjectNode launch = launchOf(commandId, null, taskId, "sleep infinity");
    launch.put("deadline", "PT20S").putArray("constraints").add(NOWHERE);
    send(commandId, launch, List.of(taskId));
  }

  /** Kills a task. */
  void kill(String commandId, String taskId) {
    send(commandId, killOf(commandId, taskId), List.of());
  }

  /** A command of about that many bytes, most of which say nothing. */
  void large(String commandId, int bytes) {
    send(commandId, command(commandId, "REVIVE").put("padding", " ".repeat(bytes)), List.of());
  }

  /** Writes commands that nobody is to see: their transaction is aborted. */
  void abort(String commandId, String taskId) {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "aborting",
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            5_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            4_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            5_000,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            5_000);
    KafkaProducer<String, String> aborting = producer(settings);
    try {
      aborting.initTransactions();
      aborting.beginTransaction();
      write(aborting, new ProducerRecord<>(topic, killOf(commandId + "-kill", taskId).toString()));
      ObjectNode launch = launchOf(commandId, null, commandId, "sleep infinity");
      write(aborting, new ProducerRecord<>(topic, launch.toString()));
      aborting.flush();
      aborting.abortTransaction();
    } catch (KafkaException e) {
      LOG.infof("Kafka was away while a transaction was to be aborted: %s", e.getMessage());
    } finally {
      aborting.close(Duration.ZERO);
    }
  }

  /** Writes a record of the bridge's as one would that led in that epoch. */
  void writeAsLeader(long epoch, String toTopic, String key, String value) {
    var record = new ProducerRecord<>(toTopic, key, value);
    record.headers().add("ce_epoch", Long.toString(epoch).getBytes(UTF_8));
    write(producer, record);
  }

  /** The ids of all commands so far, each with the tasks that it launches. */
  synchronized Map<String, List<String>> sent() {
    return new LinkedHashMap<>(sent);
  }

  /** The ids of those that were sent more than once. */
  synchronized Set<String> repeated() {
    return Set.copyOf(repeated);
  }

  /** What Kafka answered each time that this command was written. */
  synchronized List<String> answers(String commandId) {
    return List.copyOf(answers.getOrDefault(commandId, List.of()));
  }

  /** The ids of those that Kafka did not take, as whoever sent them was told. */
  synchronized Set<String> untaken() {
    return Set.copyOf(untaken);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  /** The task's name tells the launch, since ids of tasks are used again. */
  private static ObjectNode launchOf(
      String commandId, String offerId, String taskId, String shellCommand) {
    ObjectNode command = command(commandId, "LAUNCH");
    ObjectNode launch = command.putObject("launch");
    if (offerId != null) {
      launch.putArray("offer_ids").add(offerId);
    }
    ObjectNode task = launch.putArray("task_infos").addObject();
    task.put("task_id", taskId).put("name", commandId).put("resources", "cpus:0.01;mem:1");
    task.putObject("command").put("value", shellCommand);
    launch.putObject("filters").put("refuse_seconds", 0);
    return command;
  }

  private static ObjectNode killOf(String commandId, String taskId) {
    ObjectNode command = command(commandId, "KILL");
    command.putObject("kill").put("task_id", taskId);
    return command;
  }

  private static ObjectNode command(String id, String type) {
    return JSON.createObjectNode().put("id", id).put("type", type);
  }

  // it is to be void, or nobody's
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void write(
      KafkaProducer<String, String> producer, ProducerRecord<String, String> record) {
    producer.send(record);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback has it
  private synchronized void send(String id, ObjectNode command, List<String> taskIds) {
    if (sent.put(id, taskIds) != null) {
      repeated.add(id);
    }
    producer.send(
        new ProducerRecord<>(topic, command.toString()),
        (written, failure) -> answered(id, written, failure));
  }

  private synchronized void answered(String id, RecordMetadata written, Exception failure) {
    if (failure != null) {
      LOG.warnf("Kafka did not take %s: %s", id, failure);
      untaken.add(id);
    }
    answers
        .computeIfAbsent(id, command -> new ArrayList<>())
        .add(
            "%s %s %s"
                .formatted(
                    Instant.now(),
                    failure == null ? "written as" : "not written, " + failure,
                    written));
  }
}
