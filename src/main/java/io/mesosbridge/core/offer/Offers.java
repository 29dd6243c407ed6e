package io.mesosbridge.core.offer;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Backlog;
import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Framework;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Event.Offer;
import io.mesosbridge.core.mesos.OwnCalls;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The offers that can still be accepted, and their topic: an offer is published when it comes and
 * gets its tombstone when it ends, for whatever reason. Offers are held for those who use them, and
 * given back at once while Kafka is away and nobody can see them, else when nobody used them in
 * time.
 */
public final class Offers implements OutstandingOffer.Lookup {

  private static final Outgoing.Type OFFER = new Outgoing.Type(true, "OFFERS");
  private static final Outgoing.Type ENDED = new Outgoing.Type(false, "offer-ended");

  /** Where offers come on demand, a REVIVE ends it. */
  private static final Duration UNTIL_REVIVED = Duration.ofHours(1);

  private static final Logger LOG = Logger.getLogger(Offers.class);

  private final Memory memory;
  private final Journal journal;
  private final Outside outside;
  private final WantedRoles roles;
  private final MaintenanceWindows maintenance;
  private final Backlog backlog;

  /** Of all that are held, with what each takes besides. */
  private final long mostBytes;

  private final Duration hold;
  private final Duration refuse;
  private final LinkedHashMap<String, OutstandingOffer> outstanding = new LinkedHashMap<>();
  private final FreeOffers free;
  private long heldBytes;
  private boolean complained;

  /** No offer is outstanding; those that a former leader left are void. */
  public Offers(
      BridgeConfig config,
      Memory memory,
      Journal journal,
      Outside outside,
      Framework framework,
      Backlog backlog) {
    this.memory = memory;
    this.journal = journal;
    this.outside = outside;
    this.roles = new WantedRoles(config.offers(), framework, journal, outside);
    this.maintenance = new MaintenanceWindows(config.maintenance(), memory, journal, outside);
    this.backlog = backlog;
    this.mostBytes = config.mesos().maxRecordSize();
    this.hold = config.offers().hold();
    this.refuse = config.offers().refuse();
    this.free = new FreeOffers(memory.groups(), config.maintenance().avoidBefore());
  }

  /** What placement may give away, which is kept in step. */
  public FreeOffers free() {
    return free;
  }

  /** Buries what a former leader left. */
  public void buryRemembered() {
    List.copyOf(memory.offers().keySet()).forEach(offerId -> bury(offerId, OfferEnd.DISCONNECTED));
  }

  /**
   * New offers came.
   *
   * @return whether some of them are outstanding now
   */
  public boolean offered(Event.Offers event) {
    List<String> declined = new ArrayList<>();
    int unusable = event.unusable();
    for (Offer offer : event.offers()) { // and no stream, for each of many thousand a second
      if (offer.agentId() == null) {
        unusable++;
      }
      if (offer.agentId() == null || !takes(offer)) {
        declined.add(offer.id());
      }
    }
    countUnusable(unusable);
    decline(declined);
    return declined.size() < event.offers().size();
  }

  private boolean takes(Offer offer) {
    int bytes = offer.json().length();
    boolean isFull = heldBytes + bytes > mostBytes;
    if (isFull) {
      outside.count(Counted.SHED_OFFERS);
    }
    return !isFull && !backlog.sheds(Backlog.Kind.OFFERS, bytes) && add(offer);
  }

  private void countUnusable(int offers) {
    for (int i = 0; i < offers; i++) {
      outside.count(Counted.OFFER_UNUSABLE);
    }
    if (offers > 0 && !complained) {
      complained = true;
      LOG.errorf(
          "%d offers of event %s lack an id or an agent_id: nobody can use them, and those with an"
              + " id are declined; further ones are only counted",
          offers, journal.eventId());
    }
  }

  /** For which roles there are any. */
  public WantedRoles roles() {
    return roles;
  }

  /** The offers' inverse. */
  public MaintenanceWindows maintenance() {
    return maintenance;
  }

  /** Some roles want no offers: gives back at once what is held for them, and what comes still. */
  public void suppressed() {
    roles.changed();
    giveBackUnwanted(refuse);
  }

  private void giveBackUnwanted(Duration refused) {
    List<String> unwanted =
        outstanding.values().stream()
            .filter(offer -> !roles.isWanted(offer))
            .map(OutstandingOffer::id)
            .toList();
    unwanted.forEach(offerId -> end(offerId, OfferEnd.DECLINED));
    decline(unwanted, refused);
  }

  /** New offers came that nobody is to be told of. */
  public void refuse(List<String> offerIds) {
    decline(offerIds);
  }

