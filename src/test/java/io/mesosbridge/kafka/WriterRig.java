package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofDays;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.testkit.WriterLoop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;

/** A writer with a producer that does as it is told, and what it tells. */
class WriterRig {

  static final Writer.Bounds BOUNDS = new Writer.Bounds(1 << 20, ofDays(1), ofDays(1));

  final Set<String> absent = ConcurrentHashMap.newKeySet();
  final MockProducer<byte[], byte[]> kafka = new Obedient();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final List<String> told = new CopyOnWriteArrayList<>();
  final WriterLoop loop = WriterLoop.waiting();
  Writer writer = new Writer(() -> kafka, "test", loop, BOUNDS, meters);

  /** Knows every topic but those that are absent, as a producer that does not wait. */
  final class Obedient extends MockProducer<byte[], byte[]> {
    private Obedient() {
      super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized java.util.concurrent.Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      if (absent.contains(record.topic())) {
        callback.onCompletion(
            null,
            new TimeoutException("not present", new UnknownTopicOrPartitionException("none")));
        return null;
      }
      return super.send(record, callback);
    }
  }

  @AfterEach
  void close() {
    loop.close();
  }

  Future<Void> end(Duration grace) {
    return loop.ask(() -> writer.close(grace));
  }

  void publish(String name, int size) {
    loop.onContext(
        () -> writer.publish(new ProducerRecord<>("topic", new byte[size]), tells(name)));
  }

  void publish(byte[] value) {
    loop.run(() -> writer.publish(new ProducerRecord<>("topic", value), tells("value")));
  }

  void insist(String topic, String name, String key) {
    loop.onContext(
        () ->
            writer.publishSurely(
                new ProducerRecord<>(topic, key.getBytes(UTF_8), new byte[1]), tells(name)));
  }

  Callback tells(String name) {
    return (metadata, failure) ->
        told.add(name + ": " + (failure == null ? "written" : failure.getMessage()));
  }

  void refuseAll() {
    while (kafka.errorNext(new TopicAuthorizationException("no right yet"))) {
      // each in its turn
    }
  }

  void completeAll() {
    await().until(this::completesAll);
  }

  boolean completesAll() {
    while (kafka.completeNext()) {
      // each in its turn
    }
    return loop.ask(writer::inFlightRecords) == 0 || !absent.isEmpty();
  }

  long bytes() {
    return loop.ask(writer::inFlightBytes);
  }

  Duration oldestWait() {
    return loop.ask(() -> writer.oldestWait());
  }

  double failures() {
    return meters.counter("bridge.publish.failures", "producer", "test").count();
  }

  void awaitSent(int records) {
    await().until(() -> kafka.history().size() == records);
  }
}
