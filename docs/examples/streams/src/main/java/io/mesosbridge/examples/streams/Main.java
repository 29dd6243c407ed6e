package io.mesosbridge.examples.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers;

/** Runs {@link TasksTopology} against the Kafka that the variable KAFKA names, until SIGTERM. */
public final class Main {

  private Main() {}

  public static void main(String[] args) throws Exception {
    Properties settings = settings(System.getenv().getOrDefault("KAFKA", "127.0.0.1:9092"));
    createTopics(settings);
    KafkaStreams streams =
        new KafkaStreams(TasksTopology.build(new StreamsConfig(settings)), settings);
    CountDownLatch ended = new CountDownLatch(1);
    streams.setStateListener(
        (state, before) -> {
          System.out.println("Kafka Streams is " + state);
          if (state.hasCompletedShutdown()) {
            ended.countDown();
          }
        });
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(10)), "end"));
    streams.start();
    ended.await();
  }

  static Properties settings(String kafka) {
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            "examples-tasks-by-agent",
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka,
            // The tables are small, and their changelogs bring them back: no disk is needed.
            StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
            InMemoryDslStoreSuppliers.class,
            // Every change is shown at once; a cache would show the last of many.
            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
            0,
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            1000));
    return settings;
  }

  /** What it writes is in topics of its own, since brokers rarely create topics by themselves. */
  private static void createTopics(Properties settings) throws Exception {
    Map<String, String> table =
        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    try (Admin admin = Admin.create(settings)) {
      for (String topic : List.of(TasksTopology.TASKS_BY_AGENT, TasksTopology.FLAPPING)) {
        NewTopic wanted = new NewTopic(topic, 1, (short) -1).configs(table);
        try {
          admin.createTopics(List.of(wanted)).all().get();
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
        }
      }
    }
  }
}
