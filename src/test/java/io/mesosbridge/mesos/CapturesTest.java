package io.mesosbridge.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Event.InverseOffer;
import io.mesosbridge.core.mesos.Event.Offer;
import io.mesosbridge.core.mesos.Event.OperationStatus;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import io.mesosbridge.core.mesos.EventReader;
import io.mesosbridge.mesos.RecordDecoder.BrokenStreamException;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real master sent, through decoder and reader. */
class CapturesTest {

  // Writes a tree as Mesos does: compact, in the order it was read, numbers as they were.
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private final EventReader reader = new EventReader();

  static List<CapturedStream> streams() {
    return CapturedStream.all();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void theChunksMakeNoDifference(CapturedStream stream) throws BrokenStreamException {
    // When
    List<String> asItCame = decode(stream.body(), stream.chunks());
    List<String> inBytes = decode(stream.body(), List.of(1));
    List<String> inSevens = decode(stream.body(), List.of(7));
    List<String> atOnce = decode(stream.body(), List.of(stream.body().length()));

    // Then
    assertThat(asItCame).isEqualTo(stream.records()).isNotEmpty();
    assertThat(inBytes).isEqualTo(stream.records());
    assertThat(inSevens).isEqualTo(stream.records());
    assertThat(atOnce).isEqualTo(stream.records());
  }

  @ParameterizedTest
  @MethodSource("streams")
  void eachEventIsReadAndEachObjectIsTheMastersBytes(CapturedStream stream) throws Exception {
    for (String record : stream.records()) {
      // When
      Event event = reader.read(Slice.of(bytes(record)));

      // Then
      JsonNode tree = JSON.readTree(record);
      assertThat(event.type()).isEqualTo(tree.path("type").asText());
      assertThat(event).isEqualTo(expected(tree, event));
    }
  }

  /** The same event, read from a tree; the slices of the event itself, once they were compared. */
  private static Event expected(JsonNode tree, Event read) throws JsonProcessingException {
    return switch (tree.path("type").asText()) {
      case "SUBSCRIBED" -> subscribed(tree.path("subscribed"));
      case "OFFERS" -> offers(tree.path("offers").path("offers"), (Event.Offers) read);
      case "RESCIND" -> new Event.Rescind(id(tree.path("rescind"), "offer_id"));
      case "UPDATE" -> update(tree.path("update").path("status"), (Event.Update) read);
      case "UPDATE_OPERATION_STATUS" ->
          operation(
              tree.path("update_operation_status").path("status"), (Event.OperationUpdate) read);
      case "ERROR" -> new Event.SubscriptionError(tree.path("error").path("message").asText());
      case "HEARTBEAT" -> new Event.Heartbeat();
      case "INVERSE_OFFERS" -> inverseOffers(tree.path("inverse_offers").path("inverse_offers"));
      default -> new Event.Other(tree.path("type").asText());
    };
  }

  private static Event inverseOffers(JsonNode tree) {
    List<InverseOffer> offers = new ArrayList<>();
    for (JsonNode offer : tree) {
      long start = offer.at("/unavailability/start/nanoseconds").asLong() / 1_000_000;
      offers.add(new InverseOffer(id(offer, "id"), id(offer, "agent_id"), start));
    }
    return new Event.InverseOffers(offers);
  }

  private static Event subscribed(JsonNode tree) {
    JsonNode master = tree.path("master_info");
    return new Event.Subscribed(
        id(tree, "framework_id"),
        Duration.ofSeconds(tree.path("heartbeat_interval_seconds").asLong()),
        new Event.Master(
            text(master, "id"),
            text(master, "hostname"),
            master.path("port").asInt(),
            text(master, "version")));
  }

  private static Event offers(JsonNode tree, Event.Offers read) throws JsonProcessingException {
    List<Offer> offers = new ArrayList<>();
    for (JsonNode offer : tree) {
      Slice slice = read.offers().get(offers.size()).json();
      assertVerbatim(slice, offer);
      offers.add(new Offer(id(offer, "id"), id(offer, "agent_id"), slice));
    }
    return new Event.Offers(offers, 0);
  }

  private static Event update(JsonNode tree, Event.Update read) throws JsonProcessingException {
    assertVerbatim(read.json(), tree);
    return new Event.Update(
        new TaskStatus(
            id(tree, "task_id"),
            text(tree, "state"),
            id(tree, "agent_id"),
            id(tree, "executor_id"),
            text(tree, "uuid"),
            text(tree, "reason"),
            tree.path("timestamp").asDouble(),
            tree.has("unreachable_time"),
            text(tree, "message") != null && text(tree, "message").endsWith("is gone")),
        read.json());
  }

  private static Event operation(JsonNode tree, Event.OperationUpdate read)
      throws JsonProcessingException {
    assertVerbatim(read.json(), tree);
    return new Event.OperationUpdate(
        new OperationStatus(
            id(tree, "operation_id"),
            text(tree, "state"),
            text(tree, "message"),
            id(tree, "agent_id"),
            id(tree, "resource_provider_id"),
            id(tree, "uuid")),
        read.json());
  }

  private static void assertVerbatim(Slice slice, JsonNode tree) throws JsonProcessingException {
    assertThat(slice.toString()).isEqualTo(JSON.writeValueAsString(tree));
  }

  private static String id(JsonNode tree, String field) {
    return text(tree.path(field), "value");
  }

  private static String text(JsonNode tree, String field) {
    return tree.path(field).asText(null);
  }

  private static byte[] bytes(String record) {
    return record.getBytes(UTF_8);
  }

  /** The records of a body that comes in chunks of these sizes, over and over. */
  private static List<String> decode(Buffer body, List<Integer> sizes)
      throws BrokenStreamException {
    List<String> records = new ArrayList<>();
    RecordDecoder decoder = new RecordDecoder(1 << 20, record -> records.add(record.toString()));
    int at = 0;
    for (int i = 0; at < body.length(); i++) {
      int end = Math.min(body.length(), at + sizes.get(i % sizes.size()));
      decoder.decode(Unpooled.wrappedBuffer(body.getBytes(at, end)));
      at = end;
    }
    return records;
  }

  @Test
  void theCapturesHoldEveryTypeThatAMasterSends() {
    // When
    Set<String> types = new TreeSet<>();
    for (CapturedStream stream : streams()) {
      stream.records().forEach(record -> types.add(reader.read(Slice.of(bytes(record))).type()));
    }

    // Then
    assertThat(types)
        .containsExactly(
            "ERROR",
            "FAILURE",
            "HEARTBEAT",
            "INVERSE_OFFERS",
            "OFFERS",
            "RESCIND",
            "RESCIND_INVERSE_OFFER",
            "SUBSCRIBED",
            "UPDATE",
            "UPDATE_OPERATION_STATUS");
  }
}
