package io.mesosbridge.kafka;

import io.mesosbridge.config.BridgeConfig;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.Config;

/**
 * Makes Kafka clients from Quarkus' {@code kafka.*} keys, TLS registry included. The connector's
 * own producer is not used because one lives as long as the process, and what a resigned leader
 * left in its buffer must die with its term.
 */
@Singleton
public class KafkaClients {

  private static final int ADMIN_PATIENCE_MILLIS = 10_000;
  private static final int RECORD_OVERHEAD = 64 * 1024;
  private static final int MANY = 5_000;
  private static final int FEW = 100;
  private static final int LITTLE = 512 * 1024;
  private static final int REPLY_BUFFER = 32 * 1024 * 1024;
  private static final int REPLY_WINDOW = 1024 * 1024;
  private static final Duration UNKNOWN_PATIENCE = Duration.ofSeconds(5);
  private static final Duration REPLY_PATIENCE = Duration.ofSeconds(30);

  /** So many windows are what may be in flight before records are shed. */
  private static final int WINDOWS = 8;

  private final Map<String, Object> common;
  private final BridgeConfig config;
  private final Troubles troubles = new Troubles(System::nanoTime);
  private final BatchSize batches = new BatchSize(128 * 1024);
  private final BatchSize replyBatches = new BatchSize(16 * 1024);

  /** Clients for the broker of Quarkus' default Kafka configuration. */
  public KafkaClients(
      @Identifier("default-kafka-broker") Map<String, Object> common, BridgeConfig config) {
    this.common = common;
    this.config = config;
  }

  /** What does not work of Kafka now. */
  public Troubles troubles() {
    return troubles;
  }

  /** Where Kafka is asked first, each as host and port. */
  List<String> bootstrapServers() {
    Object servers = common.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    return servers == null ? List.of() : List.of(servers.toString().trim().split("\\s*,\\s*"));
  }

  /** Clients with what a channel sets otherwise. */
  KafkaClients ofChannel(String channel, Config keys) {
    Map<String, Object> settings = new HashMap<>(common);
    for (String setting : ConsumerConfig.configNames()) {
      keys.getOptionalValue("mp.messaging.incoming." + channel + "." + setting, String.class)
          .ifPresent(value -> settings.put(setting, value));
    }
    settings.remove(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG); // it would take part in the work
    return new KafkaClients(settings, config);
  }

  /** The largest record, its key and headers included, that may be written. */
  public long maxRecordBytes() {
    return config.mesos().maxRecordSize() + RECORD_OVERHEAD;
  }

  /** How large the batches of records for the bridge's own topics are. */
  BatchSize batches() {
    return batches;
  }

  /** Makes {@link #producer}s, each with batches as small as the topics need. */
  public Producers producers(String name) {
    return batches.producers(() -> producer(name));
  }

  /** The same of {@link #replyProducer}s. */
  public Producers replyProducers(String name) {
    return replyBatches.producers(() -> replyProducer(name));
  }

