package io.mesosbridge.app;

import io.mesosbridge.core.Counted;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.Place;
import io.mesosbridge.core.Term;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.Position;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.CallOutcome;
import io.mesosbridge.core.mesos.Cause;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.EventRecord;
import io.mesosbridge.core.mesos.SubscriptionState;
import io.mesosbridge.kafka.Envelope;
import io.mesosbridge.kafka.FirstResults;
import io.mesosbridge.kafka.Replies;
import io.mesosbridge.mesos.Masters;
import io.mesosbridge.mesos.RunningSubscription;
import io.mesosbridge.mesos.SubscriptionListener;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * The connections of one term: carries out what the term asks for, and feeds it what becomes of it.
 * Made anew for each term, and closed with it, so that nothing of it outlives the term.
 */
final class Connections implements Outside, SubscriptionListener {

  private static final Logger LOG = Logger.getLogger(Connections.class);

  /** How long Kafka may take for what is written already, when an instance stops. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** Headers that the bridge reads go with all records about the command. */
  private static final int LONGEST_HEADER = 1_000;

  private final Tools tools;
  private final Loop loop;
  private final Lease lease;
  private final Pens pens;
  private final Envelope envelope;
  private final Map<Counted, Counter> counters = new EnumMap<>(Counted.class);
  private final Map<Long, ConsumerRecord<byte[], byte[]>> inHand = new HashMap<>();
  private Masters masters;
  private RunningSubscription subscription;
  private FirstResults firstResults;
  private Replies replies;

  /** Something that happened to the term. */
  private interface TermInput {
    void handle(Term term);
  }

  /** Nothing but what is written with is open yet. */
  Connections(Tools tools, Loop loop, Lease lease, Pens pens) {
    this.tools = tools;
    this.loop = loop;
    this.lease = lease;
    this.pens = pens;
    this.envelope = new Envelope(tools.topics());
    for (Counted counted : Counted.values()) {
      counters.put(
          counted,
          counted.tag() == null
              ? tools.meters().counter(counted.meter())
              : tools.meters().counter(counted.meter(), counted.tag(), counted.value()));
    }
  }

  /** The term begins: opens the rest. */
  void begin() {
    var context = tools.context();
    masters = tools.masters().get();
    subscription =
        new RunningSubscription(context, tools.settings(), masters, this, tools.meters());
    firstResults =
        new FirstResults(
            tools.clients(),
            tools.topics().commandResults.name(),
            task -> context.runOnContext(ignored -> task.run()));
    replies = new Replies(envelope, tools.topics(), pens.replies(), tools.meters());
  }

  /**
   * No call leaves and nothing is read any more.
   *
   * @param last the one record that is still written; without a grace nothing else is
   */
  Future<Void> close(Optional<Outgoing> last, boolean graceful) {
    if (subscription == null) {
      pens.drop();
      return Future.succeededFuture();
    }
    subscription.stop();
    masters.close();
    firstResults.close();
    return pens.close(last.map(envelope::wrap), graceful ? GRACE : Duration.ZERO);
  }

  /** What status shows of the term. */
  Snapshot snapshot(Term term) {
    String label = subscription.state().label();
    boolean removed = term.framework().isRemoved() && label.equals("TORN_DOWN");
    return Snapshot.of(removed ? "STOPPED" : label, subscription.state(), term, pens);
  }

  private void inputOfTerm(TermInput input) {
    loop.input(() -> loop.termOf(this).ifPresent(input::handle));
  }

