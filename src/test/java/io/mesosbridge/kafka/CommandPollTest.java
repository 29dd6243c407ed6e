package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import io.mesosbridge.testkit.CommandProducer;
import io.mesosbridge.testkit.KafkaAdmin;
import io.mesosbridge.testkit.TestedBridge;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The command channel when its polling thread stands still, by a real broker. */
class CommandPollTest {

  private static final SandboxBroker BROKER = SandboxBroker.create().start();
  private static final KafkaAdmin ADMIN = new KafkaAdmin(BROKER.bootstrapServers());

  private CommandProducer commands;
  private ChannelRig rig;

  private void read(String name) {
    rig = new ChannelRig(BROKER, name, Map.of());
    commands = new CommandProducer(BROKER.bootstrapServers(), name + ".commands");
    awaitThat(() -> rig.news.contains("assigned"));
  }

  @AfterEach
  void stop() {
    rig.close();
    commands.close();
  }

  @AfterAll
  static void stopBroker() {
    BROKER.close();
  }

  @Test
  void saysSoWhenNobodyPollsAnyMore() {
    // Given
    read("dead");
    rig.settleNothing();
    send(3);
    awaitThat(() -> rig.received.size() == 3);
    CountDownLatch end = new CountDownLatch(1);

    // When
    rig.onPollingThread(() -> awaitUninterruptibly(end));

    // Then
    awaitThat(() -> rig.news.contains("lost: nobody polls commands any more"));
    awaitThat(() -> !rig.isAlive());
    end.countDown();
    awaitThat(() -> !ADMIN.hasMembers("dead"));
    assertThat(ADMIN.committed("dead", "dead.commands")).isZero();
  }

  @Test
  void aProcessThatWasPausedPollsOn() {
    // Given
    read("paused");
    CountDownLatch wakesUp = new CountDownLatch(1);
    CountDownLatch polls = new CountDownLatch(1);
    rig.onPollingThread(() -> awaitUninterruptibly(polls));
    CompletableFuture<Void> awake = rig.onContext(() -> awaitUninterruptibly(wakesUp));
    awaitThat(() -> rig.secondsSincePoll() >= 11);

    // When
    wakesUp.countDown();
    awake.join();
    rig.onContext(() -> {}).join(); // behind what timers have missed
    polls.countDown();
    send(1);

    // Then
    awaitThat(() -> rig.received.size() == 1);
    assertThat(rig.news).doesNotContain("lost: nobody polls commands any more");
    assertThat(rig.isAlive()).isTrue();
  }

  private void send(int number) {
    for (int i = 0; i < number; i++) {
      commands.write(new byte[10], Map.of());
    }
  }

  private static void awaitThat(Callable<Boolean> condition) {
    await().atMost(TestedBridge.PATIENCE).until(condition);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
