package io.mesosbridge.testkit;

import static org.awaitility.Awaitility.await;

import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Publisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A publisher that writes into memory, and the one thread that the bridge's code runs on. Kafka
 * confirms at once, or when the test says so.
 */
public final class InMemoryKafka implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final MockProducer<byte[], byte[]> producer;
  private final Publisher publisher;
  private final Journal journal;
  private final boolean confirmsAtOnce;
  private int confirmed;

  /** Kafka that confirms at once. */
  public InMemoryKafka(MeterRegistry meters) {
    this(meters, true);
  }

  /** Kafka that confirms at once, or with {@link #confirmAll} only. */
  public InMemoryKafka(MeterRegistry meters, boolean confirmsAtOnce) {
    this.confirmsAtOnce = confirmsAtOnce;
    producer =
        new MockProducer<>(
            confirmsAtOnce, null, new ByteArraySerializer(), new ByteArraySerializer());
    publisher = new Publisher(producer, "test", loop, this::later, () -> true, meters);
    journal = new Journal(publisher);
    journal.begin(7, "framework-1");
  }

  private void later(Runnable task) {
    vertx.setTimer(50, timer -> loop.execute(task));
  }

  public Vertx vertx() {
    return vertx;
  }

  public Publisher publisher() {
    return publisher;
  }

  public Journal journal() {
    return journal;
  }

  /** Runs code of the bridge. */
  public void run(Runnable code) {
    ask(
        () -> {
          code.run();
          return null;
        });
  }

  /** Asks code of the bridge. */
  public <T> T ask(Supplier<T> code) {
    return CompletableFuture.supplyAsync(code, loop).join();
  }

  /** What was written so far, oldest first. */
  public List<KafkaRecord> written() {
    settle();
    return producer.history().stream().map(KafkaRecord::of).toList();
  }

  /** The records of a topic. */
  public List<KafkaRecord> written(String topic) {
    return written().stream().filter(record -> record.topic().equals(topic)).toList();
  }

  /** Kafka confirms all that awaits it. */
  public void confirmAll() {
    settle();
    while (producer.completeNext()) {
      confirmed++;
    }
    settle();
  }

  /** Kafka refuses all that awaits it. */
  public void refuseAll(RuntimeException why) {
    settle();
    while (producer.errorNext(why)) {
      confirmed++;
    }
    settle();
  }

  /** Waits until all is with the producer, and confirmations have arrived. */
  private void settle() {
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () ->
                ask(publisher::inFlightRecords)
                    == (confirmsAtOnce ? 0 : producer.history().size() - confirmed));
  }

  @Override
  public void close() {
    loop.shutdownNow();
    vertx.close();
  }
}
