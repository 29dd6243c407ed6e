package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.kafka.CommandTopicWatch.Look;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class CommandLagTest {

  private static final TopicPartition COMMANDS = new TopicPartition("mesos.commands", 0);

  private final CommandProgress progress = new CommandProgress(new Troubles(() -> 0), () -> 0);
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

  @Test
  void whatIsThereAndNotReadIsCountedUntilAnotherInstanceReads() {
    // Given
    consumer.assign(List.of(COMMANDS));
    consumer.updateBeginningOffsets(Map.of(COMMANDS, 0L));
    consumer.seek(COMMANDS, 3);

    // When
    progress.looked(consumer, COMMANDS, new Look("cluster", Uuid.ONE_UUID, 1, 0, 8, 9), true);
    long unread = progress.unread();
    progress.standsBy(consumer);

    // Then
    assertThat(unread).isEqualTo(6);
    assertThat(progress.unread()).isZero();
  }
}
