package io.mesosbridge.kafka;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.TopicWatch.Recreated;
import io.mesosbridge.kafka.Topics.Topic;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.KafkaAdmin;
import io.mesosbridge.testkit.WriterLoop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topics that are deleted, or refuse a record, under a writer, with a real broker and producer. */
class DeletedTopicTest {

  private static final KafkaAdmin ADMIN = SecuredBroker.ADMIN;

  private final BridgeConfig config =
      Configs.of(Map.of("bridge.topics.prefix", UUID.randomUUID() + "."));
  private final KafkaClients clients = new KafkaClients(SecuredBroker.open(), config);
  private final Topics topics = new Topics(config.topics());
  private final WriterLoop loop = WriterLoop.ticking();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger recreated = new AtomicInteger();
  private final TopicWatch watch =
      new TopicWatch(clients, topics, config, new Counting(), Duration.ofMillis(50));
  private Writer writer;

  private final class Counting implements TopicWatch.Listener {
    @Override
    public void recreated(Recreated topic) {
      recreated.incrementAndGet();
    }

    @Override
    public void missing(String why) {
      told.add(why);
    }

    @Override
    public void complete() {
      // as it should be
    }
  }

  @BeforeEach
  void open() throws Exception {
    new TopicKeeper(clients, topics, config).ensure();
    writer =
        new Writer(
            () -> clients.producer("test"),
            "test",
            loop,
            clients.bounds(),
            new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    loop.run(() -> writer.close(Duration.ZERO));
    watch.close();
    loop.close();
  }

  @Test
  void aDeletedTopicHoldsUpNoOther() {
    // Given
    write(topics.heartbeats, "first");
    awaitTold("first");
    ADMIN.delete(topics.heartbeats.name());
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              write(topics.heartbeats, "held");
              return loop.ask(() -> writer.oldestWait()).toMillis() > 500;
            });

    // When
    write(topics.events, "event");

    // Then
    awaitTold("event");
    assertThat(loop.ask(() -> writer.inFlightBytes(topics.heartbeats.name()))).isPositive();
  }

  @Test
  void whatMustBeWrittenIsAlthoughItsTopicIsDeletedAndMadeAgain() {
    // Given
    watch.start();
    List<String> all = IntStream.range(0, 6_000).mapToObj(i -> "record " + i).toList();
    all.subList(0, 2_000).forEach(name -> write(topics.tasks, name));

    // When
    ADMIN.delete(topics.tasks.name());
    all.subList(2_000, 4_000).forEach(name -> write(topics.tasks, name));
    await().atMost(PATIENCE).until(() -> recreated.get() == 1);
    all.subList(4_000, 6_000).forEach(name -> write(topics.tasks, name));

    // Then
    await().atMost(PATIENCE).until(() -> told.size() >= all.size());
    assertThat(told).containsExactlyInAnyOrderElementsOf(all);
    assertThat(ADMIN.setting(topics.tasks.name(), "cleanup.policy")).isEqualTo("compact");
    List<String> kept = read(topics.tasks);
    assertThat(kept).isSubsetOf(all).containsAll(all.subList(4_000, 6_000));
    assertThat(kept.stream().distinct().toList())
        .isSortedAccordingTo((one, other) -> Integer.compare(number(one), number(other)));
  }

  @Test
  void whatTheTopicTakesNoneSoLargeOfIsToldAndHoldsNothingUp() {
    // Given
    ADMIN.change(topics.events.name(), "max.message.bytes", "1000");

    awaitBound(topics.events);

    // When
    write(topics.events, "x".repeat(2_000));
    write(topics.events, "small");

    // Then
    awaitTold("small");
    assertThat(told).contains(RecordTooLargeException.class.getSimpleName());
  }

  /** A broker applies a new setting some time after it has said that it is there. */
  private void awaitBound(Topic topic) {
    try (Producer<byte[], byte[]> probe = clients.producer("probe")) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                try {
                  probe.send(new ProducerRecord<>(topic.name(), new byte[2_000])).get();
                  return false;
                } catch (ExecutionException e) {
                  return e.getCause() instanceof RecordTooLargeException;
                }
              });
    }
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring("record ".length()));
  }

  private void write(Topic topic, String value) {
    loop.onContext(
        () ->
            writer.publishSurely(
                new ProducerRecord<>(topic.name(), "key".getBytes(UTF_8), value.getBytes(UTF_8)),
                (metadata, failure) ->
                    told.add(failure == null ? value : failure.getClass().getSimpleName())));
  }

  private void awaitTold(String value) {
    await().atMost(PATIENCE).until(() -> told.contains(value));
  }

  private List<String> read(Topic topic) {
    List<String> values = new ArrayList<>();
    TopicPartition partition = new TopicPartition(topic.name(), 0);
    try (Consumer<byte[], byte[]> reader = clients.reader("test")) {
      reader.assign(List.of(partition));
      reader.seekToBeginning(List.of(partition));
      long end = reader.endOffsets(List.of(partition)).get(partition);
      while (reader.position(partition) < end) {
        reader
            .poll(Duration.ofMillis(200))
            .forEach(each -> values.add(new String(each.value(), UTF_8)));
      }
    }
    return values;
  }
}
