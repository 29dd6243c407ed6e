package io.mesosbridge.core.offer;

/** The whole numbers from {@code begin} to {@code end}, both included and not negative. */
record Range(long begin, long end) {

  boolean contains(Range other) {
    return begin <= other.begin && other.end <= end;
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
