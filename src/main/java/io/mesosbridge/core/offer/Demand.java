package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a launch wants of an offer.
 *
 * @param resources the sum over its tasks and executors
 * @param role the role that the offer must be for, or null when any will do
 */
public record Demand(Resources resources, String role) {

  /** Wants nothing yet. */
  public static final Demand NOTHING = new Demand(Resources.NONE, null);

  /** With one more list of Mesos' {@code Resource} objects, which may name the role. */
  public Demand and(JsonNode list) {
    String named = role;
    for (JsonNode resource : list) {
      named = named == null ? resource.path("allocation_info").path("role").asText(null) : named;
    }
    return new Demand(resources.plus(Resources.read(list)), named);
  }

  /** Whether the offer is for the role and has all of the resources. */
  boolean fits(PlaceableOffer offer) {
    return (role == null || role.equals(offer.role())) && offer.resources().contains(resources);
  }

  /** The resources in Mesos' text form, and the role when there is one. */
  @Override
  public String toString() {
    return role == null ? resources.toString() : resources + " for role " + role;
  }
}
