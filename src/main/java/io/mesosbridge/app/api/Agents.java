package io.mesosbridge.app.api;

import io.mesosbridge.app.api.OfferViews.View;
import io.mesosbridge.core.task.LiveTask;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The agents, as far as offers and tasks tell of them: Mesos tells schedulers of no others. */
final class Agents {

  private final Map<String, Agent> agents = new TreeMap<>();

  private Agents() {}

  /**
   * An agent.
   *
   * @param hostname null when it is not known
   * @param offers how many it has that can be accepted
   * @param offered the sums of these by name, such as {@code cpus}; of ports how many
   * @param tasks how many live tasks are there
   */
  @RegisterForReflection
  record Agent(
      String agentId, String hostname, int offers, Map<String, BigDecimal> offered, int tasks) {

    private Agent plus(Agent other) {
      Map<String, BigDecimal> sum = new TreeMap<>(offered);
      other.offered.forEach((name, amount) -> sum.merge(name, amount, BigDecimal::add));
      String host = hostname == null ? other.hostname : hostname;
      return new Agent(agentId, host, offers + other.offers, sum, tasks + other.tasks);
    }
  }

  static Collection<Agent> of(Collection<View> offers, Collection<LiveTask> tasks) {
    Agents known = new Agents();
    offers.forEach(
        offer -> known.add(new Agent(offer.agentId(), offer.hostname(), 1, offer.resources(), 0)));
    tasks.stream()
        .filter(task -> task.agentId() != null)
        .forEach(task -> known.add(new Agent(task.agentId(), task.hostname(), 0, Map.of(), 1)));
    return known.agents.values();
  }

  private void add(Agent agent) {
    agents.merge(agent.agentId(), agent, Agent::plus);
  }
}
