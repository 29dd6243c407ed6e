package io.mesosbridge.events;

import io.mesosbridge.core.mesos.TaskStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What must be made good once Kafka is back: updates with uuid come again with a new subscription,
 * updates without one only when asked for.
 */
public final class Repairs {

  private final Reconciliation reconciliation;
  private final Runnable resubscribe;
  private final Map<String, String> toReconcile = new LinkedHashMap<>();
  private boolean resubscription;

  /** Nothing to repair yet. */
  public Repairs(Reconciliation reconciliation, Runnable resubscribe) {
    this.reconciliation = reconciliation;
    this.resubscribe = resubscribe;
  }

  /** An update with uuid was dropped. */
  void resubscribeLater() {
    resubscription = true;
  }

  /** An update without uuid was dropped. */
  void reconcileLater(TaskStatus status) {
    toReconcile.put(status.taskId(), status.agentId());
  }

  /** Kafka is back. A new subscription reconciles the live tasks; the rest is asked for as well. */
  public void repair() {
    if (resubscription) {
      resubscription = false;
      resubscribe.run();
    } else {
      askForDropped();
    }
  }

  /** A subscription stands, so that what was dropped can be asked for. */
  public void askForDropped() {
    if (!toReconcile.isEmpty()) {
      reconciliation.ask(new LinkedHashMap<>(toReconcile));
      toReconcile.clear();
    }
  }
}
