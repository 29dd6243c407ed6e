package io.mesosbridge.sandbox.mesos.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Whole numbers such as ports, as disjoint ascending ranges whose ends both belong to them. */
record SimRanges(List<Range> ranges) implements SimAmount {

  record Range(long begin, long end) {}

  /** Sorts the ranges and joins those that touch. */
  static SimRanges of(List<Range> ranges) {
    List<Range> joined = new ArrayList<>();
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingLong(Range::begin));
    for (Range range : sorted) {
      int last = joined.size() - 1;
      if (last >= 0 && range.begin() <= joined.get(last).end() + 1) {
        Range before = joined.get(last);
        joined.set(last, new Range(before.begin(), Math.max(before.end(), range.end())));
      } else {
        joined.add(range);
      }
    }
    return new SimRanges(List.copyOf(joined));
  }

  @Override
  public SimAmount plus(SimAmount other) {
    List<Range> all = new ArrayList<>(ranges);
    all.addAll(((SimRanges) other).ranges);
    return of(all);
  }

  @Override
  public SimAmount minus(SimAmount other) {
    List<Range> rest = ranges;
    for (Range taken : ((SimRanges) other).ranges) {
      rest = without(rest, taken);
    }
    return of(rest);
  }

  private static List<Range> without(List<Range> ranges, Range taken) {
    List<Range> rest = new ArrayList<>();
    for (Range range : ranges) {
      if (taken.end() < range.begin() || taken.begin() > range.end()) {
        rest.add(range);
        continue;
      }
      if (range.begin() < taken.begin()) {
        rest.add(new Range(range.begin(), taken.begin() - 1));
      }
      if (taken.end() < range.end()) {
        rest.add(new Range(taken.end() + 1, range.end()));
      }
    }
    return rest;
  }

  @Override
  public boolean contains(SimAmount other) {
    return other instanceof SimRanges wanted
        && wanted.ranges.stream()
            .allMatch(
                want ->
                    ranges.stream()
                        .anyMatch(has -> has.begin() <= want.begin() && want.end() <= has.end()));
  }

  @Override
  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  @Override
  public String text() {
    return ranges.stream()
        .map(range -> range.begin() + "-" + range.end())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public void writeTo(ObjectNode resource) {
    var array = resource.put("type", "RANGES").putObject("ranges").putArray("range");
    ranges.forEach(range -> array.addObject().put("begin", range.begin()).put("end", range.end()));
  }
}
