package io.mesosbridge.leadership;

import io.mesosbridge.kafka.Topics;
import io.mesosbridge.state.Keys;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The record at which a bridge dies.
 *
 * @param chosen which record it is
 * @param written whether Kafka still gets it; the bridge does not learn of it either way
 */
record Fate(Predicate<ProducerRecord<byte[], byte[]>> chosen, boolean written) {

  static final Fate NONE = new Fate(record -> false, true);

  /** Dies with the intent of a command. */
  static Fate atIntent(Topics topics, String commandId, boolean written) {
    return new Fate(
        record ->
            record.topic().equals(topics.state.name())
                && hasKey(record, Keys.intent(commandId))
                && record.value() != null,
        written);
  }

  /** Dies with the result of a command. */
  static Fate atResult(Topics topics, String commandId, boolean written) {
    return new Fate(
        record -> record.topic().equals(topics.commandResults.name()) && hasKey(record, commandId),
        written);
  }

  private static boolean hasKey(ProducerRecord<byte[], byte[]> record, String key) {
    return new String(record.key(), StandardCharsets.UTF_8).equals(key);
  }
}
