package io.mesosbridge.core.offer;

import io.mesosbridge.core.offer.Amount.Ranges;
import io.mesosbridge.core.offer.Amount.Ranges.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an agent's free resources carry a launch; {@link Demand#on} says whether they do.
 *
 * @param taken what it takes of them, the ports that it only wants a number of among it
 * @param ports which ones these are, the lowest that are free
 */
public record Fit(Resources taken, Map<ResourceKind, List<Long>> ports) {

  /** Of a launch that wants no number of ports, whatever else it takes. */
  public static final Fit NONE = new Fit(Resources.NONE, Map.of());

  /** With as many ports as there are, which may be fewer than are wanted. */
  public static Fit of(Demand demand, Resources free) {
    if (demand.ports().isEmpty()) {
      return new Fit(demand.resources(), Map.of());
    }
    Map<ResourceKind, List<Long>> ports = new LinkedHashMap<>();
    Map<ResourceKind, Amount> amounts = new LinkedHashMap<>();
    demand
        .ports()
        .forEach(
            (kind, number) -> {
              List<Long> lowest = lowest(demand.free(kind, free), number);
              ports.put(kind, lowest);
              amounts.put(
                  kind, new Ranges(lowest.stream().map(port -> new Range(port, port)).toList()));
            });
    return new Fit(demand.resources().plus(new Resources(amounts, List.of())), ports);
  }

  private static List<Long> lowest(Ranges free, int number) {
    List<Long> lowest = new ArrayList<>(number);
    for (Range range : free.ranges()) {
      for (long port = range.begin(); port <= range.end() && lowest.size() < number; port++) {
        lowest.add(port);
      }
    }
    return lowest;
  }

  /** For the tasks of the launch, one after the other. */
  public PortDealer dealer() {
    return new PortDealer(this);
  }

  /** Deals out ports, each once. */
  public static final class PortDealer {

    private final Map<ResourceKind, Iterator<Long>> left = new HashMap<>();

    private PortDealer(Fit fit) {
      fit.ports().forEach((kind, ports) -> left.put(kind, ports.iterator()));
    }

    /** As many as are wished for; fewer when there are no more. */
    public List<Long> deal(PortWish wish) {
      Iterator<Long> ports = left.getOrDefault(wish.kind(), List.<Long>of().iterator());
      List<Long> dealt = new ArrayList<>(wish.number());
      while (dealt.size() < wish.number() && ports.hasNext()) {
        dealt.add(ports.next());
      }
      return dealt;
    }
  }
}
