package io.mesosbridge.app.api;

import io.mesosbridge.app.api.OfferViews.View;
import io.mesosbridge.core.offer.ResourceFormat;
import io.mesosbridge.core.task.LiveTask;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** The agents, as far as offers and tasks tell of them: Mesos tells schedulers of no others. */
final class Agents {

  private static final Logger LOG = Logger.getLogger(Agents.class);

  private final Map<String, Agent> agents = new TreeMap<>();

  /** Thousands of tasks have the same. */
  private final Map<String, Map<String, BigDecimal>> texts = new HashMap<>();

  private Agents() {}

  /**
   * An agent.
   *
   * @param hostname null when it is not known
   * @param offers how many it has that can be accepted
   * @param offered the sums of these by name, such as {@code cpus}; of ports how many
   * @param tasks how many live tasks are there
   * @param used the sums of what these were launched with, as far as that is known
   */
  @RegisterForReflection
  record Agent(
      String agentId,
      String hostname,
      int offers,
      Map<String, BigDecimal> offered,
      int tasks,
      Map<String, BigDecimal> used) {

    private Agent plus(Agent other) {
      return new Agent(
          agentId,
          hostname == null ? other.hostname : hostname,
          offers + other.offers,
          sum(offered, other.offered),
          tasks + other.tasks,
          sum(used, other.used));
    }

    private static Map<String, BigDecimal> sum(
        Map<String, BigDecimal> one, Map<String, BigDecimal> other) {
      Map<String, BigDecimal> sum = new TreeMap<>(one);
      other.forEach((name, amount) -> sum.merge(name, amount, BigDecimal::add));
      return sum;
    }

    private static Agent of(View offer) {
      return new Agent(offer.agentId(), offer.hostname(), 1, offer.resources(), 0, Map.of());
    }
  }

  static Collection<Agent> of(Collection<View> offers, Collection<LiveTask> tasks) {
    Agents known = new Agents();
    offers.forEach(offer -> known.add(Agent.of(offer)));
    tasks.stream().filter(task -> task.agentId() != null).forEach(known::add);
    return known.agents.values();
  }

  private void add(LiveTask task) {
    Map<String, BigDecimal> used =
        task.resources() == null ? Map.of() : texts.computeIfAbsent(task.resources(), Agents::sums);
    add(new Agent(task.agentId(), task.hostname(), 0, Map.of(), 1, used));
  }

  /** Part by part: a task may have been launched with what no text can say, such as no ports. */
  private static Map<String, BigDecimal> sums(String text) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (String part : text.split(";", -1)) {
      try {
        OfferViews.sums(ResourceFormat.parse(part))
            .forEach((name, amount) -> sums.merge(name, amount, BigDecimal::add));
      } catch (IllegalArgumentException unreadable) {
        LOG.debugf("Not counted as used: %s", unreadable.getMessage());
      }
    }
    return sums;
  }

  private void add(Agent agent) {
    agents.merge(agent.agentId(), agent, Agent::plus);
  }
}
