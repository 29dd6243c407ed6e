package io.mesosbridge.app;

import io.mesosbridge.app.Writers.Lease;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Term;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.mesos.SubscribeCall;
import io.mesosbridge.core.mesos.Subscription;
import io.mesosbridge.core.policy.CommandPolicy;
import io.mesosbridge.kafka.Envelope;
import io.mesosbridge.kafka.FirstResults;
import io.mesosbridge.kafka.Replies;
import io.mesosbridge.mesos.HttpTransport;
import io.mesosbridge.mesos.SubscriptionMetrics;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * The connections of one term: carries out what the term asks for, and feeds it what becomes of it.
 * Made anew for each term, and closed with it, so that nothing of it outlives the term.
 */
final class Connections implements Counters.Counting, Happening.Owner, HttpTransport.Owner {

  private static final Logger LOG = Logger.getLogger(Connections.class);
  private static final long NOT_OF_AN_EVENT = Long.MIN_VALUE;

  /** How long Kafka may take for what is written already, when an instance stops. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Services services;
  private final Loop loop;
  private final Lease lease;
  private final Writers writers;
  private final Envelope envelope;
  private final Traces traces;
  private long eventNanos = NOT_OF_AN_EVENT;
  private long lastUnanswered = NOBODY_WAITS;
  private Subscription subscription;
  private HttpTransport transport;
  private SubscriptionMetrics metrics;
  private FirstResults firstResults;
  private Replies replies;

  Connections(Services services, Loop loop, Lease lease, Writers writers) {
    this.services = services;
    this.loop = loop;
    this.lease = lease;
    this.writers = writers;
    this.envelope = new Envelope(services.topics());
    this.traces = new Traces(services.tracer());
  }

  void begin(long epoch, Log log) {
    log.led(epoch, writers.records().own());
    counters().epoch(epoch);
    metrics = new SubscriptionMetrics(services.meters());
    transport = services.transport(metrics, this);
    var timing = services.settings().timing();
    subscription = new Subscription(timing, ThreadLocalRandom.current().nextLong(), transport);
    firstResults = services.firstResults();
    replies = services.replies(envelope, writers.replies());
  }

  /** No call leaves and nothing is read any more; only the last record is still written. */
  Future<Void> close(Optional<Outgoing> last, boolean graceful) {
    if (subscription == null) {
      writers.drop();
      return Future.succeededFuture();
    }
    counters().leadsNoMore();
    traces.close();
    tell(subscription.stop());
    transport.close();
    firstResults.close();
    replies.close();
    return writers.close(last.map(envelope::wrap), graceful ? GRACE : Duration.ZERO);
  }

  Snapshot snapshot(Term term) {
    return Snapshot.of(subscription.state(), term, services.commands().unread(), writers);
  }

  long deadline() {
    return subscription == null ? Long.MAX_VALUE : subscription.deadline();
  }

  void tick() {
    if (subscription != null) {
      tell(subscription.tick(Loop.now()));
    }
  }

  @Override
  public void input(HttpTransport.Input input) {
    loop.input(() -> tell(input.feed(subscription, Loop.now())));
  }

  @Override
  public SubscribeCall subscribeCall(MesosVersion version) {
    return loop.termOf(this).orElseThrow().subscribeCall(version);
  }

  private void tell(List<Happening> happened) {
    happened.forEach(happening -> happening.tell(this));
  }

  private void inputOfTerm(BiConsumer<Term, Now> input) {
    loop.inputOf(this, bridge -> bridge.term().ifPresent(term -> input.accept(term, Loop.now())));
  }

  void received(List<ConsumerRecord<byte[], byte[]>> commands) {
    var records = commands.stream().map(Envelope::command).map(traces::received);
    inputOfTerm((term, now) -> term.received(records.toList(), now));
  }

  @Override
  public void write(WriteId id, Outgoing record) {
    var wrapped = envelope.wrap(record);
    long since = record.type().ofMesos() ? eventNanos : NOT_OF_AN_EVENT;
    Callback done =
        traces.writing(wrapped, record, (at, failure) -> answered(id, since, at, failure));
    if (id.insists()) {
      writers.records().publishSurely(wrapped, done);
    } else {
      writers.records().publish(wrapped, done);
    }
  }