  private boolean add(Offer offer) {
    byte[] json = offer.json().toArray();
    var held = new OutstandingOffer(offer.id(), offer.agentId(), json, journal.now().nanos());
    if (!roles.isWanted(held)) {
      return false;
    }
    OutstandingOffer same = outstanding.put(offer.id(), held);
    heldBytes += held.cost() - (same == null ? 0 : same.cost());
    free.came(held);
    memory.apply(new Fact.Offered(offer.id(), json));
    write(offer.id(), json);
    return true;
  }

  private void write(String offerId, byte[] json) {
    journal.event(WriteId.Plain.SURELY, Topic.OFFERS, offerId, OFFER, offerId, json);
  }

  /** An offer that may be there ended. */
  public void end(String offerId, OfferEnd end) {
    OutstandingOffer offer = outstanding.remove(offerId);
    if (offer != null) {
      heldBytes -= offer.cost();
      bury(offerId, end);
    }
  }

  /** Every offer ended, with the subscription. */
  public void endAll(OfferEnd end) {
    outstanding.keySet().forEach(offerId -> bury(offerId, end));
    outstanding.clear();
    heldBytes = 0;
    roles.disconnected();
    maintenance.disconnected();
  }

  /** A call that was to use these offers did not: they ended with the subscription. */
  public void wereLost(Collection<String> offerIds) {
    offerIds.forEach(offerId -> memory.offerEnds().correct(offerId, OfferEnd.DISCONNECTED));
  }

  /** Gives back offers that the master still holds out, at once. */
  public void giveBack(List<String> offerIds) {
    decline(offerIds, Duration.ZERO);
  }

  /** Time has passed: declines what nobody used in time. */
  public void tick() {
    if (roles.tick()) {
      giveBackUnwanted(UNTIL_REVIVED);
    }
    maintenance.tick();
    List<String> expired =
        outstanding.values().stream()
            .takeWhile(offer -> journal.now().isPast(expiryOf(offer)))
            .map(OutstandingOffer::id)
            .toList();
    expired.forEach(offerId -> end(offerId, OfferEnd.EXPIRED));
    decline(expired);
  }

  /** When {@link #tick} has something to do, in nanoseconds of {@link io.mesosbridge.core.Now}. */
  public long deadline() {
    long next = Math.min(roles.deadline(), maintenance.deadline());
    return outstanding.isEmpty()
        ? next
        : Math.min(next, expiryOf(outstanding.values().iterator().next()));
  }

  private long expiryOf(OutstandingOffer offer) {
    return offer.receivedAtNanos() + hold.toNanos() + 1;
  }

  /** Writes the offer, or that there is none, once more: something else stands in its place. */
  public void rewrite(String offerId) {
    OutstandingOffer offer = outstanding.get(offerId);
    if (offer == null) {
      tombstone(offerId, endOf(offerId).orElse(OfferEnd.DISCONNECTED));
    } else {
      write(offerId, offer.json());
    }
  }

  /** Writes every offer once more: the topic was made anew. */
  public void rewriteAll() {
    outstanding.values().forEach(offer -> write(offer.id(), offer.json()));
  }

  @Override
  public Optional<OutstandingOffer> find(String offerId) {
    return Optional.ofNullable(outstanding.get(offerId));
  }

  @Override
  public Optional<OutstandingOffer.Content> content(String offerId) {
    return free.find(offerId).or(() -> OutstandingOffer.Lookup.super.content(offerId));
  }

  @Override
  public Optional<OfferEnd> endOf(String offerId) {
    return memory.offerEnds().find(offerId);
  }

  /** All offers that can still be accepted, oldest first. */
  public Collection<OutstandingOffer> outstanding() {
    return Collections.unmodifiableCollection(outstanding.values());
  }

  private void bury(String offerId, OfferEnd end) {
    free.went(offerId);
    memory.apply(new Fact.OfferGone(offerId, end));
    outside.count(end.counted());
    tombstone(offerId, end);
  }

  private void tombstone(String offerId, OfferEnd end) {
    Extras how = Extras.ofOfferEnd(end.label());
    journal.event(WriteId.Plain.SURELY, Topic.OFFERS, offerId, ENDED, offerId, null, how);
  }

  private void decline(List<String> offerIds) {
    decline(offerIds, refuse);
  }

  private void decline(List<String> offerIds, Duration refused) {
    if (!offerIds.isEmpty() && journal.frameworkId() != null) {
      outside.call(
          Outside.NOBODY_WAITS, new OwnCalls(journal.frameworkId()).decline(offerIds, refused));
    }
  }
}
