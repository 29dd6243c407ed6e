package io.mesosbridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.sandbox.process.BridgeProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packaged bridge as its users see it: topics, status, numbers. What is awaited comes within
 * {@link #PATIENCE}, or the test fails with the end of the bridge's log.
 */
public final class TestedBridge implements AutoCloseable {

  public static final Duration PATIENCE = Patience.PATIENCE;

  private static final int LARGE = 1 << 20;
  private static final int MANY = 5_000;
  private static final RecordSchemas SCHEMAS = new RecordSchemas();

  /** All topics of the bridge, without prefix. */
  static final List<String> TOPICS =
      List.of(
          "offers",
          "task-updates",
          "tasks",
          "operation-updates",
          "heartbeats",
          "events",
          "commands",
          "command-results",
          "commands.dead-letter",
          "launches",
          "bridge-state");

  private final BridgeLauncher launcher;
  private final TopicLog log;
  private final CommandProducer commands;
  private BridgeProcess process;

  TestedBridge(BridgeLauncher launcher, String bootstrapServers, String prefix) {
    this.launcher = launcher;
    this.log = new TopicLog(bootstrapServers, prefix, TOPICS);
    this.commands = new CommandProducer(bootstrapServers, prefix + "commands");
    this.process = launcher.start();
  }

  /** The process, for what can befall it. */
  public BridgeProcess process() {
    return process;
  }

  /** Starts another process in place of the one that ended. */
  public void startAgain() {
    process = launcher.start();
  }

  /** Waits until the bridge says that it is ready. */
  public TestedBridge awaitReady() {
    process.awaitReady(PATIENCE);
    return this;
  }

  /** Waits until the bridge is in that state. */
  public TestedBridge awaitState(String state) {
    process.awaitLive(PATIENCE);
    await("state " + state)
        .atMost(PATIENCE)
        .until(() -> status().path("state").asText().equals(state));
    return this;
  }

  /** What {@code GET /api/v1/status} says. */
  public JsonNode status() {
    return JsonTree.read(process.get("/api/v1/status").body());
  }

  /** The framework's id. */
  public String frameworkId() {
    return status().path("framework_id").asText();
  }

  /** The sum of a metric's samples that carry these labels. */
  public double metric(String name, String... labels) {
    return new MetricsText(process.get("/q/metrics").body()).sum(name, labels);
  }

  /**
   * Writes a command with an id of its own.
   *
   * @param command JSON without {@code id}
   * @return the id
   */
  public String send(String command) {
    String id = "c-" + UUID.randomUUID();
    sendRaw(command.replaceFirst("\\{", "{\"id\":\"" + id + "\",").getBytes(UTF_8), Map.of());
    return id;
  }

  /** Writes a record to the command topic and returns its offset. */
  public long sendRaw(byte[] value, Map<String, byte[]> headers) {
    return commands.write(value, headers);
  }

  /** Writes a command and waits for its result. */
  public JsonNode carryOut(String command) {
    return awaitResult(send(command)).json();
  }

  /** The result of a command. */
  public KafkaRecord awaitResult(String commandId) {
    return awaitRecord("command-results", record -> record.key().equals(commandId));
  }

  /** How many results a command has got so far. */
  public long results(String commandId) {
    return log.of("command-results").filter(r -> r.key().equals(commandId)).count();
  }

  /** The first record of a topic that is as wanted; topics are named without prefix. */
  public KafkaRecord awaitRecord(String topic, Predicate<KafkaRecord> wanted) {
    return awaitThat(
        "a record in " + topic, () -> log.of(topic).filter(wanted).findFirst().orElse(null));
  }

  /** The topic's records so far. */
  public List<KafkaRecord> records(String topic) {
    return log.of(topic).toList();
  }

  /** A compacted topic as the table that it is. */
  public Map<String, KafkaRecord> table(String topic) {
    return log.table(topic);
  }

  /** The updates of a task so far. */
  public List<KafkaRecord> updates(String taskId) {
    return log.of("task-updates").filter(record -> record.key().equals(taskId)).toList();
  }

  /** The update that says that the task is in that state. */
  public KafkaRecord awaitUpdate(String taskId, String state) {
    return awaitRecord(
        "task-updates",
        update ->
            update.key().equals(taskId) && update.json().path("state").asText().equals(state));
  }

  /** A notice of that name. */
  public KafkaRecord awaitNotice(String name, Predicate<JsonNode> wanted) {
    String type = "io.mesosbridge." + name;
    return awaitRecord(
        "events", event -> type.equals(event.header("ce_type")) && wanted.test(event.json()));
  }

  /** An offer that can be accepted and is more than what one ended task has left: the latest. */
  public ConsumedOffer awaitOffer() {
    return awaitOffer("cpus", 1);
  }

  /** An offer that can be accepted and has that much of a scalar resource: the latest. */
  public ConsumedOffer awaitOffer(String resource, double least) {
    return awaitOffer(offer -> offer.scalar(resource) >= least);
  }

  /** An offer that can be accepted and is like that: the latest. */
  public ConsumedOffer awaitOffer(Predicate<ConsumedOffer> which) {
    return awaitThat(
        "an outstanding offer that fits",
        () ->
            table("offers").values().stream()
                .map(record -> new ConsumedOffer(record.json()))
                .filter(which)
                .reduce((first, second) -> second)
                .orElse(null));
  }

  /** The states of the task so far, of which there is at least one. */
  public List<String> awaitStates(String taskId) {
    return awaitThat(
        "an update of " + taskId,
        () -> {
          List<String> states =
              records("task-updates").stream()
                  .filter(record -> record.key().equals(taskId))
                  .map(record -> record.json().path("state").asText())
                  .toList();
          return states.isEmpty() ? null : states;
        });
  }

  /** Launches a shell command on an offer as a task of that name, and waits for its update. */
  public void run(String taskId, String shell, String state) {
    launch(launch(awaitOffer(), taskId, shell), taskId, state);
  }

  /** Carries out a command that launches a task, and waits for the task's update. */
  public void launch(String command, String taskId, String state) {
    JsonNode result = carryOut(command);
    if (!result.path("outcome").asText().equals("ACCEPTED")) {
      throw new IllegalStateException(command + " got " + result);
    }
    awaitUpdate(taskId, state);
  }

  /** A LAUNCH of one small task. */
  public static String launch(ConsumedOffer offer, String taskId, String shell) {
    return """
        {"type":"LAUNCH","launch":{"offer_ids":["%s"],"filters":{"refuse_seconds":1},
         "task_infos":[{"task_id":"%s","command":{"value":"%s"},"resources":"cpus:0.1;mem:32"}]}}"""
        .formatted(offer.id(), taskId, shell);
  }

  private <T> T awaitThat(String what, Callable<T> supplier) {
    return await(what + "; log of the bridge in " + process.log())
        .atMost(PATIENCE)
        .until(supplier, value -> value != null);
  }

  /**
   * Kills the bridge.
   *
   * @throws AssertionError when a record that it wrote, or a command that it accepted, is not what
   *     docs/asyncapi.yaml says
   */
  @Override
  public void close() {
    process.close();
    commands.close();
    List<String> mistakes =
        TOPICS.stream()
            .flatMap(topic -> topic.equals("commands") ? acceptedCommands() : judged(topic))
            .flatMap(record -> SCHEMAS.mistakesOf(record).stream())
            .toList();
    log.close();
    assertThat(mistakes).isEmpty();
  }

  /** The records of a topic, but for the largest ones, and for the many of tests of many. */
  private Stream<KafkaRecord> judged(String topic) {
    return log.of(topic)
        .filter(record -> record.isTombstone() || record.value().length() < LARGE)
        .limit(MANY);
  }

  /** Those that are commands as they stand there, without an event or a schema's id around them. */
  private Stream<KafkaRecord> acceptedCommands() {
    Set<Long> accepted =
        judged("command-results")
            .map(KafkaRecord::json)
            .filter(result -> result.path("outcome").asText().equals("ACCEPTED"))
            .map(result -> result.at("/command/offset").asLong())
            .collect(Collectors.toSet());
    return judged("commands")
        .filter(record -> accepted.contains(record.offset()))
        .filter(record -> record.value().startsWith("{") && record.json().has("type"));
  }
}
