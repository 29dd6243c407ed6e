package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.kafka.History.BusyException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Writes commands to their topic for those who have no Kafka client at hand; to the bridge they are
 * like any other. Its producer is made with the first one.
 */
@Singleton
public class CommandPublisher {

  private static final int MOST_WAITING = 64;
  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaClients clients;
  private final String topic;
  private final ThreadPoolExecutor writing =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          CommandPublisher::daemon) {
        @Override
        protected void terminated() {
          Thread.interrupted(); // whoever shuts it down interrupts who is idle
          CommandPublisher.this.close();
        }
      };
  private final Semaphore room = new Semaphore(MOST_BYTES);
  private final AtomicInteger unanswered = new AtomicInteger();
  private RenewedProducer producer;

  /** Writes to the topic of commands. */
  public CommandPublisher(KafkaClients clients, Topics topics) {
    this.clients = clients;
    this.topic = topics.commands.name();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "bridge-command-publisher");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Writes a command; completed once Kafka has it. Fails with a {@code KafkaException}, after which
   * it may be there all the same, or with a {@link BusyException}.
   *
   * @param headers by name
   */
  public CompletionStage<Void> publish(String key, byte[] command, Map<String, String> headers) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, key.getBytes(UTF_8), command);
    headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    if (!room.tryAcquire(command.length)) {
      return CompletableFuture.failedFuture(busy());
    }
    CompletionStage<Void> answered =
        written.whenComplete((done, failure) -> room.release(command.length));
    long begun = System.nanoTime();
    try {
      writing.execute(
          () -> Guarded.run(() -> send(record, begun, written), written::completeExceptionally));
    } catch (RejectedExecutionException full) {
      written.completeExceptionally(busy());
    }
    return answered;
  }

  private static BusyException busy() {
    return new BusyException("Others' commands wait for Kafka already");
  }

  // the callback learns all that the future would tell
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(
      ProducerRecord<byte[], byte[]> record, long begun, CompletableFuture<Void> written) {
    if (System.nanoTime() - begun > PATIENCE.toNanos()) {
      throw new TimeoutException("others' commands waited for it for " + PATIENCE);
    }
    if (producer == null) {
      producer = new RenewedProducer(() -> clients.commandProducer("api"), "api");
    } else if (unanswered.get() == 0) { // or those on their way would fail with it
      producer.renewIfLost();
    }
    Callback answer =
        (at, failure) -> {
          if (failure == null) {
            written.complete(null);
          } else {
            written.completeExceptionally(failure);
          }
        };
    unanswered.incrementAndGet();
    written.whenComplete(
        (done, failure) -> unanswered.decrementAndGet()); // also if it is not taken
    producer.send(record, answer);
  }

  /** Ends with the process, after those who wait. */
  @PreDestroy
  void end() {
    writing.shutdown();
  }

  private void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(1));
    }
  }
}
