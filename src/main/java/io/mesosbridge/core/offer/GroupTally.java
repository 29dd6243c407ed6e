package io.mesosbridge.core.offer;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** How many tasks there are for each value, and for how many values there are so many tasks. */
final class GroupTally {
  private final Map<String, Integer> tasks = new HashMap<>();
  private final TreeMap<Integer, Integer> values = new TreeMap<>();

  /** How many tasks are where that value is. */
  int of(String value) {
    return tasks.getOrDefault(value, 0);
  }

  /** How many values have tasks. */
  int values() {
    return tasks.size();
  }

  /** How many tasks there are at the value that has the fewest; 0 without any. */
  int fewest() {
    return values.isEmpty() ? 0 : values.firstKey();
  }

  void add(String value, int more) {
    if (value != null) {
      int before = of(value);
      int now = before + more;
      values.computeIfPresent(before, (size, number) -> number == 1 ? null : number - 1);
      if (now == 0) {
        tasks.remove(value);
      } else {
        tasks.put(value, now);
        values.merge(now, 1, Integer::sum);
      }
    }
  }
}
