package io.mesosbridge.core;

import java.util.List;
import java.util.TreeMap;

/**
 * What ends in time, ordered by that: to look for what has ended costs what has.
 *
 * @param <T> by what the time is told: an instant that a user named, or nanoseconds of {@link Now}
 */
public final class Deadlines<T extends Comparable<? super T>, E extends Deadlines.Bounded<T>> {

  private final TreeMap<Due<T>, E> all = new TreeMap<>();

  /** What has a deadline, if it is not null, which never changes. */
  public interface Bounded<T extends Comparable<? super T>> {

    /** When it ends, or null for never. */
    T deadline();

    /** Tells it from others of the same deadline, which come later if theirs is higher. */
    long order();

    /** Whether it has ended. */
    default boolean isPast(T now) {
      return deadline() != null && deadline().compareTo(now) <= 0;
    }
  }

  private record Due<T extends Comparable<? super T>>(T at, long order)
      implements Comparable<Due<T>> {
    static <T extends Comparable<? super T>> Due<T> of(Bounded<T> bounded) {
      return new Due<>(bounded.deadline(), bounded.order());
    }

    @Override
    public int compareTo(Due<T> other) {
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
  public List<E> past(T now) {
    return List.copyOf(all.headMap(new Due<>(now, Long.MAX_VALUE), true).values());
  }
}
