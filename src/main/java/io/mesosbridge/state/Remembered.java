package io.mesosbridge.state;

import io.mesosbridge.core.offer.OfferEnd;
import io.mesosbridge.core.offer.OfferEnds;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.kafka.Envelope;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.state.ResultIndex.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * What the topics say of the past: filled record by record in the background, then handed to the
 * leader. Belongs to one thread at a time.
 *
 * <p>A record of a former leader that comes after one of a later leader is stale, whatever it says:
 * its writer was paused and did not know that it had been replaced.
 */
public final class Remembered {

  private static final Logger LOG = Logger.getLogger(Remembered.class);

  private final Topics topics;
  private final Map<String, Long> latestEpochs = new HashMap<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Map<String, Intent> intents = new LinkedHashMap<>();
  private final Map<String, LiveTask> tasks = new LinkedHashMap<>();
  private final EndedTasks ended = new EndedTasks();
  private final Set<String> offers = new LinkedHashSet<>();
  private final OfferEnds offerEnds = new OfferEnds();
  private final ResultIndex results;
  private FrameworkRecord framework;
  private long staleRecords;

  /** Nothing is remembered yet. */
  public Remembered(Topics topics) {
    this.topics = topics;
    this.results = new ResultIndex(topics.commandResults.retention());
  }

  /** The framework that the bridge was, if it ever was one. */
  public Optional<FrameworkRecord> framework() {
    return Optional.ofNullable(framework);
  }

  /** Calls that may have been sent and have no result, by command id, oldest first. */
  public Map<String, Intent> intents() {
    return intents;
  }

  /** The live-task table. */
  public Map<String, LiveTask> tasks() {
    return tasks;
  }

  /** The tasks that ended last. */
  public EndedTasks ended() {
    return ended;
  }

  /** Ids of offers that have no tombstone yet. */
  public Set<String> offers() {
    return offers;
  }

  /** Why the offers that ended last did. */
  public OfferEnds offerEnds() {
    return offerEnds;
  }

  /** The results. */
  public ResultIndex results() {
    return results;
  }

  /** Where the first record stands that was not read, by partition; none for an empty one. */
  Map<TopicPartition, Long> positions() {
    return positions;
  }

  /** How many records of former leaders were ignored. */
  public long staleRecords() {
    return staleRecords;
  }

  void apply(ConsumerRecord<byte[], byte[]> record) {
    positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (key.equals(Keys.LEADER) && record.topic().equals(topics.state.name())) {
      latestEpochs.merge(partition(record), record.offset(), Math::max);
      return;
    }
    if (isStale(record)) {
      staleRecords++;
      return;
    }
    try {
      if (record.topic().equals(topics.commandResults.name())) {
        results.add(key, new Place(record.partition(), record.offset(), record.timestamp()));
      } else if (record.topic().equals(topics.offers.name())) {
        applyOffer(key, record);
      } else if (record.topic().equals(topics.tasks.name())) {
        applyTask(key, record);
      } else {
        applyState(key, record.value());
      }
    } catch (IOException unreadable) {
      LOG.errorf(
          unreadable,
          "Ignoring %s-%d@%d with key %s: not written by this bridge, or by a later version",
          record.topic(),
          record.partition(),
          record.offset(),
          key);
    }
  }

  private boolean isStale(ConsumerRecord<byte[], byte[]> record) {
    OptionalLong epoch = Envelope.epochOf(record);
    if (epoch.isEmpty() || record.topic().equals(topics.commandResults.name())) {
      return false;
    }
    long writer = epoch.getAsLong();
    return writer < latestEpochs.merge(partition(record), writer, Math::max);
  }

  private static String partition(ConsumerRecord<byte[], byte[]> record) {
    return record.topic() + "-" + record.partition();
  }

  private void applyOffer(String offerId, ConsumerRecord<byte[], byte[]> offer) {
    if (offer.value() != null) {
      offers.add(offerId);
    } else {
      offers.remove(offerId);
      OfferEnd.of(header(offer, OfferEnd.HEADER)).ifPresent(end -> offerEnds.add(offerId, end));
    }
  }

  private void applyTask(String taskId, ConsumerRecord<byte[], byte[]> row) throws IOException {
    if (row.value() == null) {
      tasks.remove(taskId);
      ended.add(taskId, header(row, "ce_id"), header(row, Tasks.COMMAND_HEADER));
    } else {
      LiveTask task = StateJson.read(row.value(), LiveTask.class);
      tasks.put(taskId, task.tracedBy(header(row, "traceparent")));
      ended.remove(taskId);
    }
  }

  private void applyState(String key, byte[] value) throws IOException {
    if (key.equals(Keys.FRAMEWORK)) {
      framework = value == null ? null : StateJson.read(value, FrameworkRecord.class);
    } else if (Keys.isIntent(key) && value == null) {
      intents.remove(Keys.commandOf(key));
    } else if (Keys.isIntent(key)) {
      intents.put(Keys.commandOf(key), StateJson.read(value, Intent.class));
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