  private void answered(WriteId id, long since, RecordMetadata at, Exception failure) {
    if (failure == null) {
      if (since != NOT_OF_AN_EVENT) {
        counters().time(Timed.EVENT_TO_KAFKA, System.nanoTime() - since);
      }
      Place place = new Place(at.partition(), at.offset());
      loop.inputOf(this, bridge -> bridge.written(id, place, Loop.now()));
    } else {
      inputOfTerm((term, now) -> term.refused(id, failure instanceof RecordTooLargeException, now));
    }
  }

  @Override
  public void call(long number, Call call) {
    if (lease.holds()) {
      long own = number == NOBODY_WAITS ? --lastUnanswered : number;
      metrics.callAccepted(own, call.type());
      traces.calling(own, call);
      tell(subscription.send(own, call));
    } else {
      String why = "this process was paused and may have been replaced";
      answered(number, new CallOutcome.Unsubscribed(0, why));
    }
  }

  private void answered(long number, CallOutcome outcome) {
    if (number > NOBODY_WAITS) {
      inputOfTerm((term, now) -> term.answered(number, outcome, now));
    }
  }

  @Override
  public void subscribe() {
    tell(subscription.start());
  }

  @Override
  public String newFrameworkId() {
    return UUID.randomUUID() + "-0000";
  }

  @Override
  public void giveUp(String why) {
    tell(subscription.giveUp(Cause.REFUSED, why, Loop.now()));
  }

  @Override
  public void resubscribe() {
    tell(subscription.giveUp(Cause.REQUESTED, "a new one was requested", Loop.now()));
  }

  @Override
  public void unsubscribe() {
    tell(subscription.tornDown());
  }

  @Override
  public void settle(CommandRecord record) {
    services.commands().settle(record.offset());
  }

  @Override
  public void settleAsDeadLetter(CommandRecord record, String why) {
    services.commands().settleAsDeadLetter(record.offset(), why);
  }

  @Override
  public void reply(CommandRecord record, Outgoing result) {
    traces.ended(record);
    replies.reply(record.request(), result);
  }

  @Override
  public void reread(String identity, Place place) {
    firstResults.read(
        identity,
        place,
        found -> inputOfTerm((term, now) -> term.reread(identity, place, found.orElse(null), now)));
  }

  @Override
  public Counters counters() {
    return services.counters();
  }

  @Override
  public Traces traces() {
    return traces;
  }

  @Override
  public long inFlightBytes() {
    return writers.records().inFlightBytes();
  }

  @Override
  public long oldestWaitNanos(Outgoing.Topic topic) {
    return writers.records().oldestWait(Envelope.name(topic, services.topics())).toNanos();
  }

  @Override
  public CommandPolicy policy() {
    return services.policy().policy();
  }

  @Override
  public void received(Happening.Received happening) {
    if (lease.holds()) {
      inputOfTerm(
          (term, now) -> {
            eventNanos = System.nanoTime();
            term.event(happening.record(), now);
            eventNanos = NOT_OF_AN_EVENT; // what is written later does not follow it
          });
    }
  }

  @Override
  public void subscribed(Happening.Subscribed happening) {
    transport.led(happening.state().master());
    inputOfTerm((term, now) -> term.subscribed(happening.state(), now));
  }

  @Override
  public void ended(Happening.Ended happening) {
    Cause cause = happening.cause();
    String where = happening.from().where();
    String why = happening.why();
    if (happening.delay() != null) {
      long millis = happening.delay().toMillis();
      LOG.warnf("%s ended, %s: %s; next attempt in %d ms", where, cause.label(), why, millis);
      metrics.reconnect(cause);
    }
    if (happening.stood()) {
      inputOfTerm((term, now) -> term.disconnected(happening, now));
    }
    if (cause == Cause.FAILED_OVER) {
      LOG.warn("Another instance has taken the framework over");
      loop.inputOf(this, bridge -> bridge.failedOver(Loop.now()));
    } else if (cause == Cause.REMOVED) {
      LOG.errorf("%s refused: %s", where, why);
      inputOfTerm((term, now) -> term.removed(why, now));
    } else if (cause == Cause.REFUSED) {
      inputOfTerm((term, now) -> term.refusedByMaster(why, now));
    }
  }

  @Override
  public void concluded(Happening.Concluded happening) {
    metrics.callCompleted(happening.number(), happening.outcome());
    traces.called(happening.number(), happening.outcome());
    answered(happening.number(), happening.outcome());
  }
}