  /** The next command. */
  void received(ConsumerRecord<byte[], byte[]> command) {
    inHand.put(command.offset(), command);
    CommandRecord record =
        new CommandRecord(
            Position.of(
                command.topic(),
                command.partition(),
                command.offset(),
                command.timestamp(),
                command.value()),
            Instant.now(),
            header(command, "ce_id"),
            header(command, "traceparent"),
            command.value());
    inputOfTerm(term -> term.received(record, Loop.now()));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null || header.value().length > LONGEST_HEADER
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void write(WriteId id, Outgoing record) {
    var wrapped = envelope.wrap(record);
    if (id.insists()) {
      pens.records().publishSurely(wrapped, (at, failure) -> answered(id, at, failure));
    } else {
      pens.records().publish(wrapped, (at, failure) -> answered(id, at, failure));
    }
  }

  private void answered(WriteId id, RecordMetadata at, Exception failure) {
    if (failure == null) {
      Place place = new Place(at.partition(), at.offset());
      loop.input(() -> loop.written(this, id, place));
    } else {
      boolean tooLarge = failure instanceof RecordTooLargeException;
      inputOfTerm(term -> term.refused(id, tooLarge, Loop.now()));
    }
  }

  @Override
  public void call(long number, Call call) {
    Future<CallOutcome> outcome =
        lease.holds()
            ? subscription.send(call)
            : Future.succeededFuture(
                new CallOutcome.Unsubscribed(
                    0, "this process was paused and may have been replaced"));
    if (number != NOBODY_WAITS) {
      outcome.onSuccess(what -> inputOfTerm(term -> term.answered(number, what, Loop.now())));
    }
  }

  @Override
  public void subscribe() {
    subscription.start(() -> loop.termOf(this).orElseThrow().subscribeCall());
  }

  @Override
  public String newFrameworkId() {
    return UUID.randomUUID() + "-0000";
  }

  @Override
  public void giveUp(String why) {
    subscription.giveUp(why);
  }

  @Override
  public void resubscribe() {
    subscription.resubscribe(Cause.REQUESTED);
  }

  @Override
  public void unsubscribe() {
    subscription.tornDown();
  }

  @Override
  public void settle(CommandRecord record) {
    inHand.remove(record.offset());
    tools.commands().settle(record.offset());
  }

  @Override
  public void settleAsDeadLetter(CommandRecord record, String why) {
    inHand.remove(record.offset());
    tools.commands().settleAsDeadLetter(record.offset(), why);
  }

  @Override
  public void reply(CommandRecord record, Outgoing result) {
    replies.reply(inHand.get(record.offset()).headers(), result);
  }

  @Override
  public void reread(String identity, Place place) {
    firstResults.read(
        identity,
        place,
        found -> inputOfTerm(term -> term.reread(identity, found.orElse(null), Loop.now())));
  }

  @Override
  public long inFlightBytes() {
    return pens.records().inFlightBytes();
  }

  @Override
  public long oldestWaitNanos(Outgoing.Topic topic) {
    return pens.records().oldestWait(Envelope.name(topic, tools.topics())).toNanos();
  }

  @Override
  public void count(Counted what) {
    counters.get(what).increment();
  }

  @Override
  public void countCommand(String type, String outcome, String error) {
    var meters = tools.meters();
    meters.counter("bridge.commands", "type", type, "outcome", outcome, "error", error).increment();
  }

  @Override
  public void onRecord(EventRecord record) {
    if (lease.holds()) {
      inputOfTerm(term -> term.event(record, Loop.now()));
    }
  }

  @Override
  public void onSubscribed(SubscriptionState.Subscribed state, Event.Subscribed event) {
    String master = state.master().toString();
    inputOfTerm(term -> term.subscribed(state.frameworkId(), master, state.streamId(), Loop.now()));
  }

  @Override
  public void onDisconnected(Cause cause, String why) {
    inputOfTerm(term -> term.disconnected(cause.label(), why, Loop.now()));
  }

  @Override
  public void onStateChanged(SubscriptionState from, SubscriptionState to) {
    LOG.debugf("%s -> %s", from.label(), to.label());
  }

  @Override
  public void onRemoved(String text) {
    inputOfTerm(term -> term.removed(text, Loop.now()));
  }

  @Override
  public void onFailedOver() {
    loop.input(() -> loop.failedOver(this));
  }

  @Override
  public void onRefused(String text) {
    inputOfTerm(term -> term.refusedByMaster(text, Loop.now()));
  }

  @Override
  public void countStale(Outgoing.Topic topic) {
    String name = Envelope.name(topic, tools.topics());
    tools.meters().counter("bridge.stale.records", "topic", name).increment();
  }
}
