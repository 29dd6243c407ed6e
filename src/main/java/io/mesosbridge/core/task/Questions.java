package io.mesosbridge.core.task;

import io.mesosbridge.core.Recent;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Questions about tasks that commands have put to Mesos: a RECONCILE, and a KILL of a task that is
 * not there, which Mesos answers as if it were one.
 */
final class Questions {

  /** An agent that never comes back never answers; what was asked longest ago is forgotten. */
  private static final int MOST = 200_000;

  private final Set<String> open = Collections.newSetFromMap(new Recent<>(MOST));
  private final Set<String> wanted = Collections.newSetFromMap(new Recent<>(MOST));
  private final Set<String> late = new HashSet<>();

  /**
   * A question is about to be sent.
   *
   * @param isWanted whether the answer is to be published whatever it says
   */
  void asked(String taskId, boolean isWanted) {
    open.add(taskId);
    if (isWanted) {
      wanted.add(taskId);
    }
  }

  /** A new subscription stands: answers under the one before it will never come. */
  void subscribed() {
    open.clear();
    late.clear();
  }

  /** A launch is about to be sent: what was asked before is answered about no task of its. */
  void launching(String taskId) {
    if (open.contains(taskId)) {
      late.add(taskId);
    }
  }

  /** An answer came. */
  void answered(String taskId) {
    open.remove(taskId);
    wanted.remove(taskId);
    late.remove(taskId);
  }

  /** An update that is no answer was published: whoever asked has heard of the task. */
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

  /** Whether the next answer may be to a question from before the task's latest launch. */
  boolean isLate(String taskId) {
    return late.contains(taskId);
  }
}
