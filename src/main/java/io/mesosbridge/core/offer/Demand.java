package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.offer.Amount.Ranges;
import io.mesosbridge.core.offer.Amount.Scalar;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a launch wants of an offer.
 *
 * @param resources the sum over its tasks and executors
 * @param ports how many ports of each kind it wants besides, whichever are free
 * @param volumes the persistent volumes that it wants besides
 * @param role the role that the offer must be for, or null when any will do
 */
public record Demand(
    Resources resources, Map<ResourceKind, Integer> ports, List<VolumeWish> volumes, String role) {

  /**
   * What all these lists of Mesos' {@code Resource} objects want, of which one may name the role.
   */
  public static Demand of(Collection<JsonNode> lists) {
    String role = null;
    Map<ResourceKind, Integer> ports = new LinkedHashMap<>();
    List<VolumeWish> volumes = new ArrayList<>();
    for (JsonNode list : lists) {
      for (JsonNode resource : list) {
        JsonNode its = resource.path("allocation_info").path("role");
        role = role == null ? its.asText(null) : role;
        if (PortWish.is(resource)) {
          PortWish wish = PortWish.read(resource);
          ports.merge(wish.kind(), wish.number(), Integer::sum);
        } else if (VolumeWish.is(resource)) {
          volumes.add(VolumeWish.read(resource));
        }
      }
    }
    Resources others = Resources.read(lists, each -> !PortWish.is(each) && !VolumeWish.is(each));
    return new Demand(others, ports, volumes, role);
  }

  /** How the offer carries the launch; empty when it does not. */
  Optional<Fit> on(Content offer) {
    return fits(offer) ? Optional.of(Fit.of(this, offer.resources())) : Optional.empty();
  }

  /** Whether the offer is for the role and has all of the resources. */
  boolean fits(Content offer) {
    return suits(offer.role()) && isIn(offer.resources());
  }

  /** Whether all of it is there. */
  boolean isIn(Resources there) {
    return there.contains(resources)
        && missingPorts(there).isEmpty()
        && missingVolumes(there).isEmpty();
  }

  private List<VolumeWish> missingVolumes(Resources there) {
    if (volumes.isEmpty()) {
      return List.of(); // as of most launches
    }
    List<Resources.Whole> found = there.volumes(volumes);
    return IntStream.range(0, volumes.size())
        .filter(i -> found.get(i) == null)
        .mapToObj(volumes::get)
        .toList();
  }

  /** How many ports there are too few, by kind. */
  private Map<ResourceKind, Long> missingPorts(Resources there) {
    Map<ResourceKind, Long> missing = new LinkedHashMap<>();
    ports.forEach(
        (kind, number) -> {
          long lacking = (long) number - free(kind, there).count();
          if (lacking > 0) {
            missing.put(kind, lacking);
          }
        });
    return missing;
  }

  /** Those of the ports that the launch does not want by their numbers. */
  Ranges free(ResourceKind kind, Resources there) {
    Ranges none = new Ranges(List.of());
    Ranges named = (Ranges) resources.amounts().getOrDefault(kind, none);
    return (Ranges) there.amounts().getOrDefault(kind, none).minus(named);
  }

  /** What is not there, in Mesos' text form; empty for nothing. */
  String lacking(Resources there) {
    return text(resources.minus(there), missingPorts(there), missingVolumes(there));
  }

  /** What the offer lacks, and how much of it, or null where that is no matter of amount. */
  Map<String, Double> missing(Content offer) {
    Map<String, Double> missing = new LinkedHashMap<>();
    if (!suits(offer.role())) {
      missing.put("role " + role, null);
    }
    Resources lacking = resources.minus(offer.resources());
    lacking
        .amounts()
        .forEach(
            (kind, amount) ->
                missing.put(
                    kind.toString(),
                    amount instanceof Scalar scalar ? scalar.thousandths() / 1000.0 : null));
    lacking.wholes().forEach(whole -> missing.put(whole.toString(), null));
    missingVolumes(offer.resources()).forEach(wish -> missing.put(wish.toString(), null));
    missingPorts(offer.resources())
        .forEach((kind, number) -> missing.put(kind.toString(), number.doubleValue()));
    return missing;
  }

  private static String text(
      Resources resources, Map<ResourceKind, ? extends Number> ports, List<VolumeWish> volumes) {
    String text = resources.toString();
    String wishes =
        Stream.concat(
                volumes.stream().map(VolumeWish::toString),
                ports.entrySet().stream().map(wish -> wish.getKey() + ":" + wish.getValue()))
            .collect(Collectors.joining(";"));
    return text.isEmpty() || wishes.isEmpty() ? text + wishes : text + ";" + wishes;
  }

  /** An offer that names no role, of Mesos before 1.2, is for the only one that there is. */
  boolean suits(String offered) {
    return role == null || offered == null || role.equals(offered);
  }

  /**
   * How much of the demand the offer lacks, in multiples of what is wanted: 0 when it fits, 1 for
   * each kind that is not there.
   */
  double shortfallOf(Content offer) {
    double lacking = suits(offer.role()) ? 0 : 1;
    for (Map.Entry<ResourceKind, Amount> wanted : resources.amounts().entrySet()) {
      Amount there = offer.resources().amounts().get(wanted.getKey());
      if (wanted.getValue() instanceof Scalar amount && there instanceof Scalar offered) {
        lacking += amount.minus(offered).thousandths() / (double) Math.max(1, amount.thousandths());
      } else if (there == null || !there.contains(wanted.getValue())) {
        lacking++;
      }
    }
    return lacking
        + missingPorts(offer.resources()).size()
        + missingVolumes(offer.resources()).size();
  }

  /** How much more the offer has, in multiples of what is wanted of each scalar. */
  double surplusOf(Content offer) {
    double surplus = 0;
    for (Map.Entry<ResourceKind, Amount> wanted : resources.amounts().entrySet()) {
      Amount there = offer.resources().amounts().get(wanted.getKey());
      if (wanted.getValue() instanceof Scalar amount && there instanceof Scalar offered) {
        surplus += offered.minus(amount).thousandths() / (double) Math.max(1, amount.thousandths());
      }
    }
    return surplus;
  }

  /** The resources in Mesos' text form, and the role when there is one. */
  @Override
  public String toString() {
    String wanted = text(resources, ports, volumes);
    return role == null ? wanted : "%s for role %.100s".formatted(wanted, role);
  }
}
