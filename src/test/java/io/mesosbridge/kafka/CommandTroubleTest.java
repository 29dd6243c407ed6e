package io.mesosbridge.kafka;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.testkit.KafkaAdmin;
import io.mesosbridge.testkit.TestedBridge;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The command channel and what keeps commands from it, by a real broker. */
class CommandTroubleTest {

  private static final KafkaAdmin ADMIN = SecuredBroker.ADMIN;

  /** Each wait is longer than the one before, up to the longest one. */
  private static final int ENOUGH_TO_BE_LONGEST = 4;

  private long now = TimeUnit.HOURS.toNanos(1);

  @Test
  void whateverIsMendedIsTriedAgainWithinFiveSeconds() {
    // Given
    allow("again");
    Waits waits = new Waits();
    Executor before = Infrastructure.getDefaultExecutor();
    Infrastructure.setDefaultExecutor(waits, false);
    try (ChannelRig rig = new ChannelRig(SecuredBroker.secured(Map.of()), "again", Map.of())) {
      await().atMost(TestedBridge.PATIENCE).until(() -> rig.news.contains("assigned"));

      // When
      var denied = ADMIN.deny(SecuredBroker.USER, "again.commands", READ);
      await().atMost(TestedBridge.PATIENCE).until(() -> waits.asked.size() >= ENOUGH_TO_BE_LONGEST);
      ADMIN.undo(denied);

      // Then after a poll that failed, and after a connection that did, as by a login
      long longest = waits.asked.stream().mapToLong(Duration::toMillis).max().orElseThrow();
      long connects = Long.parseLong(rig.setting("reconnect.backoff.max.ms").orElseThrow());
      assertThat(longest).isGreaterThan(500);
      assertThat(longest + connects * 12 / 10).as("with Kafka's jitter").isLessThanOrEqualTo(5_000);
    } finally {
      Infrastructure.setDefaultExecutor(before, false);
      waits.shutdownNow();
    }
  }

  @Test
  void readThatIsDeniedWhileItLeadsIsToldAndCommandsComeAgainOnceItIsAllowed() {
    // Given
    allow("denied");
    Map<String, Object> secured = SecuredBroker.secured(Map.of());
    try (ChannelRig rig = new ChannelRig(secured, "denied", Map.of());
        var producer = producer(Map.of())) {
      await().atMost(TestedBridge.PATIENCE).until(() -> rig.news.contains("assigned"));

      // When
      var denied = ADMIN.deny(SecuredBroker.USER, "denied.commands", READ);

      // Then
      await()
          .atMost(TestedBridge.PATIENCE)
          .until(() -> rig.troubles.lasting().orElse("").contains("[denied.commands]"));
      assertThat(rig.troubles.lasting().orElseThrow()).contains("allow this user Read");
      var sent = producer.send(new ProducerRecord<>("denied.commands", new byte[] {1}));
      await().atMost(TestedBridge.PATIENCE).until(sent::isDone);
      await()
          .atMost(TestedBridge.PATIENCE)
          .until(() -> rig.troubles.lasting().orElse("").contains("from offset 0 on are not read"));

      ADMIN.undo(denied);
      await().atMost(TestedBridge.PATIENCE).until(() -> rig.received.equals(List.of(0L)));
      await().atMost(TestedBridge.PATIENCE).until(() -> rig.troubles.lasting().isEmpty());
      assertThat(rig.news).containsExactly("assigned");
    }
  }

  @Test
  void whoIsGivenNothingWhileTheTopicIsHiddenGetsItOnceItIsShown() {
    // Given
    allow("hidden");
    Map<String, Object> secured = SecuredBroker.secured(Map.of());
    try (ChannelRig rig = new ChannelRig(secured, "hidden", Map.of())) {
      await().atMost(TestedBridge.PATIENCE).until(() -> rig.news.contains("assigned"));
      var denied = ADMIN.deny(SecuredBroker.USER, "hidden.commands", DESCRIBE);
      await()
          .atMost(TestedBridge.PATIENCE)
          .until(() -> rig.troubles.lasting().orElse("").contains("forbids it"));

      // When what the group gives out is what its members see
      ADMIN.delete("hidden.commands");
      ADMIN.create("hidden.commands", 1, Map.of());
      await().atMost(TestedBridge.PATIENCE).until(() -> rig.news.size() > 1);
      ADMIN.undo(denied);

      // Then
      await()
          .atMost(TestedBridge.PATIENCE)
          .until(() -> rig.news.get(rig.news.size() - 1).equals("assigned"));
    }
  }

  @Test
  void aTransactionThatIsLeftOpenIsToldAndWhatStandsBehindItIsReadOnceItIsAborted()
      throws Exception {
    // Given
    Troubles troubles = new Troubles(() -> now);
    CommandProgress progress = new CommandProgress(troubles, () -> now);
    try (ChannelRig rig = new ChannelRig(SecuredBroker.open(), "hanging", Map.of());
        var forgotten = producer(Map.of("transactional.id", "forgotten"));
        var producer = producer(Map.of())) {
      await().atMost(TestedBridge.PATIENCE).until(() -> rig.news.contains("assigned"));
      forgotten.initTransactions();
      forgotten.beginTransaction();
      forgotten.send(new ProducerRecord<>("hanging.commands", new byte[] {1})).get();
      producer.send(new ProducerRecord<>("hanging.commands", new byte[] {2})).get();

      // When
      looks(rig, progress, 30);

      // Then
      assertThat(troubles.met()).isZero();
      looks(rig, progress, 3);
      assertThat(troubles.lasting().orElseThrow())
          .contains("hanging.commands-0", "stands still at 0, below its end at 2", "transaction");
      assertThat(rig.received).isEmpty();

      forgotten.abortTransaction();
      await().atMost(TestedBridge.PATIENCE).until(() -> rig.received.equals(List.of(1L)));
      looks(rig, progress, 1);
      assertThat(troubles.lasting()).isEmpty();
    }
  }

  /** So many seconds pass by the clock of the test, and the topic is looked at in each. */
  private void looks(ChannelRig rig, CommandProgress progress, int seconds) {
    for (int second = 0; second < seconds; second++) {
      rig.look(progress);
      now += TimeUnit.SECONDS.toNanos(1);
    }
  }

  private static void allow(String name) {
    ADMIN.allow(SecuredBroker.USER, TOPIC, name + ".", READ, WRITE, CREATE);
    ADMIN.allow(SecuredBroker.USER, GROUP, name, READ);
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> changes) {
    Map<String, Object> settings = new HashMap<>(SecuredBroker.open());
    settings.putAll(changes);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** How long the connector waits between its attempts, which is what it asks of its executor. */
  private static final class Waits extends ScheduledThreadPoolExecutor {

    private final List<Duration> asked = new CopyOnWriteArrayList<>();

    private Waits() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      if (delay > 0) {
        asked.add(Duration.of(delay, unit.toChronoUnit()));
      }
      return super.schedule(command, delay, unit);
    }
  }
}