  /**
   * A producer that never gives up and never reorders: what awaits Kafka is bounded by shedding
   * rather than by a time-out.
   */
  public Producer<byte[], byte[]> producer(String name) {
    Map<String, Object> settings = settings(name);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, clamp(maxRecordBytes()));
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferMemory());
    settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 1);
    limitBatches(settings, batches);
    settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    return producer(settings);
  }

  /**
   * The bounds of a writer that writes with it: the windows of all topics of the bridge have room
   * in the producer's buffer, so that one of them never fills it, and nothing is given up.
   */
  public Writer.Bounds bounds() {
    long window = BridgeConfig.Publish.limitOf(config.publish()) / WINDOWS;
    return new Writer.Bounds(window, Writer.Bounds.NO_END, Writer.Bounds.NO_END);
  }

  /** A producer for topics that a user named. */
  public Producer<byte[], byte[]> replyProducer(String name) {
    Map<String, Object> settings = settings(name);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    // what it knows a topic by it asks for again and again, and a broker may make one of the name
    settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, 10_000);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, clamp(maxRecordBytes()));
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, REPLY_BUFFER + maxRecordBytes());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) REPLY_PATIENCE.toMillis());
    limitBatches(settings, replyBatches);
    return producer(settings);
  }

  /** A producer for commands that somebody waits to be written: each soon, or not at all. */
  Producer<byte[], byte[]> commandProducer(String name) {
    Map<String, Object> settings = settings(name);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, clamp(maxRecordBytes()));
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
    return producer(settings);
  }

  /**
   * The bounds of a writer that writes with it: a reply to a topic that is not there fails soon.
   */
  public Writer.Bounds replyBounds() {
    return new Writer.Bounds(REPLY_WINDOW, UNKNOWN_PATIENCE, REPLY_PATIENCE);
  }

  private static void limitBatches(Map<String, Object> settings, BatchSize size) {
    String key = ProducerConfig.BATCH_SIZE_CONFIG;
    Object configured = ConfigDef.parseType(key, settings.get(key), ConfigDef.Type.INT);
    settings.put(key, configured instanceof Integer set ? size.of(set) : size.usual());
  }

  /** The producer with these settings. */
  protected Producer<byte[], byte[]> producer(Map<String, Object> settings) {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A consumer that belongs to no group and commits nothing. */
  public Consumer<byte[], byte[]> reader(String name) {
    return consumer(settingsOfReader(name, MANY));
  }

  /** One for people, who wait for an answer: it brings little at a time, and soon or not at all. */
  Consumer<byte[], byte[]> readerForPeople(String name) {
    Map<String, Object> settings = settingsOfReader(name, FEW);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, LITTLE);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, LITTLE);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    return consumer(settings);
  }

  private Map<String, Object> settingsOfReader(String name, int most) {
    Map<String, Object> settings = settings(name);
    // a take-over waits for the poll that is under way
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    // and for a broker that vanished without a word, as does what is written
    settings.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // a topic that a broker made by itself would not have the configuration of the contract
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_UNCOMMITTED.toString());
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, most);
    return settings;
  }

  /** The consumer with these settings. */
  protected Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A client for topics and their settings. */
  public Admin admin(String name) {
    Map<String, Object> settings = settings(name);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_PATIENCE_MILLIS);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_PATIENCE_MILLIS);
    return Admin.create(settings);
  }

  /**
   * Closes it without waiting for what it is asked; zero would wait for ever for its thread, which
   * may be looking up a host name.
   */
  static void closeAtOnce(Admin admin) {
    admin.close(Duration.ofMillis(1));
  }

  /**
   * The ids that these topics have now.
   *
   * @throws KafkaException when Kafka does not tell them, or one of them is not there
   */
  Map<String, Uuid> topicIds(String name, Set<String> topics) {
    try (Admin admin = admin(name)) {
      Map<String, Uuid> ids = new HashMap<>();
      admin
          .describeTopics(topics)
          .allTopicNames()
          .get()
          .forEach((topic, is) -> ids.put(topic, is.topicId()));
      return ids;
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof KafkaException kafkas
          ? kafkas
          : new KafkaException(failure.getCause());
    } catch (InterruptedException interrupted) {
      throw new InterruptException(interrupted);
    }
  }

  /** What a failure of one of these clients means, in a sentence with what would help. */
  public String inWords(Throwable failure) {
    String words =
        "Kafka at "
            + common.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
            + " "
            + KafkaTrouble.inWords(failure);
    return KafkaTrouble.isSilence(failure)
        ? words
            + "; kafka.security.protocol is "
            + common.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT")
            + " and has to be what it expects there: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"
        : words;
  }

  private Map<String, Object> settings(String name) {
    Map<String, Object> settings = new HashMap<>(common);
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, config.groupId() + "-" + name);
    return settings;
  }

  /**
   * Room for the windows of all topics and for one largest record more, so that none of them is
   * refused because others fill it.
   */
  private long bufferMemory() {
    return 2 * BridgeConfig.Publish.limitOf(config.publish()) + 2 * maxRecordBytes();
  }

  private static int clamp(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }
}
