package io.mesosbridge.commands.preparation;

import io.mesosbridge.commands.language.Command;
import io.mesosbridge.commands.language.Pointer;

/** Refuses a DECLINE of which the master would ignore every offer. */
final class DeclinedOffers {

  private DeclinedOffers() {}

  static void check(Command command, Context context) {
    boolean isAnyThere =
        command.offerIds().stream().anyMatch(id -> context.offers().find(id).isPresent());
    if (!isAnyThere) {
      Pointer at = Pointer.ROOT.field("decline").field("offer_ids").item(0);
      throw AcceptedOffers.gone(command.offerIds().get(0), at, context);
    }
  }
}
