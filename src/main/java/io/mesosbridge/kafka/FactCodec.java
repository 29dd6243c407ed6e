package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.LeaderClaim;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.command.Intent;
import io.mesosbridge.core.command.KeptLaunch;
import io.mesosbridge.core.command.LaunchTable;
import io.mesosbridge.core.command.SettledCommands;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.mesos.Call.NamedOperation;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import io.mesosbridge.core.offer.Allocation;
import io.mesosbridge.core.offer.HeadStart;
import io.mesosbridge.core.offer.Lack;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.core.task.LiveTask;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/** Reads what the records of the topics that the bridge remembers itself by say. */
@RegisterForReflection( // the core, which knows no Quarkus, has these in JSON
    targets = {
      LeaderClaim.class,
      Fact.Suspected.class,
      FrameworkRecord.class,
      FrameworkRecord.State.class,
      Intent.class,
      Position.class,
      Place.class,
      NamedOperation.class,
      Allocation.class,
      KeptLaunch.class,
      KeptLaunch.Dropped.class,
      TaskStatus.class,
      LaunchTable.Row.class,
      Lack.class,
      HeadStart.Held.class,
      SettledCommands.Kept.class,
      LiveTask.class,
      CommandResult.class,
      Outcome.class,
      CommandError.class,
      ErrorCode.class
    })
final class FactCodec {

  /** The header of an offer's tombstone that says why. */
  static final String OFFER_END = "mesos-offer-end";

  /** The header that names the command that launched a task. */
  static final String COMMAND_ID = "mesos-command-id";

  static final String END_TO_COME = "mesos-end-to-come";
  static final String ENDED_BEFORE = "mesos-ended-before";

  private static final Logger LOG = Logger.getLogger(FactCodec.class);
  private static final long NO_LEADER = -1;

  private final Topics topics;
  private final KeyPlaces places;
  private byte[] lastSource;
  private String lastFramework;

  FactCodec(Topics topics) {
    this.topics = topics;
    this.places = new KeyPlaces(topics.state.name());
  }

  /** Where the keys of what is read stand. */
  KeyPlaces places() {
    return places;
  }

  /** What the record says; empty for one without a key, which says nothing to anybody. */
  Optional<LogRecord> read(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return Optional.empty();
    }
    places.look(record);
    String key = new String(record.key(), UTF_8);
    long epoch = Envelope.epochOf(record).orElse(NO_LEADER);
    Fact fact = null;
    try {
      if (isClaim(key, record) && record.value() != null) {
        LeaderClaim claim = StateJson.read(record.value(), LeaderClaim.class);
        fact = new Fact.Claimed(claim.instance(), epoch, claim.epoch() != null);
        epoch = claim.epochAt(record.offset(), epoch);
      } else {
        fact = read(key, record).orElse(null);
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
    return Optional.of(
        new LogRecord(
            topic(record.topic()), record.partition(), record.offset(), key, epoch, fact));
  }

  private boolean isClaim(String key, ConsumerRecord<byte[], byte[]> record) {
    return key.equals(StateKeys.LEADER) && record.topic().equals(topics.state.name());
  }

  private Outgoing.Topic topic(String name) {
    if (name.equals(topics.offers.name())) {
      return Outgoing.Topic.OFFERS;
    }
    if (name.equals(topics.tasks.name())) {
      return Outgoing.Topic.TASKS;
    }
    if (name.equals(topics.launches.name())) {
      return Outgoing.Topic.LAUNCHES;
    }
    return name.equals(topics.state.name()) ? Outgoing.Topic.STATE : Outgoing.Topic.RESULTS;
  }

  private Optional<Fact> read(String key, ConsumerRecord<byte[], byte[]> record)
      throws IOException {
    if (record.topic().equals(topics.commandResults.name())) {
      Place place = new Place(record.partition(), record.offset());
      return Optional.of(new Fact.ResultAt(identity(key, record), place));
    }
    if (record.topic().equals(topics.offers.name())) {
      return Optional.of(
          record.value() == null
              ? new Fact.OfferGone(key, OfferEnd.of(header(record, OFFER_END)).orElse(null))
              : new Fact.Offered(key, record.value()));
    }
    if (record.topic().equals(topics.tasks.name())) {
      return Optional.of(task(key, record));
    }
    if (record.topic().equals(topics.launches.name())) {
      return Optional.of(new Fact.LaunchListed(key, record.value()));
    }
    return state(key, record.value());
  }

  /** Of which command a result is: its {@code ce_id} says more than its key, or the same. */
  static String identity(String key, ConsumerRecord<byte[], byte[]> result) {
    String id = header(result, "ce_id");
    return id == null || !id.startsWith(key) ? key : id;
  }

  private Fact task(String taskId, ConsumerRecord<byte[], byte[]> row) throws IOException {
    return row.value() == null
        ? new Fact.TaskEnded(
            taskId,
            header(row, "ce_id"),
            header(row, COMMAND_ID),
            "true".equals(header(row, END_TO_COME)),
            Extras.endsIn(header(row, ENDED_BEFORE)))
        : new Fact.TaskRow(
            StateJson.read(row.value(), LiveTask.class).tracedBy(header(row, Envelope.TRACE)),
            frameworkOf(row.headers().lastHeader("ce_source")));
  }

  /** Rows of one framework share one string, however many there are; null for what names none. */
  private String frameworkOf(Header source) {
    if (source == null || source.value() == null) {
      return null;
    }
    if (!Arrays.equals(source.value(), lastSource)) {
      lastSource = source.value();
      lastFramework = Envelope.frameworkOf(new String(lastSource, UTF_8)).orElse(null);
    }
    return lastFramework;
  }

  private static Optional<Fact> state(String key, byte[] value) throws IOException {
    if (key.equals(StateKeys.FRAMEWORK)) {
      FrameworkRecord framework =
          value == null ? null : StateJson.read(value, FrameworkRecord.class);
      return Optional.of(new Fact.FrameworkIs(framework));
    }
    return Optional.ofNullable(StateJson.factOf(key, value));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
