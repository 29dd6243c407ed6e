package io.mesosbridge.state;

import io.mesosbridge.core.mesos.Offer;
import io.mesosbridge.core.offer.OfferEnd;
import io.mesosbridge.core.offer.OfferEnds;
import io.mesosbridge.core.offer.OfferLookup;
import io.mesosbridge.core.offer.OutstandingOffer;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The offers that can still be accepted, and their topic: an offer is published when it comes and
 * gets its tombstone when it ends, for whatever reason. Lives on the bridge's context.
 */
public final class Offers implements OfferLookup {

  private final Journal journal;
  private final Topics topics;
  private final Map<OfferEnd, Counter> ended = new EnumMap<>(OfferEnd.class);
  private final LinkedHashMap<String, OutstandingOffer> outstanding = new LinkedHashMap<>();
  private final OfferEnds ends;

  /** No offers yet; what a former leader left behind ends: no offer outlives its subscription. */
  public Offers(Journal journal, Topics topics, Remembered remembered, MeterRegistry meters) {
    this.journal = journal;
    this.topics = topics;
    this.ends = remembered.offerEnds();
    for (OfferEnd end : OfferEnd.values()) {
      ended.put(end, meters.counter("bridge.offers.ended", "end", end.label()));
    }
    remembered.offers().forEach(offerId -> bury(offerId, OfferEnd.DISCONNECTED));
  }

  /** An offer came. */
  public void add(Offer offer) {
    byte[] json = offer.json().toArray();
    outstanding.put(
        offer.id(), new OutstandingOffer(offer.id(), offer.agentId(), json, System.nanoTime()));
    write(offer.id(), json);
  }

  private void write(String offerId, byte[] json) {
    journal.writeSurely(
        journal.event(topics.offers, offerId, "OFFERS", offerId, json), written -> {});
  }

  /** Writes the offer, or its tombstone, once more: something else stands in its place. */
  public void rewrite(String offerId) {
    find(offerId)
        .ifPresentOrElse(
            offer -> write(offerId, offer.json()),
            () -> tombstone(offerId, endOf(offerId).orElse(OfferEnd.DISCONNECTED)));
  }

  /** An offer ended; one that is not outstanding did so before. */
  public void end(String offerId, OfferEnd end) {
    if (outstanding.remove(offerId) != null) {
      bury(offerId, end);
    }
  }

  /** Every offer ended. */
  public void endAll(OfferEnd end) {
    outstanding.keySet().forEach(offerId -> bury(offerId, end));
    outstanding.clear();
  }

  /** These were to be used by a call that never left, and went with the subscription instead. */
  public void wereLost(Collection<String> offerIds) {
    offerIds.forEach(offerId -> ends.correct(offerId, OfferEnd.DISCONNECTED));
  }

  /** The offers that have been held for longer than that, oldest first. */
  public List<String> heldLongerThan(long nanos) {
    List<String> held = new ArrayList<>();
    long now = System.nanoTime();
    Iterator<OutstandingOffer> oldestFirst = outstanding.values().iterator();
    while (oldestFirst.hasNext()) {
      OutstandingOffer offer = oldestFirst.next();
      if (now - offer.receivedAtNanos() <= nanos) {
        break;
      }
      held.add(offer.id());
    }
    return held;
  }

  @Override
  public Optional<OutstandingOffer> find(String offerId) {
    return Optional.ofNullable(outstanding.get(offerId));
  }

  @Override
  public Optional<OfferEnd> endOf(String offerId) {
    return ends.find(offerId);
  }

  @Override
  public Collection<OutstandingOffer> outstanding() {
    return Collections.unmodifiableCollection(outstanding.values());
  }

  private void bury(String offerId, OfferEnd end) {
    ends.add(offerId, end);
    ended.get(end).increment();
    tombstone(offerId, end);
  }

  private void tombstone(String offerId, OfferEnd end) {
    var tombstone = journal.own(topics.offers.name(), offerId, "offer-ended", offerId, null);
    journal.writeSurely(Journal.with(tombstone, OfferEnd.HEADER, end.label()), written -> {});
  }
}
