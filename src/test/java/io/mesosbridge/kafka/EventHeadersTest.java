package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.kafka.KafkaMessageFactory;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outgoing.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/** Headers of CloudEvents, against the SDK's own of each single record. */
class EventHeadersTest {

  private static final List<Source> SOURCES =
      List.of(
          new Source(null, null, 0, -1),
          new Source("framework/1", null, 3, 7),
          new Source("framework/1", "stream-1", 3, 7),
          new Source("framework/1", "stream-2", 3, 7),
          new Source("framework/1", "stream-2", 3, 8),
          new Source("framework ü", "stream-2", 3, 8));
  private static final List<String> TEXTS = List.of("web", "täsk \"1\"", "a%b\u20ac", "😀", "-");

  private final EventHeaders headers = new EventHeaders();
  private final Random random = new Random(1);

  private Outgoing record(Source source, String typeName) {
    byte[] value = random.nextBoolean() ? null : "{}".getBytes(UTF_8);
    return new Outgoing(
        Outgoing.Topic.EVENTS,
        TEXTS.get(random.nextInt(TEXTS.size())),
        new Outgoing.Type(random.nextBoolean(), typeName),
        TEXTS.get(random.nextInt(TEXTS.size())),
        value,
        new Source(source.frameworkId(), source.streamId(), random.nextInt(9), source.epoch()),
        Extras.NONE,
        random.nextInt(3) * 1_795_353_158_900L);
  }

  private static List<String> texts(Stream<Header> headers) {
    return headers.map(header -> header.key() + "=" + new String(header.value(), UTF_8)).toList();
  }

  private static List<String> ofSdk(Outgoing record) {
    var written =
        KafkaMessageFactory.createWriter("any").writeBinary(EventHeaders.event(record)).headers();
    return texts(Stream.of(written.toArray()));
  }

  @Test
  void theyAreTheSdksWhateverRecordWasBefore() {
    // Given
    List<Outgoing> records = new ArrayList<>();
    for (Source source : SOURCES) {
      for (int i = 0; i < 50; i++) {
        records.add(record(source, i % 2 == 0 ? "UPDATE" : "OFFERS"));
      }
    }

    for (Outgoing record : records) {
      // When
      Header[] ours = headers.of(record);

      // Then
      assertThat(texts(Stream.of(ours))).as("%s", record).isEqualTo(ofSdk(record));
    }
  }

  @Test
  void eventsOfAnyTypeAreNotRemembered() {
    // When
    for (int i = 0; i < 1_000; i++) {
      headers.of(record(SOURCES.get(2), "TYPE_" + i));
    }

    // Then
    assertThat(headers.typesInHand()).isLessThanOrEqualTo(EventHeaders.MOST_TYPES);
  }
}
