package io.mesosbridge.app;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Kafka clients of a process that dies at a record of one's choice, or on demand. */
final class MortalClients extends KafkaClients {

  private final List<Producer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
  private volatile Fate fate = Fate.NONE;
  private volatile boolean dead;
  private volatile boolean fulfilled;

  MortalClients(String bootstrapServers, BridgeConfig config) {
    super(Map.of("bootstrap.servers", bootstrapServers), config);
  }

  void dieAt(Fate chosen) {
    fate = chosen;
  }

  boolean isDead() {
    return dead;
  }

  /** Whether its fate has come true, and Kafka has whatever it is to have. */
  boolean isFulfilled() {
    return fulfilled;
  }

  /** Kafka has the last record of the process. */
  void written() {
    fulfilled = true;
  }

  /** Nothing that is not in Kafka yet will ever be. */
  void die() {
    dead = true;
    producers.forEach(producer -> producer.close(Duration.ZERO));
  }

  @Override
  public Producer<byte[], byte[]> producer(String name) {
    return mortal(super.producer(name));
  }

  @Override
  public Producer<byte[], byte[]> replyProducer(String name) {
    return mortal(super.replyProducer(name));
  }

  /** A dead process reads nothing, either: of hundreds, each would go on asking the broker. */
  @Override
  protected Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
      @Override
      public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        while (dead) {
          LockSupport.park(this);
        }
        return records;
      }
    };
  }

  private Producer<byte[], byte[]> mortal(Producer<byte[], byte[]> producer) {
    producers.add(producer);
    return new MortalProducer(producer, this);
  }

  /** Whether the record goes to Kafka; the answer is heard unless the process is dead by then. */
  synchronized boolean writes(ProducerRecord<byte[], byte[]> record) {
    if (dead) {
      return false;
    }
    boolean chosen = fate.chosen().test(record);
    dead = chosen && fate.deadly();
    fulfilled = dead && !fate.written();
    return !chosen || fate.written();
  }
}
