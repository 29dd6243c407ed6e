package io.mesosbridge.core.preparation;

import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import io.mesosbridge.core.offer.AgentInfo;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.core.offer.Resources;
import io.mesosbridge.core.preparation.Preparation.Context;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The offers that a command names, all of one agent and one role. */
record NamedOffers(List<Content> offers) {

  /**
   * The offers of an ACCEPT, all of which can be accepted, and together. With one that cannot, the
   * master would announce every task of the call as lost, even one of the same id that is running.
   */
  static NamedOffers of(Command.Accept command, Context context) {
    CommandType type = command.header().type();
    Pointer at = Pointer.ROOT.field(type.payload()).field("offer_ids");
    List<Content> offers = new ArrayList<>(command.offerIds().size());
    Set<String> seen = new HashSet<>();
    for (String offerId : command.offerIds()) {
      Pointer place = at.item(offers.size());
      if (!seen.add(offerId)) {
        throw RefusedException.invalid(place, "names " + offerId + " again; name each offer once");
      }
      offers.add(
          context.offers().content(offerId).orElseThrow(() -> gone(offerId, place, context)));
    }
    offers.forEach(offer -> mustMatch(offers.get(0), offer, at));
    return new NamedOffers(offers);
  }

  /**
   * Refuses a DECLINE of which the master would ignore every offer, but for one that may have been
   * sent before: what went back to the master went back, however often it is said.
   */
  static void mustBeDeclinable(Command command, Context context) {
    if (command.offerIds().stream().noneMatch(id -> isThereOrWentBack(id, context))) {
      Pointer at = Pointer.ROOT.field("decline").field("offer_ids").item(0);
      throw gone(command.offerIds().get(0), at, context);
    }
  }

  private static boolean isThereOrWentBack(String offerId, Context context) {
    return context.offers().find(offerId).isPresent()
        || context
            .offers()
            .endOf(offerId)
            .filter(end -> end == OfferEnd.DECLINED || end == OfferEnd.DISCONNECTED)
            .isPresent();
  }

  /** Why an offer cannot be used any more. */
  private static RefusedException gone(String offerId, Pointer at, Context context) {
    return context
        .offers()
        .endOf(offerId)
        .map(
            end ->
                new RefusedException(
                    ErrorCode.OFFER_GONE,
                    at,
                    "%s: offer %s is gone: %s; use one that mesos.offers still has"
                        .formatted(at, offerId, end.label())))
        .orElseGet(
            () ->
                new RefusedException(
                    ErrorCode.UNKNOWN_OFFER,
                    at,
                    "%s: there is no offer %s; use one that mesos.offers has"
                        .formatted(at, offerId)));
  }

  private static void mustMatch(Content first, Content other, Pointer at) {
    if (!first.agentId().equals(other.agentId()) || !Objects.equals(first.role(), other.role())) {
      throw new RefusedException(
          ErrorCode.MIXED_OFFERS,
          at,
          "%s: %s is of agent %s and role %s, but %s of agent %s and role %s; %s"
              .formatted(
                  at,
                  first.id(),
                  first.agentId(),
                  first.role(),
                  other.id(),
                  other.agentId(),
                  other.role(),
                  "use offers of one agent and one role, or one command for each"));
    }
  }

  AgentInfo agent() {
    return offers.get(0).agent();
  }

  String agentId() {
    return agent().id();
  }

  /** The role that the resources are allocated to, or null. */
  String role() {
    return offers.get(0).role();
  }

  /** What the offers have, together. */
  Resources resources() {
    Resources sum = Resources.NONE;
    for (Content offer : offers) {
      sum = sum.plus(offer.resources());
    }
    return sum;
  }

  /** Whether the executor was running on the agent already when one of the offers was made. */
  boolean haveExecutor(String executorId) {
    return offers.stream().anyMatch(offer -> offer.executorIds().contains(executorId));
  }
}
