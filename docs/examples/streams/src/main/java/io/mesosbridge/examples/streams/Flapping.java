package io.mesosbridge.examples.streams;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a group's tasks have ended, one soon after the other.
 *
 * @param ends how many have
 * @param since when the first one did, in ISO-8601; null when none has
 * @param last the last few, the latest at the end
 */
record Flapping(int ends, String since, List<End> last) {

  private static final int KEPT = 10;

  /**
   * @param ceId tells an update that is repeated
   * @param message null where Mesos gives none
   * @param at in ISO-8601
   */
  record End(String ceId, String taskId, String state, String message, String at) {}

  Flapping {
    last = List.copyOf(last);
  }

  static Flapping none() {
    return new Flapping(0, null, List.of());
  }

  Flapping with(End end) {
    boolean isRepeated = last.stream().anyMatch(known -> known.ceId().equals(end.ceId()));
    return isRepeated ? this : and(new Flapping(1, end.at(), List.of(end)));
  }

  /** Two sessions that an end between them has made one. */
  Flapping and(Flapping other) {
    List<End> all = new ArrayList<>(last);
    all.addAll(other.last);
    all.sort(Comparator.comparing(End::at));
    return new Flapping(
        ends + other.ends, all.isEmpty() ? null : earlier(since, other.since), latest(all));
  }

  private static List<End> latest(List<End> all) {
    return all.subList(Math.max(0, all.size() - KEPT), all.size());
  }

  /** Instants of one precision compare as their texts do. */
  private static String earlier(String one, String other) {
    return one == null || other != null && other.compareTo(one) < 0 ? other : one;
  }
}
