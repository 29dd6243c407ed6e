package io.mesosbridge.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.TopicsConfig;
import io.mesosbridge.config.UpdatesConfig;
import io.mesosbridge.core.mesos.CallOutcome;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Publisher;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.state.Remembered;
import io.mesosbridge.state.Tasks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Updates and the live-task table, with a Kafka that takes everything and a master likewise. */
final class UpdatesFixture {

  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Publisher publisher =
      new Publisher(kafka, "test", Runnable::run, task -> {}, () -> true, meters);
  private final Tasks tasks;
  private final Updates updates;

  UpdatesFixture() {
    Topics topics = new Topics(new Defaults());
    Journal journal = new Journal(publisher);
    journal.begin(1, "framework");
    tasks = new Tasks(journal, topics, new Remembered(topics));
    Acknowledgements acknowledgements =
        new Acknowledgements(
            journal,
            call -> Future.succeededFuture(new CallOutcome.Accepted(202)),
            tasks,
            () -> UpdatesConfig.Acknowledge.AFTER_PUBLISH,
            meters);
    updates = new Updates(journal, topics, tasks, new Launches(), acknowledgements, meters);
  }

  Updates updates() {
    return updates;
  }

  Tasks tasks() {
    return tasks;
  }

  void awaitPublished(String topic, String key) {
    await()
        .until(
            () ->
                publisher.inFlightRecords() == 0
                    && kafka.history().stream()
                        .anyMatch(
                            record ->
                                record.topic().equals(topic)
                                    && Arrays.equals(record.key(), key.getBytes(UTF_8))));
  }

  void close() {
    publisher.close(Duration.ZERO);
  }

  private record Defaults() implements TopicsConfig {
    @Override
    public String prefix() {
      return "mesos.";
    }

    @Override
    public boolean create() {
      return true;
    }

    @Override
    public int partitions() {
      return 1;
    }

    @Override
    public OptionalInt replicationFactor() {
      return OptionalInt.empty();
    }
  }
}
