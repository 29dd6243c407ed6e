package io.mesosbridge.core.offer;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The most that any one of some offers has of each scalar: spares looking at all of them. */
record Ceiling(Map<ResourceKind, Scalar> highest) {

  static Ceiling of(Collection<PlaceableOffer> offers) {
    Map<ResourceKind, Scalar> highest = new HashMap<>();
    for (PlaceableOffer offer : offers) {
      for (Map.Entry<ResourceKind, Amount> offered : offer.resources().amounts().entrySet()) {
        if (offered.getValue() instanceof Scalar scalar) {
          highest.merge(offered.getKey(), scalar, (a, b) -> a.contains(b) ? a : b);
        }
      }
    }
    return new Ceiling(highest);
  }

  /** Whether one of the offers might fit; where not, none does. */
  boolean allows(Demand demand) {
    for (Map.Entry<ResourceKind, Amount> wanted : demand.resources().amounts().entrySet()) {
      Scalar most = highest.get(wanted.getKey());
      if (wanted.getValue() instanceof Scalar scalar
          && !scalar.isEmpty()
          && (most == null || !most.contains(scalar))) {
        return false;
      }
    }
    return true;
  }
}
