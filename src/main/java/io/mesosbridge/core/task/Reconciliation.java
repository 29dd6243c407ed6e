package io.mesosbridge.core.task;

import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Journal.Notices;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.core.Recent;
import io.mesosbridge.core.mesos.OwnCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks Mesos for the state of tasks: after each subscription for all live ones, in batches and
 * again with back-off until each has answered; a minute later, and then every 15 minutes, for
 * whatever Mesos knows, since the table may have been lost, and for those out of reach, whose agent
 * may have come back without them, of which Mesos says nothing by itself. Source: {@code
 * docs/reconciliation.md} of Mesos.
 */
public final class Reconciliation {

  private static final int BATCH = 1_000;
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(2);
  private static final Duration LAST_PATIENCE = Duration.ofMinutes(1);
  private static final Duration IMPLICIT_EVERY = Duration.ofMinutes(15);

  /** Not at once: what is launched meanwhile is told of by its agent, and need not be twice. */
  private static final Duration FIRST_IMPLICIT = Duration.ofMinutes(1);

  /** A master whose agents have not come back says nothing of their tasks for minutes. */
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(10);

  private static final int DIFFERENCES_NAMED = 1_000;

  /** A subscription may stand for years; answers to what was asked before these came long ago. */
  static final int MOST_NAMED = 100_000;

  private final Memory memory;
  private final Journal journal;
  private final Outside outside;
  private final Notices notices;
  private final Questions questions;
  private final Map<String, String> unanswered = new LinkedHashMap<>();

  /** Of which batches are sent in turns to come, since many at once would hold up events. */
  private final Map<String, String> unsent = new LinkedHashMap<>();

  private final Set<String> named = Collections.newSetFromMap(new Recent<>(MOST_NAMED));
  private final List<String> differed = new ArrayList<>();
  private OwnCalls own;
  private int asked;
  private Duration patience = FIRST_PATIENCE;
  private long askAgainAt;
  private long askForAllAt;
  private long heardBy;

  /** Nothing is asked before a subscription stands. */
  public Reconciliation(
      Memory memory, Journal journal, Outside outside, Notices notices, Questions questions) {
    this.memory = memory;
    this.journal = journal;
    this.outside = outside;
    this.notices = notices;
    this.questions = questions;
  }

  /** A subscription stands: every live task is asked for, and every stray one. */
  public void begin(String frameworkId, Collection<LiveTask> tasks) {
    stop();
    own = new OwnCalls(frameworkId);
    askForAllAt = journal.now().after(FIRST_IMPLICIT);
    heardBy = journal.now().after(HEARD_WITHIN);
    Map<String, String> agents = new LinkedHashMap<>(memory.strays());
    tasks.forEach(task -> agents.put(task.taskId(), task.agentId()));
    ask(agents);
  }

  /**
   * A {@link Memory#strays stray task} may live: it is asked for, unless no subscription stands
   * yet.
   *
   * @param agentId null when not known
   */
  public void askForStray(String taskId, String agentId) {
    heardBy = journal.now().after(HEARD_WITHIN);
    ask(Collections.singletonMap(taskId, agentId));
  }

  /** The subscription is gone: nothing will answer any more. */
  public void stop() {
    unanswered.clear();
    unsent.clear();
    named.clear();
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
    asked += agents.size();
    patience = FIRST_PATIENCE;
    outside.count(Counted.RECONCILIATION);
    sendAndWait(agents);
  }

  /** How many tasks have not answered yet. */
  public int unanswered() {
    return unanswered.size();
  }

  /** Whether the bridge has asked for the task under this subscription, not too long ago. */
  public boolean hasAsked(String taskId) {
    return named.contains(taskId);
  }

  /**
   * Whether Mesos is about to say what became of the task: it may have ended unknown to anybody.
   */
  public boolean isAwaited(String taskId) {
    return unanswered.containsKey(taskId) && !journal.now().isPast(heardBy);
  }

  /** An update of the task came, which is an answer whatever caused it. */
  public void answered(String taskId, boolean differs) {
    if (asked == 0 || !unanswered.containsKey(taskId)) {
      return;
    }
    unanswered.remove(taskId);
    if (differs && differed.size() < DIFFERENCES_NAMED) {
      differed.add(taskId);
    }
    if (unanswered.isEmpty()) {
      finish();
    }
  }

  /** The task's answer decided nothing: it is asked for again. */
  public void undecided(String taskId, String agentId) {
    if (own == null || unanswered.containsKey(taskId)) {
      return;
    }
    if (unanswered.isEmpty()) {
      patience = LAST_PATIENCE;
      askAgainAt = journal.now().after(patience);
    }
    unanswered.put(taskId, agentId);
    asked++;
  }

  /** Time has passed; these tasks are live. */
  public void tick(Collection<LiveTask> tasks) {
    Now now = journal.now();
    if (!unsent.isEmpty()) {
      sendNext();
    } else if (own != null && !unanswered.isEmpty() && now.isPast(askAgainAt)) {
      sendAndWait(unanswered);
    }
    if (own != null && now.isPast(askForAllAt)) {
      askForAllAt = now.after(IMPLICIT_EVERY);
      outside.call(Outside.NOBODY_WAITS, own.reconcile(Map.of()));
      askForUnreachable(tasks);
    }
  }

  private void askForUnreachable(Collection<LiveTask> tasks) {
    Map<String, String> agents = new LinkedHashMap<>();
    tasks.stream()
        .filter(task -> TaskState.isOutOfSight(task.state()))
        .forEach(task -> agents.put(task.taskId(), task.agentId()));
    if (!agents.isEmpty()) {
      ask(agents);
    }
  }

  /** When {@link #tick} has something to do, in nanoseconds of {@link Now}. */
  public long deadline() {
    if (own == null) {
      return Long.MAX_VALUE;
    }
    if (!unsent.isEmpty()) {
      return journal.now().nanos();
    }
    return unanswered.isEmpty() ? askForAllAt : Math.min(askAgainAt, askForAllAt);
  }

  private void sendAndWait(Map<String, String> agents) {
    if (unanswered.isEmpty()) {
      finish();
      return;
    }
    boolean isFirst = unsent.isEmpty();
    unsent.putAll(agents);
    if (isFirst) {
      sendNext();
    }
  }

  private void sendNext() {
    Map<String, String> batch = new LinkedHashMap<>();
    Iterator<Map.Entry<String, String>> next = unsent.entrySet().iterator();
    while (next.hasNext() && batch.size() < BATCH) {
      Map.Entry<String, String> task = next.next();
      next.remove();
      if (unanswered.containsKey(task.getKey())) { // else it has been told of meanwhile
        batch.put(task.getKey(), task.getValue());
      }
    }
    batch.keySet().forEach(taskId -> questions.asked(taskId, false));
    named.addAll(batch.keySet());
    if (!batch.isEmpty()) {
      outside.call(Outside.NOBODY_WAITS, own.reconcile(batch));
    }
    if (unsent.isEmpty()) {
      askAgainAt = journal.now().after(patience);
      Duration doubled = patience.multipliedBy(2);
      patience = doubled.compareTo(LAST_PATIENCE) < 0 ? doubled : LAST_PATIENCE;
    }
  }

  private void finish() {
    notices.reconciled(asked, List.copyOf(differed));
    differed.clear();
    asked = 0;
  }
}
