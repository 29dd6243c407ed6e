package io.mesosbridge.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * One fault of a plan.
 *
 * @param atMillis when it strikes, from the beginning
 * @param untilMillis when it ends
 * @param luck chooses its victim
 */
record Blow(long atMillis, long untilMillis, Fault fault, long luck) {

  /** Faults for that long, the same ones for the same seed. */
  static List<Blow> plan(long seed, long millis) {
    Random random = new Random(seed);
    List<Blow> plan = new ArrayList<>();
    for (Fault.Place place : Fault.Place.values()) {
      List<Fault> faults = place.faults();
      long at = random.nextInt(500, place.mostQuiet);
      while (at < millis) {
        Fault fault = faults.get(random.nextInt(faults.size()));
        long until = Math.min(millis, at + random.nextInt(fault.shortest, fault.longest + 1));
        plan.add(new Blow(at, until, fault, random.nextLong()));
        at = until + random.nextInt(place.leastQuiet, place.mostQuiet);
      }
    }
    plan.sort(Comparator.comparingLong(Blow::atMillis));
    return plan;
  }

  @Override
  public String toString() {
    return "%7.1f s  %s for %.1f s"
        .formatted(atMillis / 1e3, fault, (untilMillis - atMillis) / 1e3);
  }
}
