package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What two resources must share for Mesos to add and subtract them; its hash is computed once. */
public final class ResourceKind {

  private final String name;
  private final String type;
  private final List<JsonNode> reservations;
  private final boolean revocable;
  private final int hash;

  /**
   * @param name the resource's name, e.g. {@code cpus}
   * @param type SCALAR, RANGES or SET
   * @param reservations the stack of reservations, the outermost first; empty when unreserved
   * @param revocable whether Mesos may take it back at any time
   */
  ResourceKind(String name, String type, List<JsonNode> reservations, boolean revocable) {
    this.name = name;
    this.type = type;
    this.reservations = reservations;
    this.revocable = revocable;
    this.hash = Objects.hash(name, type, reservations, revocable);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof ResourceKind kind
            && hash == kind.hash
            && revocable == kind.revocable
            && name.equals(kind.name)
            && type.equals(kind.type)
            && reservations.equals(kind.reservations));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /**
   * As Mesos writes it, e.g. {@code cpus(web)}, {@code disk(reservations: [(DYNAMIC,web,ops)])}.
   */
  @Override
  public String toString() {
    return name + (reservations.isEmpty() ? "" : "(" + stack() + ")") + (revocable ? "{REV}" : "");
  }

  private String stack() {
    boolean isStaticOnly =
        reservations.size() == 1 && field("type", reservations.get(0)).equals("STATIC");
    return isStaticOnly
        ? field("role", reservations.get(0))
        : reservations.stream()
            .map(
                one ->
                    field("type", one) + "," + field("role", one) + "," + field("principal", one))
            .collect(Collectors.joining("),(", "reservations: [(", ")]"));
  }

  private static String field(String name, JsonNode reservation) {
    return reservation.path(name).asText();
  }
}
