package io.mesosbridge.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Offer;
import io.mesosbridge.core.mesos.Slice;
import io.mesosbridge.core.offer.OfferEnd;
import io.mesosbridge.core.offer.OutstandingOffer;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.InMemoryKafka;
import io.mesosbridge.testkit.KafkaRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OffersTest {

  private static final String JSON = "{\"id\":{\"value\":\"o-1\"},\"n\":1.10}";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final InMemoryKafka kafka = new InMemoryKafka(meters);
  private final Topics topics = new Topics(Configs.of(Map.of()).topics());

  @AfterEach
  void close() {
    kafka.close();
  }

  private Offers offers(Remembered remembered) {
    return kafka.ask(() -> new Offers(kafka.journal(), topics, remembered, meters));
  }

  private Offers withOneOffer() {
    Offers offers = offers(Memories.none(topics));
    kafka.run(() -> offers.add(new Offer("o-1", "agent-1", Slice.of(JSON.getBytes(UTF_8)))));
    return offers;
  }

  private static Map<String, String> ends(List<KafkaRecord> records) {
    return records.stream()
        .filter(record -> record.value() == null)
        .collect(
            Collectors.toMap(
                KafkaRecord::key, record -> record.header("mesos-offer-end"), (a, b) -> b));
  }

  @Test
  void anOfferIsPublishedAsItCameAndCanBeAccepted() {
    // When
    Offers offers = withOneOffer();

    // Then
    assertThat(kafka.written()).singleElement().extracting(KafkaRecord::value).isEqualTo(JSON);
    assertThat(offers.find("o-1")).get().extracting(OutstandingOffer::agentId).isEqualTo("agent-1");
  }

  @Test
  void anOfferEndsOnce() {
    // Given
    Offers offers = withOneOffer();
    kafka.run(() -> offers.end("o-1", OfferEnd.RESCINDED));

    // When
    kafka.run(() -> offers.end("o-1", OfferEnd.DECLINED));

    // Then
    assertThat(kafka.written()).hasSize(2);
    assertThat(ends(kafka.written())).containsEntry("o-1", "rescinded");
    assertThat(offers.endOf("o-1")).contains(OfferEnd.RESCINDED);
    assertThat(offers.outstanding()).isEmpty();
    assertThat(meters.counter("bridge.offers.ended", "end", "rescinded").count()).isOne();
  }

  @Test
  void whatACrashLeftGetsItsTombstone() {
    // Given
    var left = new ConsumerRecord<>("mesos.offers", 0, 0, "o-0".getBytes(UTF_8), new byte[] {'{'});

    // When
    Offers offers = offers(Memories.of(topics, List.of(left)));

    // Then
    assertThat(ends(kafka.written())).containsOnly(Map.entry("o-0", "disconnected"));
    assertThat(offers.find("o-0")).isEmpty();
  }

  @Test
  void whatAFormerLeaderWroteOverIsWrittenAgain() {
    // Given
    Offers offers = withOneOffer();

    // When
    kafka.run(
        () -> {
          offers.rewrite("o-1");
          offers.rewrite("never-seen");
        });

    // Then
    assertThat(kafka.written()).hasSize(3);
    assertThat(kafka.written().get(1).value()).isEqualTo(JSON);
    assertThat(ends(kafka.written())).containsOnly(Map.entry("never-seen", "disconnected"));
  }

  @Test
  void anOfferWhoseCallNeverLeftWentWithTheSubscription() {
    // Given
    Offers offers = withOneOffer();
    kafka.run(() -> offers.end("o-1", OfferEnd.ACCEPTED));

    // When
    kafka.run(() -> offers.wereLost(List.of("o-1", "never-seen")));

    // Then
    assertThat(offers.endOf("o-1")).contains(OfferEnd.DISCONNECTED);
    assertThat(offers.endOf("never-seen")).isEmpty();
  }

  @Test
  void onlyWhatIsHeldForTooLongIsNamed() {
    // Given
    Offers offers = withOneOffer();

    // When
    List<String> held = kafka.ask(() -> offers.heldLongerThan(-1));

    // Then
    assertThat(held).containsExactly("o-1");
    assertThat(kafka.<List<String>>ask(() -> offers.heldLongerThan(Long.MAX_VALUE))).isEmpty();
  }
}
