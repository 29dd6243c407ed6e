package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * With which others a launch may share an offer.
 *
 * @param filters Mesos' {@code Filters} for what is left of the offer, which all that share it must
 *     have in common; null for the bridge's own
 * @param most how many launches may share the offer, this one included
 */
public record Sharing(JsonNode filters, int most) {

  /** Whether that many launches in all, of both kinds, may share an offer. */
  boolean allows(Sharing other, int launches) {
    return launches <= Math.min(most, other.most) && Objects.equals(filters, other.filters);
  }
}
