package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;

/**
 * Keeps an agent's declined resources, or fewer, from being offered to a role again for a while.
 */
record OfferFilter(Agent agent, String role, SimResources declined) {

  private static final double DEFAULT_SECONDS = 5;
  private static final double LONGEST_SECONDS = 365 * 24 * 3600.0;

  boolean refuses(Agent offering, String toRole, SimResources resources) {
    return agent == offering && role.equals(toRole) && declined.contains(resources);
  }

  /** How long a call's {@code filters} hold, with Mesos' default for what is absent or negative. */
  static double seconds(JsonNode filters) {
    double seconds = filters.path("refuse_seconds").asDouble(DEFAULT_SECONDS);
    return seconds < 0 ? DEFAULT_SECONDS : Math.min(seconds, LONGEST_SECONDS);
  }
}
