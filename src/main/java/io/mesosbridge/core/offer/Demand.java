package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.offer.Amount.Scalar;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.util.Collection;
import java.util.Map;

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
        JsonNode its = resource.path("allocation_info").path("role");
        role = role == null ? its.asText(null) : role;
      }
    }
    return new Demand(Resources.read(lists), role);
  }

  /** Whether the offer is for the role and has all of the resources. */
  boolean fits(Content offer) {
    return suits(offer.role()) && offer.resources().contains(resources);
  }

  /** An offer that names no role, of Mesos before 1.2, is for the only one that there is. */
  boolean suits(String offered) {
    return role == null || offered == null || role.equals(offered);
  }

  /**
   * How much of the demand the offer lacks, in multiples of what is wanted: 0 when it fits, 1 for
   * each kind that is not there.
   */
  double shortfallOf(Content offer) {
    double lacking = suits(offer.role()) ? 0 : 1;
    for (Map.Entry<ResourceKind, Amount> wanted : resources.amounts().entrySet()) {
      Amount there = offer.resources().amounts().get(wanted.getKey());
      if (wanted.getValue() instanceof Scalar amount && there instanceof Scalar offered) {
        lacking += amount.minus(offered).thousandths() / (double) Math.max(1, amount.thousandths());
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
        surplus += offered.minus(amount).thousandths() / (double) Math.max(1, amount.thousandths());
      }
    }
    return surplus;
  }

  /** The resources in Mesos' text form, and the role when there is one. */
  @Override
  public String toString() {
    return role == null ? resources.toString() : "%s for role %.100s".formatted(resources, role);
  }
}
