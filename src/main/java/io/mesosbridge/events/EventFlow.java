package io.mesosbridge.events;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.mesos.EventRecord;
import io.mesosbridge.core.mesos.TaskStatus;
import io.mesosbridge.core.offer.OfferEnd;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Publisher;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.mesos.subscription.CallSender;
import io.mesosbridge.state.Offers;
import io.mesosbridge.state.Remembered;
import io.mesosbridge.state.Tasks;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.function.Predicate;

/** The way of events through the bridge, for one term. Lives on the bridge's context. */
public final class EventFlow {

  private final Offers offers;
  private final Tasks tasks;
  private final Launches launches = new Launches();
  private final Notices notices;
  private final Shedding shedding;
  private final Reconciliation reconciliation;
  private final Repairs repairs;
  private final OfferHolding holding;
  private final Updates updates;
  private final EventRouter router;
  private Predicate<TaskStatus> settlesDoubt = status -> false;
  private Runnable onNewOffers = () -> {};

  /**
   * A flow that begins with what a former leader left.
   *
   * @param resubscribe gives up the subscription for a new one
   */
  public EventFlow(
      BridgeConfig config,
      Topics topics,
      Vertx vertx,
      Publisher publisher,
      Journal journal,
      CallSender calls,
      Runnable resubscribe,
      Remembered remembered,
      MeterRegistry meters) {
    offers = new Offers(journal, topics, remembered, meters);
    tasks = new Tasks(journal, topics, remembered);
    notices = new Notices(journal, topics);
    long most = config.publish().maxInFlightBytes().asLongValue();
    shedding = new Shedding(publisher, notices, most, meters);
    reconciliation = new Reconciliation(vertx, calls, tasks, notices, meters);
    repairs = new Repairs(reconciliation, resubscribe);
    holding =
        new OfferHolding(
            journal, calls, shedding, offers, config.offers(), () -> onNewOffers.run());
    Acknowledgements acknowledgements =
        new Acknowledgements(journal, calls, tasks, config.updates(), meters);
    updates = new Updates(journal, topics, tasks, launches, acknowledgements, meters);
    router =
        new EventRouter(
            journal,
            topics,
            shedding,
            offers,
            holding,
            updates,
            acknowledgements,
            reconciliation,
            repairs,
            status -> settlesDoubt.test(status));
  }

  /**
   * Who else wants to know.
   *
   * @param whoSettlesDoubt sees each task status first, and keeps those that only say that a task
   *     in doubt never was
   * @param whoUsesOffers told when new offers are outstanding
   */
  public void connect(Predicate<TaskStatus> whoSettlesDoubt, Runnable whoUsesOffers) {
    settlesDoubt = whoSettlesDoubt;
    onNewOffers = whoUsesOffers;
  }

  /** The next event of the subscription. */
  public void route(EventRecord record) {
    router.route(record);
  }

  /** A subscription stands. */
  public void subscribed(String frameworkId) {
    reconciliation.begin(frameworkId);
    repairs.askForDropped();
  }

  /** The subscription broke: every offer is void, and no answer will come. */
  public void disconnected() {
    offers.endAll(OfferEnd.DISCONNECTED);
    reconciliation.stop();
  }

  /** The framework is gone, and all that it had. */
  public void frameworkIsGone() {
    disconnected();
    tasks.removeAll();
  }

  /** To be called from time to time: offers expire, and Kafka may be back. */
  public void tick() {
    holding.declineExpired();
    if (!shedding.stopIfKafkaIsBack().isEmpty()) {
      repairs.repair();
    }
  }

  /** The offers that can be accepted. */
  public Offers offers() {
    return offers;
  }

  /** The live tasks. */
  public Tasks tasks() {
    return tasks;
  }

  /** The launches under way. */
  public Launches launches() {
    return launches;
  }

  /** Task updates. */
  public Updates updates() {
    return updates;
  }

  /** Questions to Mesos about tasks. */
  public Reconciliation reconciliation() {
    return reconciliation;
  }

  /** What the bridge says of itself. */
  public Notices notices() {
    return notices;
  }

  /** Whether something is being dropped. */
  public boolean isShedding() {
    return shedding.isShedding();
  }
}
