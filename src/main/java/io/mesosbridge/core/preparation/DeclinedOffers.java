package io.mesosbridge.core.preparation;

import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Pointer;
import io.mesosbridge.core.offer.OfferEnd;

/**
 * Refuses a DECLINE of which the master would ignore every offer, but for one that may have been
 * sent before: what went back to the master went back, however often it is said.
 */
final class DeclinedOffers {

  private DeclinedOffers() {}

  static void check(Command command, Context context) {
    if (command.offerIds().stream().noneMatch(id -> isThereOrWentBack(id, context))) {
      Pointer at = Pointer.ROOT.field("decline").field("offer_ids").item(0);
      throw AcceptedOffers.gone(command.offerIds().get(0), at, context);
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
}
