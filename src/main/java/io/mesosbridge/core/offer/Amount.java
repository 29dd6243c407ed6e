package io.mesosbridge.core.offer;

import static java.util.Comparator.comparingLong;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How much there is of a resource; amounts of one {@link ResourceKind} are of one class. */
public sealed interface Amount permits Amount.Scalar, Amount.Ranges, Amount.Items {

  /** All of them together, which are of one class and at least one. */
  static Amount sum(List<Amount> amounts) {
    return amounts.size() == 1 ? amounts.get(0) : amounts.get(0).plus(amounts);
  }

  /** All of these together, of which it is one. */
  Amount plus(List<Amount> all);

  /** As much as the larger one has, or what either has. */
  Amount most(Amount other);

  /** What is left when the other is taken; what is not there cannot be taken. */
  Amount minus(Amount other);

  /** How much it is, in thousandths; of numbers and names each counts for one. */
  long thousandths();

  /** Whether all of the other is there. */
  boolean contains(Amount other);

  /** Whether there is nothing. */
  boolean isEmpty();

  /**
   * A number such as that of CPUs, in thousandths: Mesos, too, rounds to three decimal digits
   * before it compares, so that sums of 0.1 are exact.
   */
  record Scalar(long thousandths) implements Amount {

    static Scalar of(double value) {
      return new Scalar(Math.max(0, Math.round(value * 1000)));
    }

    @Override
    public Scalar plus(List<Amount> all) {
      long sum = 0;
      for (Amount each : all) {
        sum += ((Scalar) each).thousandths;
        sum = sum < 0 ? Long.MAX_VALUE : sum;
      }
      return new Scalar(sum);
    }

    @Override
    public Scalar most(Amount other) {
      return contains(other) ? this : (Scalar) other;
    }

    @Override
    public Scalar minus(Amount other) {
      return new Scalar(Math.max(0, thousandths - ((Scalar) other).thousandths));
    }

    @Override
    public boolean contains(Amount other) {
      return thousandths >= ((Scalar) other).thousandths;
    }

    @Override
    public boolean isEmpty() {
      return thousandths == 0;
    }

    @Override
    public String toString() {
      return thousandths % 1000 == 0
          ? Long.toString(thousandths / 1000)
          : BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
    }
  }

  /** Whole numbers such as ports, as ranges in ascending order that neither overlap nor touch. */
  record Ranges(List<Range> ranges) implements Amount {

    public Ranges {
      ranges = joined(ranges);
    }

    private static List<Range> joined(List<Range> ranges) {
      List<Range> result = new ArrayList<>(ranges.size());
      List<Range> ascending = ranges.stream().sorted(comparingLong(Range::begin)).toList();
      for (Range range : ascending) {
        Range last = result.isEmpty() ? null : result.get(result.size() - 1);
        if (last != null && last.touches(range)) {
          result.set(result.size() - 1, new Range(last.begin(), Math.max(last.end(), range.end())));
        } else {
          result.add(range);
        }
      }
      return List.copyOf(result);
    }

    @Override
    public Ranges plus(List<Amount> all) {
      return new Ranges(all.stream().flatMap(each -> ((Ranges) each).ranges.stream()).toList());
    }

    @Override
    public Ranges most(Amount other) {
      return plus(List.of(this, other));
    }

    /** In one pass, since either may have many thousands. */
    @Override
    public Ranges minus(Amount other) {
      List<Range> taken = ((Ranges) other).ranges;
      List<Range> left = new ArrayList<>(ranges.size());
      int next = 0;
      for (Range range : ranges) {
        long begin = range.begin();
        while (next < taken.size() && taken.get(next).end() < range.end()) {
          if (begin < taken.get(next).begin()) {
            left.add(new Range(begin, taken.get(next).begin() - 1));
          }
          begin = Math.max(begin, taken.get(next).end() + 1);
          next++;
        }
        long end = next < taken.size() ? taken.get(next).begin() - 1 : range.end();
        if (begin <= Math.min(end, range.end())) {
          left.add(new Range(begin, Math.min(end, range.end())));
        }
      }
      return new Ranges(left);
    }

    @Override
    public boolean contains(Amount other) {
      int at = 0;
      for (Range wanted : ((Ranges) other).ranges) {
        while (at < ranges.size() && ranges.get(at).end() < wanted.begin()) {
          at++;
        }
        if (at == ranges.size() || !ranges.get(at).contains(wanted)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public long thousandths() {
      return count() * 1000L;
    }

    /** How many numbers there are; the largest int for more. */
    int count() {
      long count = 0;
      for (Range range : ranges) {
        count = Math.min(Integer.MAX_VALUE, count + Math.min(range.length(), Integer.MAX_VALUE));
      }
      return (int) count;
    }

    @Override
    public boolean isEmpty() {
      return ranges.isEmpty();
    }

    @Override
    public String toString() {
      return ranges.stream().map(Range::toString).collect(Collectors.joining(",", "[", "]"));
    }

    /** The whole numbers from {@code begin} to {@code end}, both included and not negative. */
    record Range(long begin, long end) {

      boolean contains(Range other) {
        return begin <= other.begin && other.end <= end;
      }

      /** How many numbers it has. */
      long length() {
        long length = end - begin + 1;
        return length < 0 ? Long.MAX_VALUE : length;
      }

      /** Whether the two overlap or one begins right after the other's end. */
      boolean touches(Range later) {
        return later.begin <= end || later.begin == end + 1;
      }

      @Override
      public String toString() {
        return begin + "-" + end;
      }
    }
  }

  /** Named things, of each of which there is one. */
  record Items(Set<String> items) implements Amount {

    @Override
    public Items plus(List<Amount> all) {
      Set<String> sum = new TreeSet<>();
      all.forEach(each -> sum.addAll(((Items) each).items));
      return new Items(sum);
    }

    @Override
    public Items most(Amount other) {
      return plus(List.of(this, other));
    }

    @Override
    public Items minus(Amount other) {
      Set<String> left = new TreeSet<>(items);
      left.removeAll(((Items) other).items);
      return new Items(left);
    }

    @Override
    public long thousandths() {
      return items.size() * 1000L;
    }

    @Override
    public boolean contains(Amount other) {
      return items.containsAll(((Items) other).items);
    }

    @Override
    public boolean isEmpty() {
      return items.isEmpty();
    }

    @Override
    public String toString() {
      return items.stream().map(ResourceKind::word).collect(Collectors.joining(",", "{", "}"));
    }
  }
}
