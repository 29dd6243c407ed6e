package io.mesosbridge.kafka;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.LoginWorld;
import io.mesosbridge.testkit.WriterLoop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A producer whose login is refused before it has its id does not ask for that id again. */
class RefusedProducersTest {

  private static final String MECHANISM = "SCRAM-SHA-256";
  private static final String WRONG = "wr0ng";

  @TempDir private static Path files;
  private static LoginWorld world;

  private final BridgeConfig config = Configs.of(Map.of());
  private final Queue<Producer<byte[], byte[]>> made = new ConcurrentLinkedQueue<>();

  private final KafkaClients clients =
      new KafkaClients(world.client(LoginWorld.scram(MECHANISM, WRONG)), config) {
        @Override
        protected Producer<byte[], byte[]> producer(Map<String, Object> settings) {
          Producer<byte[], byte[]> producer = super.producer(settings);
          made.add(producer);
          return producer;
        }
      };

  @BeforeAll
  static void start() throws IOException {
    world = new LoginWorld(files);
    world.kafka().start();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"records", "replies"})
  void whatAWriterWasGivenMeanwhileIsWrittenInOrderOnceTheUserIsLetIn(String kind) {
    // Given
    world.changeScram(LoginWorld.PASSWORD);
    world.admin().create(kind, 1, Map.of());
    boolean replies = kind.equals("replies");
    WriterLoop loop = WriterLoop.ticking();
    Writer writer =
        new Writer(
            () -> replies ? clients.replyProducer(kind) : clients.producer(kind),
            kind,
            loop,
            clients.bounds(),
            new SimpleMeterRegistry());
    List<String> told = new CopyOnWriteArrayList<>();
    loop.run(() -> IntStream.range(0, 3).forEach(i -> publish(writer, kind, i, told)));
    awaitRefusal();

    // When
    world.changeScram(WRONG);

    // Then
    await().until(() -> told.size() == 3);
    assertThat(told).containsExactly("0 at 0", "1 at 1", "2 at 2");
    loop.run(() -> writer.close(Duration.ZERO));
    loop.close();
  }

  private static void publish(Writer writer, String topic, int number, List<String> told) {
    writer.publish(
        new ProducerRecord<>(topic, new byte[1], String.valueOf(number).getBytes(UTF_8)),
        (at, failure) -> told.add(number + " at " + (failure == null ? at.offset() : failure)));
  }

  @Test
  void aCommandIsPublishedOnceTheUserIsLetIn() throws Exception {
    // Given
    world.changeScram(LoginWorld.PASSWORD);
    Topics topics = new Topics(config.topics());
    world.admin().create(topics.commands.name(), 1, Map.of());
    CommandPublisher publisher = new CommandPublisher(clients, topics);
    await().untilAsserted(() -> assertThat(failureOf(publisher)).contains("Authentication failed"));

    // When
    world.changeScram(WRONG);

    // Then
    await().untilAsserted(() -> assertThat(failureOf(publisher)).isEqualTo("none"));
    publisher.end();
  }

  private static String failureOf(CommandPublisher publisher) throws Exception {
    return publisher
        .publish("key", new byte[1], Map.of())
        .handle((written, failure) -> failure == null ? "none" : failure.toString())
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** From here on the first producer never writes. */
  private void awaitRefusal() {
    await().until(() -> failedLogins(made.element()) > 0);
  }

  private static double failedLogins(Producer<?, ?> producer) {
    return producer.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("failed-authentication-total"))
        .map(Metric::metricValue)
        .mapToDouble(total -> (double) total)
        .sum();
  }
}
