package io.mesosbridge.core.offer;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import io.mesosbridge.core.offer.WaitingLaunch.Sharing;
import java.util.List;
import java.util.Optional;

/**
 * What launches must have in common to be tried together.
 *
 * @param group over the tasks of which group constraints count; null where there are none
 * @param tasks of how many tasks; 0 where there are no constraints
 */
record LaunchKind(
    Demand demand,
    Sharing sharing,
    Policy policy,
    List<Constraint> constraints,
    String group,
    int tasks) {

  /** The policy is that of launches that name none. */
  static LaunchKind of(WaitingLaunch<?> launch, Policy policy) {
    List<Constraint> constraints = launch.wishes().constraints();
    Policy own = launch.wishes().policy();
    return new LaunchKind(
        launch.demand(),
        launch.sharing(),
        own == null ? policy : own,
        constraints,
        constraints.isEmpty() ? null : launch.group(),
        constraints.isEmpty() ? 0 : launch.taskIds().size());
  }

  /** The first constraint that keeps the launches from the agent, if one does. */
  Optional<Constraint> against(AgentInfo agent, TaskGroups groups) {
    return constraints.stream()
        .filter(each -> !each.allows(agent, groups.find(group), tasks))
        .findFirst();
  }

  /** What is to be said of a launch that waited in vain. */
  String missed(FreeOffers offers, TaskGroups groups) {
    return "no offer had " + this + " before the deadline; " + lack(offers, groups);
  }

  /** What is to be said of a launch that no agent can carry. */
  String impossible(FreeOffers offers, TaskGroups groups) {
    return "no agent that has offered anything has %s, and none is waited for any longer; %s"
        .formatted(this, lack(offers, groups));
  }

  /** What the nearest offer lacks. */
  String lack(FreeOffers offers, TaskGroups groups) {
    return offers
        .nearest(demand)
        .map(offer -> "the nearest, " + lack(offer, offers, groups))
        .orElse("no offer is outstanding now");
  }

  private String lack(Content offer, FreeOffers offers, TaskGroups groups) {
    String lacking = demand.lacking(offer.resources());
    List<String> together = offers.with(offer.id());
    String all = String.join(" and ", together.subList(0, Math.min(2, together.size())));
    String other =
        offers.isLeaving(offer)
            ? "is of an agent whose maintenance is near"
            : against(offer.agent(), groups)
                .map(constraint -> "is kept from it by " + constraint)
                .orElse(
                    demand.suits(offer.role())
                        ? "is held for a launch that comes before it"
                        : "is for another role");
    return "offer %s%s on %s%s, %s"
        .formatted(
            all,
            together.size() > 2 ? " and %d more".formatted(together.size() - 2) : "",
            offer.agent().hostname(),
            offer.role() == null ? "" : " (role %s)".formatted(offer.role()),
            lacking.isEmpty() ? other : "lacks " + lacking);
  }

  /** What it wants of an offer, and of its agent. */
  @Override
  public String toString() {
    List<String> texts = constraints.stream().map(Constraint::toString).toList();
    return texts.isEmpty()
        ? demand.toString()
        : "%s and %s".formatted(demand, String.join(", ", texts));
  }
}
