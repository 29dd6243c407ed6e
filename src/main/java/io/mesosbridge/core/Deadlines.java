package io.mesosbridge.core;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** What ends in time, ordered by that: to look for what has ended costs what has. */
public final class Deadlines<E extends Deadlines.Bounded> {

  private final TreeMap<Due, E> all = new TreeMap<>();

  /** What has a deadline, if it is not null, which never changes. */
  public interface Bounded {

    /** When it ends, or null for never. */
    Instant deadline();

    /** Tells it from others of the same deadline, which come later if theirs is higher. */
    long order();

    /** Whether it has ended. */
    default boolean isPast(Instant now) {
      return deadline() != null && !deadline().isAfter(now);
    }
  }

  private record Due(Instant at, long order) implements Comparable<Due> {
    static Due of(Bounded bounded) {
      return new Due(bounded.deadline(), bounded.order());
    }

    @Override
    public int compareTo(Due other) {
      int byTime = at.compareTo(other.at);
      return byTime == 0 ? Long.compare(order, other.order) : byTime;
    }
  }

  /** Another one that has to be looked for, unless it never ends. */
  public void add(E another) {
    if (another.deadline() != null) {
      all.put(Due.of(another), another);
    }
  }

  /** It is not looked for any more. */
  public void remove(E one) {
    if (one.deadline() != null) {
      all.remove(Due.of(one), one);
    }
  }

  /** Those that have ended, the first one first. */
  public List<E> past(Instant now) {
    return List.copyOf(all.headMap(new Due(now, Long.MAX_VALUE), true).values());
  }
}
