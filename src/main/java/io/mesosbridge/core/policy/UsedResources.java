package io.mesosbridge.core.policy;

import io.mesosbridge.config.PolicyRule;
import io.mesosbridge.core.offer.TaskGroups;
import io.mesosbridge.core.offer.TaskGroups.Place;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What the tasks have that a rule with {@code most-in-all} is about: those that live, and those
 * whose launch is under way or in doubt. Kept up with them task by task, since there may be a
 * hundred thousand.
 */
public final class UsedResources {

  private final TaskGroups tasks;
  private final Map<String, Counted> counted = new HashMap<>();
  private final Map<String, Amounts> sums = new HashMap<>();
  private CommandPolicy policy = CommandPolicy.NONE;

  /** What a task has, by the name of the rule that is about it. */
  private record Counted(String rule, Amounts amounts) {}

  /** Those of these tasks, of which nothing is counted while no rule wants to know. */
  public UsedResources(TaskGroups tasks) {
    this.tasks = tasks;
  }

  /** Counts by the rules of that policy, as of now. */
  @SuppressWarnings("ReferenceEquality") // one that was read anew may be about other tasks
  public void by(CommandPolicy inForce) {
    if (policy != inForce) {
      policy = inForce;
      counted.clear();
      sums.clear();
      tasks.forgetMoved();
    }
    if (policy.limitsSums()) {
      tasks.takeMoved().forEach(this::recount);
    }
  }

  private void recount(String taskId) {
    Counted before = counted.remove(taskId);
    if (before != null) {
      sums.get(before.rule).remove(before.amounts);
    }
    Place place = tasks.placeIfAny(taskId).orElse(null);
    PolicyRule rule =
        place == null ? null : policy.ruleOf(taskId, place.allocation().role(), null).orElse(null);
    if (rule != null && !rule.mostInAll().isEmpty()) {
      Counted now = new Counted(rule.name(), Amounts.of(place.allocation()));
      counted.put(taskId, now);
      sums.computeIfAbsent(rule.name(), any -> new Amounts()).add(now.amounts);
    }
  }

  /** What the tasks of the rule have, but for these. */
  Amounts of(PolicyRule rule, Collection<String> except) {
    Amounts sum = new Amounts();
    sum.add(sums.getOrDefault(rule.name(), new Amounts()));
    for (String taskId : except) {
      Counted its = counted.get(taskId);
      if (its != null && its.rule.equals(rule.name())) {
        sum.remove(its.amounts);
      }
    }
    return sum;
  }
}
