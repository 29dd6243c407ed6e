package io.mesosbridge.kafka;

import io.mesosbridge.config.BridgeConfig;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes Kafka clients from Quarkus' {@code kafka.*} keys, TLS registry included. The connector's
 * own producer is not used because one lives as long as the process, and what a resigned leader
 * left in its buffer must die with its term.
 */
@Singleton
public class KafkaClients {

  private static final int WATCHED_BYTES = 512 * 1024;
  private static final int ADMIN_PATIENCE_MILLIS = 10_000;
  private static final int RECORD_OVERHEAD = 64 * 1024;
  private static final int REPLY_BUFFER = 32 * 1024 * 1024;

  private final Map<String, Object> common;
  private final BridgeConfig config;

  /** Clients for the broker of Quarkus' default Kafka configuration. */
  public KafkaClients(
      @Identifier("default-kafka-broker") Map<String, Object> common, BridgeConfig config) {
    this.common = common;
    this.config = config;
  }

  /** The largest record, its key and headers included, that may be written. */
  public long maxRecordBytes() {
    return config.mesos().maxRecordSize().asLongValue() + RECORD_OVERHEAD;
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
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, clamp(maxRecordBytes()));
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferMemory());
    settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 1);
    settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A producer for topics that a user named: one that does not exist fails soon. */
  public Producer<byte[], byte[]> replyProducer(String name) {
    Map<String, Object> settings = settings(name);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, clamp(maxRecordBytes()));
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, REPLY_BUFFER + maxRecordBytes());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A consumer that belongs to no group and commits nothing. */
  public Consumer<byte[], byte[]> reader(String name) {
    Map<String, Object> settings = settings(name);
    // a take-over waits for the poll that is under way
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    return reader(settings);
  }

  /** Such a consumer for what must be looked at as it comes, and must not take much room. */
  public Consumer<byte[], byte[]> watcher(String name) {
    Map<String, Object> settings = settings(name);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, WATCHED_BYTES);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, WATCHED_BYTES);
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, WATCHED_BYTES);
    return reader(settings);
  }

  private static Consumer<byte[], byte[]> reader(Map<String, Object> settings) {
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A client for topics and their settings. */
  public Admin admin(String name) {
    Map<String, Object> settings = settings(name);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_PATIENCE_MILLIS);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_PATIENCE_MILLIS);
    return Admin.create(settings);
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
   * Room for all that may be in flight and for one largest record more, so that send never waits.
   */
  private long bufferMemory() {
    return 2 * config.publish().maxInFlightBytes().asLongValue() + 2 * maxRecordBytes();
  }

  private static int clamp(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }
}
