package io.mesosbridge.app;

import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The record at which a bridge dies, or the records that it does not get through to Kafka.
 *
 * @param chosen which records they are
 * @param written whether Kafka still gets it; the bridge does not learn of it either way
 * @param deadly whether the bridge dies at once; else it lives on and goes on waiting
 */
record Fate(Predicate<ProducerRecord<byte[], byte[]>> chosen, boolean written, boolean deadly) {

  static final Fate NONE = new Fate(record -> false, true, false);

  /** Dies with the intent of a command. */
  static Fate atIntent(Topics topics, String commandId, boolean written) {
    return new Fate(
        record ->
            record.topic().equals(topics.state.name())
                && hasKey(record, StateKeys.intent(commandId))
                && record.value() != null,
        written,
        true);
  }

  /** Dies with the result of a command. */
  static Fate atResult(Topics topics, String commandId, boolean written) {
    return new Fate(
        record -> record.topic().equals(topics.commandResults.name()) && hasKey(record, commandId),
        written,
        true);
  }

  /** Lives on, but Kafka gets nothing that it wants to remember, its claim first of all. */
  static Fate withoutState(Topics topics) {
    return new Fate(record -> record.topic().equals(topics.state.name()), false, false);
  }

  /** Lives on, but Kafka gets no results. */
  static Fate withoutResults(Topics topics) {
    return new Fate(record -> record.topic().equals(topics.commandResults.name()), false, false);
  }

  private static boolean hasKey(ProducerRecord<byte[], byte[]> record, String key) {
    return new String(record.key(), StandardCharsets.UTF_8).equals(key);
  }
}
