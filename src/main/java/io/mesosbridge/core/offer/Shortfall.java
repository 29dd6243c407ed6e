package io.mesosbridge.core.offer;

import java.util.Map;

/** How far an offer is from a demand, or beyond it, in multiples of the demand. */
final class Shortfall {

  private Shortfall() {}

  /** How much of the demand the offer lacks: 0 when it fits, 1 for each kind that is not there. */
  static double of(Demand demand, PlaceableOffer offer) {
    double lacking = demand.role() == null || demand.role().equals(offer.role()) ? 0 : 1;
    for (Map.Entry<ResourceKind, Amount> wanted : demand.resources().amounts().entrySet()) {
      Amount there = offer.resources().amounts().get(wanted.getKey());
      if (wanted.getValue() instanceof Scalar amount && there instanceof Scalar offered) {
        lacking += amount.minus(offered).thousandths() / (double) Math.max(1, amount.thousandths());
      } else if (there == null || !there.contains(wanted.getValue())) {
        lacking++;
      }
    }
    return lacking;
  }

  /** How much more than the demand the offer has, of the scalars that are in demand. */
  static double surplus(Demand demand, PlaceableOffer offer) {
    double surplus = 0;
    for (Map.Entry<ResourceKind, Amount> wanted : demand.resources().amounts().entrySet()) {
      Amount there = offer.resources().amounts().get(wanted.getKey());
      if (wanted.getValue() instanceof Scalar amount && there instanceof Scalar offered) {
        surplus += offered.minus(amount).thousandths() / (double) Math.max(1, amount.thousandths());
      }
    }
    return surplus;
  }
}
