package io.mesosbridge.core.offer;

import static java.util.Comparator.comparing;

import io.mesosbridge.core.Recent;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What each agent has ever offered at once, since this leader leads: what none of them can have,
 * nobody need wait for.
 */
final class AgentsSeen {

  /** One that was forgotten counts for none, until it offers something again. */
  private static final int MOST = 100_000;

  private final Map<String, Seen> agents = new Recent<>(MOST);

  /**
   * An agent.
   *
   * @param most as much of each resource as it has offered at most
   * @param whole whether it has offered something while no task of the framework was on it; else it
   *     may have more than it has offered
   */
  private record Seen(AgentInfo agent, Resources most, boolean whole) {
    private boolean mayCarry(LaunchKind kind) {
      return kind.constraints().stream().allMatch(each -> each.mayAllow(agent, kind.tasks()))
          && (!whole || kind.demand().isIn(most));
    }
  }

  /** An agent offers that, for all roles together, with so many tasks on it. */
  void note(Content offer, int tasks) {
    Seen before = agents.get(offer.agentId());
    Resources most = offer.resources();
    if (before != null) {
      most = before.most.contains(most) ? before.most : before.most.most(most);
    }
    boolean whole = tasks == 0 || (before != null && before.whole);
    agents.put(offer.agentId(), new Seen(offer.agent(), most, whole));
  }

  /** Whether the agent, which has offered something, can ever carry such a launch. */
  boolean mayCarry(String agentId, LaunchKind kind) {
    Seen seen = agents.get(agentId);
    return seen == null || seen.mayCarry(kind);
  }

  /**
   * One of these that may carry such a launch, which its constraints allow now; rather one without
   * GPUs that it does not want, and one that is known to have enough.
   */
  Optional<String> find(LaunchKind kind, TaskGroups tasks, Predicate<String> these) {
    boolean wantsGpus = kind.demand().resources().have(FreeOffers.GPUS);
    return agents.entrySet().stream()
        .filter(each -> these.test(each.getKey()) && each.getValue().mayCarry(kind))
        .filter(each -> kind.against(each.getValue().agent, tasks).isEmpty())
        .min(
            comparing(
                    (Map.Entry<String, Seen> each) ->
                        !wantsGpus && each.getValue().most.have(FreeOffers.GPUS))
                .thenComparing(each -> !each.getValue().whole))
        .map(Map.Entry::getKey);
  }

  /** Whether agents are known, all those that have tasks, and none can ever carry such a launch. */
  boolean noneMayCarry(LaunchKind kind, TaskGroups tasks) {
    return !agents.isEmpty()
        && agents.keySet().containsAll(tasks.agents())
        && agents.values().stream().noneMatch(seen -> seen.mayCarry(kind));
  }
}
