package io.mesosbridge.core.task;

import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.core.Outside.Timed;
import io.mesosbridge.core.language.LogField;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.Event.OperationStatus;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import io.mesosbridge.core.mesos.OwnCalls;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Tells Mesos that Kafka has an update. One that gets lost on the way is no harm: the agent repeats
 * the update, and it is acknowledged again.
 *
 * <p>Until a command has its result, Mesos is the memory of what became of it: an update that
 * proves that a launch, or an operation, took effect is acknowledged only after its command's
 * result is written.
 */
public final class Acknowledgements {

  private static final Logger LOG = Logger.getLogger(Acknowledgements.class);

  /** Agents repeat an update at once under a new subscription, then after 10 s and 20 s more. */
  private static final Duration PATIENCE = Duration.ofSeconds(35);

  private final Journal journal;
  private final Outside outside;
  private final boolean byCommand;

  /** By command and uuid: a launch may have ten thousand tasks. */
  private final Map<String, Map<String, Proof>> held = new HashMap<>();

  /** How many of them each task has; those of operations have none. */
  private final Map<String, Integer> heldOfTasks = new HashMap<>();

  private final Map<String, String> unsettledLaunches = new HashMap<>();

  /**
   * Tasks whose end the master told, and until when their agents' update of it is waited for; or
   * whose end consumers are to acknowledge, and until when that is waited for; the one that was
   * told first is the first.
   */
  private final Map<String, Long> endsToCome = new LinkedHashMap<>();

  /** An acknowledgement that may wait; an operation's has neither task nor time. */
  private record Proof(String taskId, String uuid, Call call, Now since) {}

  /**
   * Acknowledges nothing by itself when consumers do so by command.
   *
   * @param byCommand whether they do
   */
  public Acknowledgements(Journal journal, Outside outside, boolean byCommand) {
    this.journal = journal;
    this.outside = outside;
    this.byCommand = byCommand;
  }

  /** The task's launch by that command has no result yet. */
  public void unsettled(String taskId, String commandId) {
    unsettledLaunches.put(taskId, commandId);
  }

  /** The command has its result, or will never have one: what proved it may be forgotten. */
  public void settled(String commandId, List<String> taskIds) {
    taskIds.forEach(taskId -> unsettledLaunches.remove(taskId, commandId));
    Map<String, Proof> proofs = held.remove(commandId);
    if (proofs != null) {
      for (Proof proof : proofs.values()) {
        heldOfTasks.computeIfPresent(
            proof.taskId(), (task, count) -> count == 1 ? null : count - 1);
        send(proof);
      }
    }
  }

  /**
   * Kafka has the task's update; one without uuid wants no acknowledgement.
   *
   * @param rowsAgent the agent that the live-task table names, or null
   * @param commandId the command that launched the task, or null
   * @param since when the update came
   */
  void published(TaskStatus status, String rowsAgent, String commandId, Now since) {
    if (status.uuid() == null) {
      if (StatusMeaning.isEndToCome(status)) {
        expect(status.taskId());
      }
      return;
    }
    if (byCommand) {
      if (TaskState.isTerminal(status.state())) {
        expect(status.taskId());
      }
      return;
    }
    if (journal.frameworkId() == null) {
      return;
    }
    String agentId = status.agentId() == null ? rowsAgent : status.agentId();
    if (agentId == null) {
      outside.count(Counted.IMPOSSIBLE_ACKNOWLEDGEMENT);
      LOG.errorf(
          "Cannot acknowledge update %s of task %s: neither it nor the live-task table names an"
              + " agent",
          status.uuid(), LogField.task(status.taskId()));
      return;
    }
    Call call =
        new OwnCalls(journal.frameworkId()).acknowledge(status.taskId(), agentId, status.uuid());
    Proof proof = new Proof(status.taskId(), status.uuid(), call, since);
    if (commandId == null || !commandId.equals(unsettledLaunches.get(status.taskId()))) {
      send(proof);
    } else {
      hold(commandId, proof);
    }
  }

  /** The framework is gone: the master would say so, as if it were of the one that follows. */
  void forgetAll() {
    held.clear();
    heldOfTasks.clear();
    endsToCome.clear();
  }

  /** A consumer has acknowledged an update of the task, maybe that of its end. */
  public void byConsumer(String taskId) {
    endsToCome.remove(taskId);
  }

  /**
   * Mesos does not have the acknowledgement of the task's end, and would refuse its id: what comes
   * before that, an agent's update or a consumer's command, is waited for.
   */
  void expect(String taskId) {
    Iterator<Long> oldest = endsToCome.values().iterator();
    while (oldest.hasNext() && journal.now().isPast(oldest.next())) {
      oldest.remove();
    }
    endsToCome.remove(taskId);
    endsToCome.put(taskId, journal.now().after(PATIENCE));
  }

  /** An update came that was not known before: that of an agent is the one that was waited for. */
  void came(TaskStatus status) {
    if (status.uuid() != null) {
      endsToCome.remove(status.taskId());
    }
  }

  private void hold(String commandId, Proof proof) {
    Map<String, Proof> proofs = held.computeIfAbsent(commandId, command -> new LinkedHashMap<>());
    if (proofs.put(proof.uuid(), proof) == null) {
      heldOfTasks.merge(proof.taskId(), 1, Integer::sum);
    }
  }

  /**
   * Whether an acknowledgement of the task waits for the result of the task's launch, for the
   * agent's update, or for a consumer's command.
   */
  boolean holds(String taskId) {
    Long until = endsToCome.get(taskId);
    return (until != null && !journal.now().isPast(until)) || heldOfTasks.containsKey(taskId);
  }

  private void send(Proof proof) {
    outside.call(Outside.NOBODY_WAITS, proof.call());
    outside.time(Timed.UPDATE_TO_ACKNOWLEDGE, proof.since(), journal.now());
  }

  /**
   * Kafka has the operation's update; only one with uuid, operation and agent can be named.
   *
   * @param unsettledCommand the operation's command as long as it has no result, or null
   */
  void published(OperationStatus status, String unsettledCommand) {
    boolean wanted = status.uuid() != null && status.operationId() != null;
    if (!wanted || status.agentId() == null || byCommand || journal.frameworkId() == null) {
      return;
    }
    Call call = new OwnCalls(journal.frameworkId()).acknowledge(status);
    Proof proof = new Proof(null, status.uuid(), call, null);
    if (unsettledCommand == null) {
      send(proof);
    } else {
      hold(unsettledCommand, proof);
    }
  }
}
