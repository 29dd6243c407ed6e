package io.mesosbridge.core.offer;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.offer.Constraint.Operator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a launch says of how it is to be placed, besides what it takes of an offer.
 *
 * @param deadline how long it may wait, or null for the configured time
 * @param priority those of a higher one come first
 * @param policy which of the offers that fit it gets, or null for the configured one
 * @param group of its tasks, or null for that of their ids
 * @param constraints all of them must allow an agent
 */
public record Wishes(
    Duration deadline, int priority, Policy policy, String group, List<Constraint> constraints) {

  /** Of a launch that says nothing. */
  public static final Wishes NONE = new Wishes(null, 0, null, null, List.of());

  /** The same on that agent alone. */
  public Wishes onAgent(String agentId) {
    List<Constraint> all = new ArrayList<>(constraints);
    all.add(Constraint.of(AgentInfo.ID, Operator.IS, agentId));
    return new Wishes(deadline, priority, policy, group, List.copyOf(all));
  }

  /** For how long the launch may wait, where others wait for that long. */
  public Duration patience(Duration usual) {
    return deadline == null ? usual : deadline;
  }

  /** What they take beside the record that they are of, in bytes. */
  public int bytes() {
    return constraints.stream().mapToInt(Constraint::bytes).sum();
  }
}
