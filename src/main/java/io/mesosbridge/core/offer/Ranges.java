package io.mesosbridge.core.offer;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whole numbers such as ports, as ranges in ascending order that neither overlap nor touch. */
record Ranges(List<Range> ranges) implements Amount {

  Ranges {
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
  public Ranges plus(Amount other) {
    List<Range> both = new ArrayList<>(ranges);
    both.addAll(((Ranges) other).ranges);
    return new Ranges(both);
  }

  @Override
  public Ranges minus(Amount other) {
    List<Range> left = ranges;
    for (Range taken : ((Ranges) other).ranges) {
      left = without(left, taken);
    }
    return new Ranges(left);
  }

  private static List<Range> without(List<Range> ranges, Range taken) {
    List<Range> left = new ArrayList<>(ranges.size() + 1);
    for (Range range : ranges) {
      if (taken.end() < range.begin() || range.end() < taken.begin()) {
        left.add(range);
        continue;
      }
      if (range.begin() < taken.begin()) {
        left.add(new Range(range.begin(), taken.begin() - 1));
      }
      if (taken.end() < range.end()) {
        left.add(new Range(taken.end() + 1, range.end()));
      }
    }
    return left;
  }

  @Override
  public boolean contains(Amount other) {
    return ((Ranges) other)
        .ranges.stream()
            .allMatch(wanted -> ranges.stream().anyMatch(range -> range.contains(wanted)));
  }

  @Override
  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(Collectors.joining(",", "[", "]"));
  }
}
