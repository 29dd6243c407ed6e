package io.mesosbridge.placement;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What two resources must share for Mesos to add and subtract them.
 *
 * @param name the resource's name, e.g. {@code cpus}
 * @param type SCALAR, RANGES or SET
 * @param reservations the stack of reservations, the outermost first; empty when unreserved
 * @param revocable whether Mesos may take it back at any time
 */
public record ResourceKind(
    String name, String type, List<JsonNode> reservations, boolean revocable) {

  /** The name as in Mesos' text form, e.g. {@code cpus(web)}. */
  @Override
  public String toString() {
    String role =
        reservations.isEmpty()
            ? ""
            : "(" + reservations.get(reservations.size() - 1).path("role").asText() + ")";
    return name + role + (revocable ? "{REV}" : "");
  }
}
