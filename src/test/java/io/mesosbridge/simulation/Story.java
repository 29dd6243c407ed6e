package io.mesosbridge.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, in ids and states; told only if somebody wants to hear it, since it costs. */
public final class Story {

  private static final int MOST = 2_000;

  private final boolean wanted;
  private final List<String> lines = new ArrayList<>();
  private Supplier<String> time = () -> "";

  Story(boolean wanted) {
    this.wanted = wanted;
  }

  void clock(Supplier<String> shown) {
    time = shown;
  }

  public void tell(Supplier<String> what) {
    if (wanted && lines.size() < MOST) {
      lines.add(time.get() + " " + what.get());
    }
  }

  /** At most 2,000 lines, oldest first. */
  public List<String> lines() {
    return lines;
  }
}
