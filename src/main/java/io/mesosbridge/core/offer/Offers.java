package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.Backlog;
import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.mesos.Event.Offer;
import io.mesosbridge.core.mesos.OwnCalls;
import io.mesosbridge.core.offer.Amount.Scalar;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The offers that can still be accepted, and their topic: an offer is published when it comes and
 * gets its tombstone when it ends, for whatever reason. Offers are held for those who use them, and
 * given back at once while Kafka is away and nobody can see them, else when nobody used them in
 * time.
 */
public final class Offers implements OutstandingOffer.Lookup {

  private static final Outgoing.Type OFFER = new Outgoing.Type(true, "OFFERS");
  private static final Outgoing.Type ENDED = new Outgoing.Type(false, "offer-ended");

  private final Memory memory;
  private final Journal journal;
  private final Outside outside;
  private final Backlog backlog;
  private final Duration hold;
  private final Duration refuse;
  private final LinkedHashMap<String, OutstandingOffer> outstanding = new LinkedHashMap<>();

  /**
   * No offer is outstanding; those that a former leader left are void.
   *
   * @param hold how long an offer is held that nobody uses
   * @param refuse for how long its resources are refused then
   */
  public Offers(
      Memory memory,
      Journal journal,
      Outside outside,
      Backlog backlog,
      Duration hold,
      Duration refuse) {
    this.memory = memory;
    this.journal = journal;
    this.outside = outside;
    this.backlog = backlog;
    this.hold = hold;
    this.refuse = refuse;
  }

  /** Buries what a former leader left. */
  public void buryRemembered() {
    List.copyOf(memory.offers()).forEach(offerId -> bury(offerId, OfferEnd.DISCONNECTED));
  }

  /**
   * New offers came.
   *
   * @return whether some of them are outstanding now
   */
  public boolean offered(List<Offer> offers) {
    List<String> shed = new ArrayList<>();
    for (Offer offer : offers) {
      if (backlog.sheds(Backlog.Kind.OFFERS, offer.json().length())) {
        shed.add(offer.id());
      } else {
        add(offer);
      }
    }
    decline(shed);
    return shed.size() < offers.size();
  }

  /** New offers came that nobody is to be told of. */
  public void refuse(List<Offer> offers) {
    decline(offers.stream().map(Offer::id).toList());
  }

  private void add(Offer offer) {
    byte[] json = offer.json().toArray();
    outstanding.put(
        offer.id(), new OutstandingOffer(offer.id(), offer.agentId(), json, journal.now().nanos()));
    memory.apply(new Fact.Offered(offer.id()));
    write(offer.id(), json);
  }

  private void write(String offerId, byte[] json) {
    journal.event(WriteId.Plain.SURELY, Topic.OFFERS, offerId, OFFER, offerId, json);
  }

  /** An offer that may be there ended. */
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
    List<String> expired = new ArrayList<>();
    for (OutstandingOffer offer : outstanding.values()) {
      if (!journal.now().isPast(expiryOf(offer))) {
        break;
      }
      expired.add(offer.id());
    }
    expired.forEach(offerId -> end(offerId, OfferEnd.EXPIRED));
    decline(expired);
  }

  /** When {@link #tick} has something to do, in nanoseconds of {@link io.mesosbridge.core.Now}. */
  public long deadline() {
    return outstanding.isEmpty()
        ? Long.MAX_VALUE
        : expiryOf(outstanding.values().iterator().next());
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
  public Optional<OfferEnd> endOf(String offerId) {
    return memory.offerEnds().find(offerId);
  }

  @Override
  public Collection<OutstandingOffer> outstanding() {
    return Collections.unmodifiableCollection(outstanding.values());
  }

  private void bury(String offerId, OfferEnd end) {
    memory.apply(new Fact.OfferGone(offerId, end));
    outside.count(counted(end));
    tombstone(offerId, end);
  }

  private void tombstone(String offerId, OfferEnd end) {
    journal.event(
        WriteId.Plain.SURELY,
        Topic.OFFERS,
        offerId,
        ENDED,
        offerId,
        null,
        new Extras(null, null, end.label()));
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

  private static Counted counted(OfferEnd end) {
    return switch (end) {
      case RESCINDED -> Counted.OFFER_RESCINDED;
      case ACCEPTED -> Counted.OFFER_ACCEPTED;
      case DECLINED -> Counted.OFFER_DECLINED;
      case EXPIRED -> Counted.OFFER_EXPIRED;
      case DISCONNECTED -> Counted.OFFER_DISCONNECTED;
    };
  }

  /**
   * What a launch wants of an offer.
   *
   * @param resources the sum over its tasks and executors
   * @param role the role that the offer must be for, or null when any will do
   */
  public record Demand(Resources resources, String role) {

    /**
     * What all these lists of Mesos' {@code Resource} objects want, of which one may name the role.
     */
    public static Demand of(Collection<JsonNode> lists) {
      String role = null;
      for (JsonNode list : lists) {
        for (JsonNode resource : list) {
          role = role == null ? resource.at("/allocation_info/role").asText(null) : role;
        }
      }
      return new Demand(Resources.read(lists), role);
    }

    /** Whether the offer is for the role and has all of the resources. */
    boolean fits(Content offer) {
      return suits(offer) && offer.resources().contains(resources);
    }

    /** An offer that names no role, of Mesos before 1.2, is for the only one that there is. */
    private boolean suits(Content offer) {
      return role == null || offer.role() == null || role.equals(offer.role());
    }

    /**
     * How much of the demand the offer lacks, in multiples of what is wanted: 0 when it fits, 1 for
     * each kind that is not there.
     */
    double shortfallOf(Content offer) {
      double lacking = suits(offer) ? 0 : 1;
      for (Map.Entry<ResourceKind, Amount> wanted : resources.amounts().entrySet()) {
        Amount there = offer.resources().amounts().get(wanted.getKey());
        if (wanted.getValue() instanceof Scalar amount && there instanceof Scalar offered) {
          lacking +=
              amount.minus(offered).thousandths() / (double) Math.max(1, amount.thousandths());
        } else if (there == null || !there.contains(wanted.getValue())) {
          lacking++;
        }
      }
      return lacking;
    }

    /** How much more the offer has, in multiples of what is wanted of each scalar. */
    double surplusOf(Content offer) {
      double surplus = 0;
      for (Map.Entry<ResourceKind, Amount> wanted : resources.amounts().entrySet()) {
        Amount there = offer.resources().amounts().get(wanted.getKey());
        if (wanted.getValue() instanceof Scalar amount && there instanceof Scalar offered) {
          surplus +=
              offered.minus(amount).thousandths() / (double) Math.max(1, amount.thousandths());
        }
      }
      return surplus;
    }

    /** The resources in Mesos' text form, and the role when there is one. */
    @Override
    public String toString() {
      return role == null ? resources.toString() : resources + " for role " + role;
    }
  }
}
