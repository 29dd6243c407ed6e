package io.mesosbridge.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Takes steps away from a failing schedule until each that is left matters: delta debugging. */
final class Shrinking {

  private final Predicate<Schedule> fails;
  private int runsLeft;

  /**
   * @param fails whether a schedule fails, in the same way as the one to be shrunk
   * @param mostRuns how often that may be tried
   */
  Shrinking(Predicate<Schedule> fails, int mostRuns) {
    this.fails = fails;
    this.runsLeft = mostRuns;
  }

  /** The smallest failing schedule that was found. */
  Schedule shrink(Schedule failing) {
    Schedule smallest = failing;
    int parts = 2;
    while (smallest.steps().size() > 1) {
      Schedule smaller = withoutOnePart(smallest, parts);
      if (smaller != null) {
        smallest = smaller;
        parts = Math.max(2, parts - 1);
      } else if (parts >= smallest.steps().size()) {
        break;
      } else {
        parts = Math.min(smallest.steps().size(), parts * 2);
      }
    }
    return withFewerInstances(smallest);
  }

  /** Null when every part is needed. */
  private Schedule withoutOnePart(Schedule schedule, int parts) {
    List<Step> steps = schedule.steps();
    int size = (steps.size() + parts - 1) / parts;
    for (int from = 0; from < steps.size(); from += size) {
      List<Step> fewer = new ArrayList<>(steps.subList(0, from));
      fewer.addAll(steps.subList(Math.min(steps.size(), from + size), steps.size()));
      Schedule candidate = schedule.with(fewer);
      if (stillFails(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private Schedule withFewerInstances(Schedule schedule) {
    for (int instances = 1; instances < schedule.instances(); instances++) {
      Schedule candidate = new Schedule(schedule.seed(), instances, schedule.steps());
      if (stillFails(candidate)) {
        return candidate;
      }
    }
    return schedule;
  }

  private boolean stillFails(Schedule candidate) {
    return runsLeft-- > 0 && fails.test(candidate);
  }
}
