package io.mesosbridge.core.task;

import io.mesosbridge.core.Recent;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * Questions about tasks on their way to Mesos, by whomever: the bridge's own, a RECONCILE of a
 * command, and a KILL of a task that is not there, which Mesos answers as if it were one. Mesos
 * answers in the order in which it was asked.
 */
public final class Questions {

  /** An agent that never comes back never answers; what was asked longest ago is forgotten. */
  private static final int MOST = 200_000;

  private final Set<String> wanted = Collections.newSetFromMap(new Recent<>(MOST));

  /** How many about a task may not have been answered yet. */
  private final Map<String, Integer> open = new Recent<>(MOST);

  /** How many of them were asked before the task's latest launch. */
  private final Map<String, Integer> late = new Recent<>(MOST);

  /**
   * A question is about to be sent.
   *
   * @param isWanted whether the answer is to be published whatever it says
   */
  void asked(String taskId, boolean isWanted) {
    open.merge(taskId, 1, Integer::sum);
    if (isWanted) {
      wanted.add(taskId);
    }
  }

  /** A new subscription stands: answers under the one before it will never come. */
  public void subscribed() {
    open.clear();
    late.clear();
  }

  /** A launch is about to be sent: what was asked before is answered about no task of its. */
  void launching(String taskId) {
    if (open.containsKey(taskId)) {
      late.put(taskId, open.get(taskId));
    }
  }

  /** An answer came. */
  public void answered(String taskId) {
    open.computeIfPresent(taskId, (task, n) -> n == 1 ? null : n - 1);
    late.computeIfPresent(taskId, (task, n) -> n == 1 ? null : n - 1);
  }

  /** Whoever asked has heard of the task. */
  void told(String taskId) {
    wanted.remove(taskId);
  }

  /** The task ended: no answer can be mistaken for one about it. */
  void ended(String taskId) {
    late.remove(taskId);
  }

  /** Whether somebody wants the next answer to be published, whatever it says. */
  boolean isWanted(String taskId) {
    return wanted.contains(taskId);
  }

  /** Whether the next answer is to a question from before the task's latest launch. */
  public boolean isLate(String taskId) {
    return late.containsKey(taskId);
  }
}
