package io.mesosbridge.events;

import io.mesosbridge.core.mesos.OwnCalls;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.mesos.subscription.CallSender;
import io.mesosbridge.state.Tasks;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks Mesos for the state of tasks after every subscription until each has answered, one run at a
 * time, as Mesos' reconciliation guide wants it; and for all tasks from time to time.
 */
public final class Reconciliation {

  private static final int BATCH = 1_000;
  private static final long FIRST_PATIENCE_MILLIS = 2_000;
  private static final long LAST_PATIENCE_MILLIS = 60_000;
  private static final long IMPLICIT_EVERY_MILLIS = 15 * 60 * 1_000L;
  private static final int DIFFERENCES_NAMED = 1_000;

  private final Vertx vertx;
  private final CallSender calls;
  private final Tasks tasks;
  private final Notices notices;
  private final Counter runs;
  private final Map<String, String> unanswered = new LinkedHashMap<>();
  private final Set<String> questions = new HashSet<>();
  private final List<String> differed = new ArrayList<>();
  private OwnCalls own;
  private int asked;
  private long patience;
  private long timer = -1;
  private long implicitTimer = -1;

  /** Nothing is asked before a subscription stands. */
  public Reconciliation(
      Vertx vertx, CallSender calls, Tasks tasks, Notices notices, MeterRegistry meters) {
    this.vertx = vertx;
    this.calls = calls;
    this.tasks = tasks;
    this.notices = notices;
    this.runs = meters.counter("bridge.reconciliations");
  }

  /** A subscription stands: every live task is asked for. */
  public void begin(String frameworkId) {
    stop();
    own = new OwnCalls(frameworkId);
    Map<String, String> agents = new LinkedHashMap<>();
    for (LiveTask task : tasks.all()) {
      agents.put(task.taskId(), task.agentId());
    }
    ask(agents);
    implicitTimer =
        vertx.setPeriodic(IMPLICIT_EVERY_MILLIS, fired -> calls.send(own.reconcile(Map.of())));
  }

  /** The subscription is gone: nothing will answer any more. */
  public void stop() {
    vertx.cancelTimer(timer);
    vertx.cancelTimer(implicitTimer);
    unanswered.clear();
    questions.clear();
    differed.clear();
    asked = 0;
    own = null;
  }

  /**
   * Asks for these too; those that were asked for before are asked again only when they stay
   * silent.
   *
   * @param agents by task id, null where not known
   */
  public void ask(Map<String, String> agents) {
    if (own == null) {
      return;
    }
    unanswered.putAll(agents);
    questions.addAll(agents.keySet());
    asked += agents.size();
    patience = FIRST_PATIENCE_MILLIS;
    runs.increment();
    sendAndWait(agents);
  }

  /** How many tasks have not answered yet. */
  public int unanswered() {
    return unanswered.size();
  }

  /** Whether the bridge has asked for the task under this subscription. */
  public boolean hasAsked(String taskId) {
    return questions.contains(taskId);
  }

  /** An update of the task came, which is an answer whatever caused it. */
  public void answered(String taskId, boolean differs) {
    if (asked == 0 || !wasAwaited(taskId)) {
      return;
    }
    if (differs && differed.size() < DIFFERENCES_NAMED) {
      differed.add(taskId);
    }
    if (unanswered.isEmpty()) {
      finish();
    }
  }

  private boolean wasAwaited(String taskId) {
    int before = unanswered.size();
    unanswered.remove(taskId);
    return unanswered.size() < before;
  }

  private void sendAndWait(Map<String, String> agents) {
    vertx.cancelTimer(timer);
    if (unanswered.isEmpty()) {
      finish();
      return;
    }
    Map<String, String> batch = new LinkedHashMap<>();
    for (Map.Entry<String, String> task : agents.entrySet()) {
      batch.put(task.getKey(), task.getValue());
      if (batch.size() == BATCH) {
        calls.send(own.reconcile(batch));
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      calls.send(own.reconcile(batch));
    }
    timer = vertx.setTimer(patience, fired -> sendAndWait(unanswered));
    patience = Math.min(LAST_PATIENCE_MILLIS, patience * 2);
  }

  private void finish() {
    vertx.cancelTimer(timer);
    notices.reconciled(asked, List.copyOf(differed));
    differed.clear();
    asked = 0;
  }
}
