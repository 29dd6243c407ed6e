package io.mesosbridge.simulation;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the table of offers has those that the master counts as outstanding, and no other. */
final class SimOfferTable {

  /** Longer than any offer is on its way to the table, or back to Mesos. */
  private static final long ON_THE_WAY = 10_000;

  private final SimWorld world;

  SimOfferTable(SimWorld world) {
    this.world = world;
  }

  /** The promise when it is broken, or null. */
  String firstBroken() {
    Set<String> surplus = surplus();
    Set<String> missing = missing();
    if (surplus.isEmpty() && missing.isEmpty()) {
      return null;
    }
    String broken = world.runUntil(world.loop().nowMillis() + ON_THE_WAY);
    surplus.retainAll(surplus());
    missing.retainAll(missing());
    return broken != null || (surplus.isEmpty() && missing.isEmpty())
        ? broken
        : "the table has offers %s, which are not outstanding, and lacks %s"
            .formatted(surplus, missing);
  }

  private Set<String> surplus() {
    Set<String> offers = table();
    offers.removeAll(outstanding());
    return offers;
  }

  private Set<String> missing() {
    Set<String> offers = outstanding();
    offers.removeAll(table());
    return offers;
  }

  private Set<String> outstanding() {
    return world.cluster().ledger().outstandingOffers().values().stream()
        .flatMap(Set::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> table() {
    return new TreeSet<>(SimAudit.there(world.kafka(), SimWorld.OFFERS));
  }
}
