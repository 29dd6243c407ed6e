package io.mesosbridge.examples.streams;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/** Lets through the updates that tell of a task's bad end, which is also a matter of headers. */
final class BadEnds implements FixedKeyProcessor<String, JsonNode, Flapping.End> {

  private static final Set<String> BAD =
      Set.of(
          "TASK_FAILED",
          "TASK_ERROR",
          "TASK_LOST",
          "TASK_DROPPED",
          "TASK_GONE",
          "TASK_GONE_BY_OPERATOR");

  private FixedKeyProcessorContext<String, Flapping.End> context;

  @Override
  public void init(FixedKeyProcessorContext<String, Flapping.End> given) {
    context = given;
  }

  @Override
  public void process(FixedKeyRecord<String, JsonNode> update) {
    String state = update.value().path("state").asText();
    // what the bridge places again never ran, and is not at its end
    boolean isPlacedAgain = update.headers().lastHeader("mesos-placed-again") != null;
    if (BAD.contains(state) && !isPlacedAgain) {
      context.forward(
          update.withValue(
              new Flapping.End(
                  text(update, "ce_id"),
                  update.key(),
                  state,
                  update.value().path("message").asText(null),
                  Instant.ofEpochMilli(update.timestamp()).toString())));
    }
  }

  private static String text(FixedKeyRecord<String, JsonNode> update, String header) {
    return new String(update.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
  }
}
