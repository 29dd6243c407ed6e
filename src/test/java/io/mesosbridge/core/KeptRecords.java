package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Reread;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.testkit.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The records that Kafka has, and what a bridge remembers that reads them. */
final class KeptRecords {

  private final List<LogRecord> records = new ArrayList<>();
  private final List<LogRecord> unread = new ArrayList<>();
  private boolean readsBack = true;
  private boolean readsResults = true;
  private final Map<Topic, Long> ends = new EnumMap<>(Topic.class);
  private final Map<String, byte[]> results = new HashMap<>();

  KeptRecords(Fact... facts) {
    for (Fact fact : facts) {
      records.add(new LogRecord(Topic.STATE, 0, -1, "", -1, fact));
    }
  }

  /** Kafka takes the record. */
  LogRecord add(Write write) {
    Outgoing record = write.record();
    long offset = ends.merge(record.topic(), 1L, Long::sum) - 1;
    if (record.topic() == Topic.RESULTS) {
      results.putIfAbsent(record.id(), record.value());
      results.put(record.key(), record.value());
    }
    try {
      Fact fact = read(record, new Place(0, offset));
      LogRecord kept =
          new LogRecord(record.topic(), 0, offset, record.key(), record.source().epoch(), fact);
      records.add(kept);
      if (fact instanceof Fact.Intended || fact instanceof Fact.Refused) {
        unread.add(kept);
      }
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException("the core cannot read what it wrote: " + write.text(), e);
    }
  }

  private static Fact read(Outgoing record, Place place) throws IOException {
    String key = record.key();
    byte[] value = record.value();
    return switch (record.topic()) {
      case RESULTS -> new Fact.ResultAt(record.id(), place);
      case OFFERS ->
          value == null
              ? new Fact.OfferGone(key, OfferEnd.of(record.extras().offerEnd()).orElse(null))
              : new Fact.Offered(key, value);
      case TASKS ->
          value == null
              ? new Fact.TaskEnded(
                  key,
                  record.id(),
                  record.extras().commandId(),
                  record.extras().endToCome(),
                  Extras.endsIn(record.extras().endedBefore()))
              : new Fact.TaskRow(
                  StateJson.read(value, LiveTask.class).tracedBy(record.extras().traceparent()),
                  record.source().frameworkId());
      case LAUNCHES -> new Fact.LaunchListed(key, value);
      case STATE -> state(key, value);
      default -> null;
    };
  }

  private static Fact state(String key, byte[] value) throws IOException {
    if (key.equals(StateKeys.FRAMEWORK)) {
      return new Fact.FrameworkIs(StateJson.read(value, FrameworkRecord.class));
    }
    return StateJson.factOf(key, value);
  }

  /** What they say, or what all but the results do. */
  Memory memory() {
    Memory memory = new Memory(1_000, -1);
    records.stream()
        .filter(record -> readsResults || record.topic() != Topic.RESULTS)
        .forEach(memory::read);
    return memory;
  }

  /** Whether who leads next has read the results when it begins. */
  void readsResults(boolean before) {
    readsResults = before;
  }

  void tellResults(Term term, Now now) {
    if (readsResults) {
      assertThat(term.readback().resultsRead(now)).isEmpty();
    }
  }

  /** The results, as the log has them. */
  List<LogRecord> results() {
    return records.stream().filter(record -> record.topic() == Topic.RESULTS).toList();
  }

  /** Kafka compacts the tombstones of tasks away. */
  void forgetEnds() {
    Set<String> live = memory().tasks().keySet();
    records.removeIf(
        record ->
            record.fact() instanceof Fact.TaskEnded
                || (record.fact() instanceof Fact.TaskRow row
                    && !live.contains(row.task().taskId())));
  }

  /** The topic of results is made anew. */
  void forgetResults() {
    results.clear();
    records.removeIf(record -> record.topic() == Topic.RESULTS);
  }

  /** Kafka keeps the results no longer; who has read where they stand knows that still. */
  void expireResults() {
    results.clear();
  }

  /** From here on nothing is read back, or what was not is from the next confirmation on. */
  void readsBack(boolean on) {
    readsBack = on;
  }

  /** The intents and refusals to be read back now. */
  List<LogRecord> takeUnread() {
    if (!readsBack) {
      return List.of();
    }
    List<LogRecord> taken = List.copyOf(unread);
    unread.clear();
    return taken;
  }

  /** What became of a command, with the error's code; "none" for nothing yet. */
  String outcome(String commandId) {
    byte[] json = result(commandId);
    if (json == null) {
      return "none";
    }
    JsonNode result = JsonTree.read(new String(json, UTF_8));
    String code = result.at("/error/code").asText();
    return result.path("outcome").asText() + (code.isEmpty() ? "" : " " + code);
  }

  /** The last result of a command, or the first by its identity; or null. */
  byte[] result(String commandId) {
    return results.get(commandId);
  }

  /** The command's result, if it is what stands there; else null. */
  byte[] resultAt(Reread read) {
    Fact.ResultAt wanted = new Fact.ResultAt(read.commandId(), read.place());
    boolean isThere = results().stream().anyMatch(record -> wanted.equals(record.fact()));
    return isThere ? result(read.commandId()) : null;
  }
}
