package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.offer.Amount.Ranges;
import io.mesosbridge.core.offer.Amount.Ranges.Range;
import io.mesosbridge.core.offer.Resources.Whole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How an agent's free resources carry a launch; {@link Demand#on} says whether they do.
 *
 * @param taken what it takes of them, the ports that it only wants a number of among it
 * @param ports which ones these are, the lowest that are free
 * @param volumes the offered {@code Resource} objects for each volume that it wants
 */
public record Fit(
    Resources taken, Map<ResourceKind, List<Long>> ports, Map<VolumeWish, List<JsonNode>> volumes) {

  /** Of a launch that wants no number of ports and no volume, whatever else it takes. */
  public static final Fit NONE = new Fit(Resources.NONE, Map.of(), Map.of());

  /** With as many ports and volumes as there are, which may be fewer than are wanted. */
  public static Fit of(Demand demand, Resources free) {
    if (demand.ports().isEmpty() && demand.volumes().isEmpty()) {
      return new Fit(demand.resources(), Map.of(), Map.of());
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
    Map<VolumeWish, List<JsonNode>> volumes = new LinkedHashMap<>();
    List<Whole> wholes = new ArrayList<>(free.volumes(demand.volumes()));
    for (int i = 0; i < wholes.size(); i++) {
      if (wholes.get(i) != null) {
        volumes
            .computeIfAbsent(demand.volumes().get(i), any -> new ArrayList<>(1))
            .add(wholes.get(i).kind().volume());
      }
    }
    wholes.removeIf(Objects::isNull);
    Resources taken = demand.resources().plus(new Resources(amounts, wholes));
    return new Fit(taken, ports, volumes);
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

  /** Whether an offer says more of some of these resources than their author. */
  public static boolean fillsIn(JsonNode resources) {
    for (JsonNode resource : resources) {
      if (PortWish.is(resource) || VolumeWish.is(resource)) {
        return true;
      }
    }
    return false;
  }

  /** For the tasks of the launch, one after the other. */
  public Dealer dealer() {
    return new Dealer(this);
  }

  /** Deals out ports and volumes, each once. */
  public static final class Dealer {

    private final Map<ResourceKind, Iterator<Long>> left = new HashMap<>();
    private final Map<VolumeWish, Deque<JsonNode>> volumes = new HashMap<>();

    private Dealer(Fit fit) {
      fit.volumes().forEach((wish, offered) -> volumes.put(wish, new ArrayDeque<>(offered)));
      fit.ports().forEach((kind, ports) -> left.put(kind, ports.iterator()));
    }

    /** The offered volume; the last one again for an executor that several tasks bring. */
    public JsonNode volume(VolumeWish wish) {
      Deque<JsonNode> offered = volumes.getOrDefault(wish, new ArrayDeque<>());
      return offered.size() > 1 ? offered.remove() : offered.peek();
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
