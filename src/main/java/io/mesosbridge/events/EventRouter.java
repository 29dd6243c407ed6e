package io.mesosbridge.events;

import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.EventRecord;
import io.mesosbridge.core.mesos.OperationStatus;
import io.mesosbridge.core.mesos.TaskStatus;
import io.mesosbridge.core.offer.OfferEnd;
import io.mesosbridge.events.Shedding.Kind;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.state.Offers;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Takes each event of the stream to where it belongs. Lives on the bridge's context. */
final class EventRouter {

  private static final Logger LOG = Logger.getLogger(EventRouter.class);

  private final Journal journal;
  private final Topics topics;
  private final Shedding shedding;
  private final Offers offers;
  private final OfferHolding holding;
  private final Updates updates;
  private final OperationUpdates operationUpdates;
  private final Reconciliation reconciliation;
  private final Repairs repairs;
  private final Predicate<TaskStatus> settlesDoubt;

  /**
   * Routes to these.
   *
   * @param settlesDoubt sees every task status first, and keeps those that only say that a task in
   *     doubt never was
   */
  EventRouter(
      Journal journal,
      Topics topics,
      Shedding shedding,
      Offers offers,
      OfferHolding holding,
      Updates updates,
      Acknowledgements acknowledgements,
      Reconciliation reconciliation,
      Repairs repairs,
      Predicate<TaskStatus> settlesDoubt) {
    this.journal = journal;
    this.topics = topics;
    this.shedding = shedding;
    this.offers = offers;
    this.holding = holding;
    this.updates = updates;
    this.operationUpdates = new OperationUpdates(journal, topics, acknowledgements);
    this.reconciliation = reconciliation;
    this.repairs = repairs;
    this.settlesDoubt = settlesDoubt;
  }

  /** The next event of the subscription. */
  void route(EventRecord record) {
    journal.at(record.streamId(), record.sequence());
    if (record.event() instanceof Event.Offers newOffers) {
      holding.offered(newOffers.offers());
    } else if (record.event() instanceof Event.Update update) {
      route(update.status());
    } else if (record.event() instanceof Event.OperationUpdate update) {
      route(update.status());
    } else if (record.event() instanceof Event.Heartbeat) {
      heartbeat(record);
    } else {
      if (record.event() instanceof Event.Rescind rescind) {
        offers.end(rescind.offerId(), OfferEnd.RESCINDED);
      } else if (record.event() instanceof Event.Unreadable unreadable) {
        LOG.errorf("The master sent a record that is no event: %s", unreadable.why());
      }
      passOn(record);
    }
  }

  private void route(TaskStatus status) {
    reconciliation.answered(status.taskId(), updates.differs(status));
    if (settlesDoubt.test(status)) {
      return;
    }
    if (updates.isRepeated(status)) {
      updates.repeat(status);
    } else if (updates.tellsNothingNew(status, reconciliation.hasAsked(status.taskId()))) {
      updates.ignore();
    } else if (status.uuid() != null && shedding.sheds(Kind.UPDATES_WITH_UUID)) {
      repairs.resubscribeLater();
    } else if (status.uuid() == null && shedding.sheds(Kind.UPDATES_WITHOUT_UUID)) {
      repairs.reconcileLater(status);
    } else {
      updates.publish(status);
    }
  }

  private void route(OperationStatus status) {
    if (operationUpdates.isRepeated(status)) {
      operationUpdates.repeat(status);
    } else if (status.uuid() != null && shedding.sheds(Kind.UPDATES_WITH_UUID)) {
      repairs.resubscribeLater();
    } else {
      operationUpdates.publish(status);
    }
  }

  private void heartbeat(EventRecord record) {
    if (!shedding.sheds(Kind.HEARTBEATS)) {
      var heartbeat =
          journal.event(
              topics.heartbeats,
              journal.frameworkKey(),
              "HEARTBEAT",
              journal.eventId(),
              record.json().toArray());
      journal.write(heartbeat, (metadata, failure) -> {});
    }
  }

  private void passOn(EventRecord record) {
    var event =
        journal.event(
            topics.events,
            journal.frameworkKey(),
            record.event().type(),
            journal.eventId(),
            record.json().toArray());
    journal.writeSurely(event, written -> {});
  }
}
