package io.mesosbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.mesos.Timing;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.TopicKeeper;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.opentelemetry.api.trace.Tracer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** A cluster, topics of their own, and the bridges that lead one after the other. */
@SuppressWarnings("try") // what it closes may say that the test was interrupted
final class BridgeLab implements AutoCloseable {

  /** Quick, but for what a busy machine could make happen by accident. */
  static final Timing QUICK =
      new Timing(
          Duration.ofSeconds(15),
          500,
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMillis(50),
          Duration.ofMillis(200));

  private static final ObjectMapper JSON = new ObjectMapper();

  final SimulatedCluster cluster;
  final Topics topics;
  final CommandLog commands;
  final TopicTail results;
  final TopicTail events;
  final TopicTail state;
  Optional<Tracer> tracer = Optional.empty();
  private final SmallRyeConfig keys;
  private final List<Runnable> ends = new ArrayList<>();

  /** A cluster that keeps nobody waiting for its offers, or for a leader. */
  static SimulatedCluster quickCluster() {
    return SimulatedCluster.builder()
        .allocationInterval(Duration.ofMillis(20))
        .leaderDetection(Duration.ofMillis(100))
        .start();
  }

  BridgeLab(SimulatedCluster cluster, Map<String, String> settings) {
    this.cluster = cluster;
    Map<String, String> all = new HashMap<>();
    all.put("bridge.mesos.masters", String.join(",", cluster.urls()));
    all.put("bridge.topics.prefix", UUID.randomUUID() + ".");
    all.put("bridge.framework.roles", "web");
    all.putAll(settings);
    keys =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .addDefaultInterceptors()
            .withSources(new PropertiesConfigSource(all, "test", 400))
            .withMapping(BridgeConfig.class)
            .build();
    BridgeConfig config = keys.getConfigMapping(BridgeConfig.class);
    topics = new Topics(config.topics());
    createTopics(config);
    commands = new CommandLog(topics.commands.name());
    results = tail(topics.commandResults.name());
    events = tail(topics.events.name());
    state = tail(topics.state.name());
  }

  private void createTopics(BridgeConfig config) {
    var clients =
        new KafkaClients(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()), config);
    eventually(() -> new TopicKeeper(clients, topics, config).ensure());
  }

  /** A reader of a topic, closed with the lab. */
  TopicTail tail(String topic) {
    TopicTail tail = new TopicTail(topic);
    ends.add(tail::close);
    return tail;
  }

  /** A further instance, which stands by. */
  TestBridge bridge(Timing timing) {
    TestBridge bridge = new TestBridge(keys, topics, timing, commands, tracer);
    ends.add(bridge::close);
    return bridge;
  }

  /** A further instance, which leads and has what it needs to carry commands out. */
  TestBridge leader(Timing timing) {
    TestBridge bridge = bridge(timing).lead();
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("SUBSCRIBED"));
    return bridge;
  }

  /** Sends a command and returns its result. */
  JsonNode carryOut(String id, String command) {
    commands.add(command.replaceFirst("\\{", "{\"id\":\"" + id + "\","));
    return result(id);
  }

  /** The one result of a command; records of it may be several, but all the same. */
  JsonNode result(String commandId) {
    eventually(
        () -> assertThat(results.values(commandId)).as("results of %s", commandId).isNotEmpty());
    assertThat(new HashSet<>(results.values(commandId)))
        .as("different results of %s", commandId)
        .hasSize(1);
    return json(results.values(commandId).get(0));
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (java.io.IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  static void eventually(ThrowingRunnable assertion) {
    Awaitility.await()
        .dontCatchUncaughtExceptions()
        .ignoreExceptions()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(assertion);
  }

  @Override
  public void close() {
    ends.forEach(Runnable::run);
  }
}
