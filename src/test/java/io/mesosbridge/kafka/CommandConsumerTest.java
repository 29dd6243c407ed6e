package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** What the bridge's context and Kafka do in between two steps of the polling thread. */
class CommandConsumerTest {

  private static final String TOPIC = "mesos.commands";
  private static final TopicPartition COMMANDS = new TopicPartition(TOPIC, 0);
  private static final Uuid FORMER = new Uuid(1, 1);
  private static final Uuid ANEW = new Uuid(1, 2);

  private final CommandsInHand inHand = new CommandsInHand(1 << 20);
  private final Polling polling = new Polling();
  private final CommandConsumer consumer =
      new CommandConsumer(
          polling.client(),
          inHand,
          news -> {},
          new CommandProgress(new Troubles(System::nanoTime), System::nanoTime));

  /** A client of Kafka's, before whose next seek something happens. */
  private static final class Polling extends MockConsumer<byte[], byte[]> {
    private Runnable beforeSeek = () -> {};

    private Polling() {
      super("earliest");
    }

    private KafkaConsumer<?, ?> client() {
      return (KafkaConsumer<?, ?>)
          Proxy.newProxyInstance(
              KafkaConsumer.class.getClassLoader(),
              new Class<?>[] {KafkaConsumer.class},
              (proxy, method, arguments) -> method.getName().equals("unwrap") ? this : null);
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
      Runnable now = beforeSeek;
      beforeSeek = () -> {};
      now.run();
      super.seek(partition, offset);
    }
  }

  private void owns(TopicPartition partition) {
    polling.subscribe(List.of(TOPIC));
    polling.rebalance(List.of(partition));
    polling.updateBeginningOffsets(Map.of(partition, 0L));
    polling.updateEndOffsets(Map.of(partition, 50L));
    consumer.partitionsAssigned(List.of(partition));
    polling.seek(partition, 0);
  }

  private static CommandTopicWatch.Look look(Uuid topic, long start) {
    return new CommandTopicWatch.Look("cluster", topic, 1, start, start + 4, start + 4);
  }

  private List<ConsumerRecord<byte[], byte[]>> polls(int number) {
    List<ConsumerRecord<byte[], byte[]>> records = records(0, number);
    consumer.polled(new ConsumerRecords<>(Map.of(COMMANDS, records), Map.of()));
    polling.seek(COMMANDS, number);
    return records;
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(at -> new ConsumerRecord<>(TOPIC, 0, at, (byte[]) null, new byte[10]))
        .toList();
  }

  private void arrives(ConsumerRecord<byte[], byte[]> record) {
    inHand.received(record, Message.of(record.value()));
  }

  @Test
  void aTermThatBeginsWhileSomeArePolledAgainHasAllPolledAgain() {
    // Given
    owns(COMMANDS);
    consumer.looked(polling, look(FORMER, 0));
    List<ConsumerRecord<byte[], byte[]>> records = polls(4);
    arrives(records.get(0));
    arrives(records.get(1));
    arrives(records.get(3)); // the one before it never came

    // When
    polling.beforeSeek = inHand::forget;
    consumer.rewind(polling);

    // Then
    assertThat(polling.position(COMMANDS)).isZero();
    assertThat(inHand.rewindTo()).isEmpty();
  }

  @Test
  void whatTheContextGaveUpIsNotCommittedPast() {
    // Given
    owns(COMMANDS);
    consumer.looked(polling, look(FORMER, 0));
    polls(4).forEach(this::arrives);

    // When
    inHand.close();
    consumer.beat(polling);
    consumer.partitionsRevoked(List.of(COMMANDS));

    // Then
    assertThat(polling.committed(Set.of(COMMANDS))).doesNotContainKey(COMMANDS);
  }

  @Test
  void whatWasInHandBeforeTheFirstCommitIsPolledAgain() {
    // Given
    owns(COMMANDS);
    consumer.looked(polling, look(FORMER, 0));
    polls(4).forEach(this::arrives);

    // When a broker does not know the topic for a moment
    consumer.gone(polling);
    consumer.beat(polling);
    consumer.looked(polling, look(FORMER, 0));

    // Then
    assertThat(polling.paused()).isEmpty();
    assertThat(polling.position(COMMANDS)).isZero();
  }

  @Test
  void whereTheFormerTopicBeganIsNotBelievedOfTheOneThatWasMadeAnew() {
    // Given
    owns(COMMANDS);
    consumer.looked(polling, look(FORMER, 5));

    // When
    consumer.looked(polling, look(ANEW, 5));

    // Then
    assertThat(polling.position(COMMANDS)).isZero();
  }

  @Test
  void whatStandsWhereTheTopicWasCutOffIsReadAlsoOnceItIsAsLongAgain() {
    // Given
    owns(COMMANDS);
    consumer.looked(polling, look(FORMER, 0));
    polls(8).forEach(this::arrives);
    LongStream.range(0, 8).forEach(inHand::settled);
    consumer.beat(polling);

    // When a leader without the last four was elected, and others came in their place
    polling.seek(COMMANDS, 4);
    consumer.polled(new ConsumerRecords<>(Map.of(COMMANDS, records(4, 8)), Map.of()));
    polling.seek(COMMANDS, 8);
    consumer.looked(polling, look(FORMER, 0));
    consumer.looked(polling, look(FORMER, 0));

    // Then
    assertThat(polling.committed(Set.of(COMMANDS)).get(COMMANDS).offset()).isEqualTo(8);
    assertThat(polling.position(COMMANDS)).isEqualTo(4);
  }

  @Test
  void whoOwnsAnotherPartitionThanTheFirstReadsNothing() {
    // Given
    TopicPartition second = new TopicPartition(TOPIC, 1);

    // When
    owns(second);
    consumer.looked(polling, look(FORMER, 0));
    consumer.looked(polling, look(FORMER, 0));

    // Then
    assertThat(polling.paused()).containsExactly(second);
  }
}
