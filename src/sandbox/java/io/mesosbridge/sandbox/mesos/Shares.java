package io.mesosbridge.sandbox.mesos;

import io.mesosbridge.sandbox.mesos.resources.Resources;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which part of the cluster each subscribed framework has, by its dominant resource. */
final class Shares {

  private final Map<Framework, Resources> held = new LinkedHashMap<>();
  private Resources total = Resources.NONE;

  Shares(Collection<Framework> frameworks, List<Agent> agents) {
    for (Framework framework : frameworks) {
      if (framework.isSubscribed()) {
        held.put(framework, Resources.NONE);
      }
    }
    if (held.size() > 1) {
      agents.forEach(agent -> total = total.plus(agent.total()));
      held.replaceAll((framework, nothing) -> heldBy(framework));
    }
  }

  private static Resources heldBy(Framework framework) {
    Resources sum = Resources.NONE;
    for (Offer offer : framework.offers().values()) {
      sum = sum.plus(offer.resources());
    }
    for (Task task : framework.tasks().values()) {
      sum = task.state().hasEnded() ? sum : sum.plus(task.resources());
    }
    return sum;
  }

  void add(Framework framework, Resources resources) {
    held.merge(framework, resources, Resources::plus);
  }

  List<Framework> smallestFirst() {
    return held.keySet().stream().sorted(Comparator.comparingDouble(this::share)).toList();
  }

  private double share(Framework framework) {
    return held.get(framework).dominantShare(total);
  }
}
