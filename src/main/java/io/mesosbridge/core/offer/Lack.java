package io.mesosbridge.core.offer;

import static java.util.Comparator.comparingInt;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What keeps a launch from agents that offer something.
 *
 * @param reason the resource that is too little, the constraint that does not allow them, {@code
 *     role} and the role that they offer nothing for, {@code maintenance}, {@code held}, or {@code
 *     no offer}
 * @param agents how many agents it is said of
 * @param nearest how much the one lacks that lacks the least; null where it is no matter of amount
 */
public record Lack(
    String reason, int agents, @JsonInclude(JsonInclude.Include.NON_NULL) Double nearest) {

  /** More agents are not looked at for one launch, so that no number of them holds anybody up. */
  static final int MOST_AGENTS = 2_000;

  private static final int MOST_REASONS = 10;
  private static final int LONGEST_REASON = 200;

  /**
   * Those of launches of that kind, said of the most agents first.
   *
   * @param keptFrom the agent that is held for a launch before them; null for none
   */
  static List<Lack> of(LaunchKind kind, String keptFrom, FreeOffers offers, TaskGroups groups) {
    Map<String, Lack> lacks = new LinkedHashMap<>();
    List<String> agents = offers.agents().stream().limit(MOST_AGENTS).toList();
    for (String agentId : agents) {
      Content offer = ofAgent(agentId, kind.demand(), offers);
      kind.demand().missing(offer).forEach((what, amount) -> count(what, amount, lacks));
      if (offers.isLeaving(offer)) {
        count("maintenance", null, lacks);
      }
      if (agentId.equals(keptFrom)) {
        count("held", null, lacks);
      }
      kind.against(offer.agent(), groups)
          .ifPresent(constraint -> count(constraint.toString(), null, lacks));
    }
    if (agents.isEmpty()) {
      return List.of(new Lack("no offer", 0, null));
    }
    List<Lack> sorted = new ArrayList<>(lacks.values());
    sorted.sort(comparingInt(Lack::agents).reversed());
    return List.copyOf(sorted.subList(0, Math.min(MOST_REASONS, sorted.size())));
  }

  /** One of the agent's, for the demand's role where there is one. */
  private static Content ofAgent(String agentId, Demand demand, FreeOffers offers) {
    List<Content> its = offers.of(agentId);
    return its.stream().filter(each -> demand.suits(each.role())).findFirst().orElse(its.get(0));
  }

  private static void count(String what, Double amount, Map<String, Lack> lacks) {
    String reason = Event.cut(what, LONGEST_REASON);
    lacks.merge(reason, new Lack(reason, 1, amount), Lack::and);
  }

  private Lack and(Lack other) {
    boolean isNearer = nearest == null || (other.nearest != null && other.nearest < nearest);
    return new Lack(reason, agents + other.agents, isNearer ? other.nearest : nearest);
  }
}
