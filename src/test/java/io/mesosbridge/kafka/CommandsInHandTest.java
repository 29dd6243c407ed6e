package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.kafka.CommandsInHand.Arrival;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandsInHandTest {

  private static final int VALUE = 2_000;
  private static final long SIZE = VALUE + CommandsInHand.RECORD_OVERHEAD;
  private static final long LIMIT = 3 * SIZE;
  private static final long LATER = 2_000_000_001L;

  private final CommandsInHand inHand = new CommandsInHand(LIMIT);

  @BeforeEach
  void read() {
    inHand.open(5);
  }

  @Test
  void aLargeCommandCountsByWhatATreeOfItTakes() {
    // Given
    byte[] dense = "{\"task_id\":\"t\"},".repeat(100_000).getBytes(UTF_8);
    byte[] padding = new byte[dense.length];

    // When
    long cost = CommandsInHand.size(new ConsumerRecord<>("commands", 0, 0, null, dense));
    long plain = CommandsInHand.size(new ConsumerRecord<>("commands", 0, 0, null, padding));

    // Then
    assertThat(cost).isEqualTo(plain + 100_000 * 600L);
  }

  @Test
  void commitsNothingPastTheFirstThatIsNotSettled() {
    // Given
    poll(5, 8).forEach(this::receive);

    // When
    inHand.settled(6);
    inHand.settled(5);

    // Then
    assertThat(inHand.first()).hasValue(7);
  }

  @Test
  void commitsNothingPastWhatIsOnItsWay() {
    // When
    poll(5, 8);

    // Then
    assertThat(inHand.first()).hasValue(5);
  }

  @Test
  void countsARecordFromItsPollToItsResult() {
    // Given
    List<ConsumerRecord<byte[], byte[]>> polled = poll(0, 3);
    assertThat(inHand.bytes()).isEqualTo(LIMIT);
    polled.forEach(this::receive);
    assertThat(inHand.hasRoom()).isFalse();

    // When
    boolean hasRoomAgain = inHand.settled(1);

    // Then
    assertThat(hasRoomAgain).isTrue();
    assertThat(inHand.bytes()).isEqualTo(2 * SIZE);
    assertThat(inHand.settled(1)).as("settled twice").isFalse();
    assertThat(inHand.bytes()).isEqualTo(2 * SIZE);
  }

  @Test
  void countsKeysAndHeadersToo() {
    // Given
    var record = new ConsumerRecord<>("commands", 0, 0L, new byte[10], new byte[20]);
    record.headers().add("name", new byte[30]);

    // When
    long size = CommandsInHand.size(record);

    // Then
    assertThat(size).isEqualTo(10 + 20 + 4 + 30 + CommandsInHand.RECORD_OVERHEAD);
  }

  @Test
  void pollsAgainWhatNeverArrived() {
    // Given
    poll(0, 2).forEach(this::receive);
    poll(2, 4);

    // When
    boolean rewinds = inHand.giveUpLate(LATER);

    // Then
    assertThat(rewinds).isTrue();
    assertThat(inHand.rewindTo()).hasValue(2);
    assertThat(inHand.first()).hasValue(0);
    assertThat(inHand.bytes()).isEqualTo(2 * SIZE);
    assertThat(inHand.giveUpLate(LATER)).as("as long as it is not polled again").isTrue();
  }

  @Test
  void isPatientWithWhatWasJustPolled() {
    // Given
    poll(2, 4);

    // When
    boolean rewinds = inHand.giveUpLate(LATER / 2);

    // Then
    assertThat(rewinds).isFalse();
  }

  @Test
  void handsNothingOutBeforeWhatCameEarlier() {
    // Given
    poll(0, 2);
    List<ConsumerRecord<byte[], byte[]>> second = poll(2, 4);

    // When
    Arrival first = receive(second.get(0));

    // Then
    assertThat(first).isEqualTo(Arrival.OUT_OF_ORDER);
    assertThat(inHand.rewindTo()).hasValue(0);
    assertThat(receive(second.get(1))).isEqualTo(Arrival.STALE);
    inHand.rewound(inHand.rewindTo().getAsLong());
    assertThat(poll(0, 4)).allMatch(record -> receive(record) == Arrival.NEXT);
  }

  @Test
  void passesOverWhatIsPolledWhileItHasToBePolledAgain() {
    // Given
    poll(0, 2).forEach(this::receive);
    inHand.forget();

    // When
    List<ConsumerRecord<byte[], byte[]>> between = poll(2, 4);

    // Then
    assertThat(between).allMatch(record -> receive(record) == Arrival.STALE);
    assertThat(inHand.rewindTo()).hasValue(0);
    assertThat(inHand.first()).hasValue(0);
    assertThat(inHand.bytes()).isZero();
  }

  @Test
  void forgetsNothingWhenNothingIsInHand() {
    // Given
    poll(0, 1).forEach(this::receive);
    inHand.settled(0);

    // When
    boolean rewinds = inHand.forget();

    // Then
    assertThat(rewinds).isFalse();
    assertThat(inHand.first()).isEmpty();
  }

  @Test
  void diesWithItsAssignment() {
    // Given
    List<ConsumerRecord<byte[], byte[]>> polled = poll(0, 2);
    receive(polled.get(0));

    // When
    inHand.close();

    // Then
    assertThat(receive(polled.get(1))).isEqualTo(Arrival.STALE);
    assertThat(inHand.first()).isEmpty();
    assertThat(inHand.bytes()).isZero();
    assertThat(inHand.settled(0)).isFalse();
    assertThat(poll(2, 3)).allMatch(record -> receive(record) == Arrival.STALE);
  }

  /** Records of these offsets leave a poll at time zero. */
  private List<ConsumerRecord<byte[], byte[]>> poll(long from, long to) {
    List<ConsumerRecord<byte[], byte[]>> records =
        LongStream.range(from, to)
            .mapToObj(offset -> new ConsumerRecord<byte[], byte[]>("t", 0, offset, null, value()))
            .toList();
    inHand.polled(records, 0);
    return records;
  }

  private static byte[] value() {
    return new byte[VALUE];
  }

  private Arrival receive(ConsumerRecord<byte[], byte[]> record) {
    return inHand.received(record, Message.of(record.value()));
  }
}
