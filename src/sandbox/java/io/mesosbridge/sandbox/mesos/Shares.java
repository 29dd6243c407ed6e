package io.mesosbridge.sandbox.mesos;

import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which part of the cluster each subscribed framework has, by its dominant resource. */
final class Shares {

  private final Map<SimFramework, SimResources> held = new LinkedHashMap<>();
  private SimResources total = SimResources.NONE;

  Shares(Collection<SimFramework> frameworks, List<Agent> agents) {
    for (SimFramework framework : frameworks) {
      if (framework.isSubscribed()) {
        held.put(framework, SimResources.NONE);
      }
    }
    if (held.size() > 1) {
      agents.forEach(agent -> total = total.plus(agent.total()));
      held.replaceAll((framework, nothing) -> heldBy(framework));
    }
  }

  private static SimResources heldBy(SimFramework framework) {
    SimResources sum = SimResources.NONE;
    for (SimOffer offer : framework.offers().values()) {
      sum = sum.plus(offer.resources());
    }
    for (Task task : framework.tasks().values()) {
      sum = task.state().hasEnded() ? sum : sum.plus(task.resources());
    }
    return sum;
  }

  void add(SimFramework framework, SimResources resources) {
    held.merge(framework, resources, SimResources::plus);
  }

  List<SimFramework> smallestFirst() {
    return held.keySet().stream().sorted(Comparator.comparingDouble(this::share)).toList();
  }

  private double share(SimFramework framework) {
    return held.get(framework).dominantShare(total);
  }
}
