package io.mesosbridge.core.task;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import io.mesosbridge.core.task.LiveTask.Launch;
import io.mesosbridge.core.task.LiveTask.TaskState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The live-task table and the updates that change it: an update goes to Kafka first, then into the
 * table, and is acknowledged once Kafka has both.
 */
public final class Tasks implements LiveTask.TaskLookup {

  private static final Outgoing.Type UPDATE = new Outgoing.Type(true, "UPDATE");
  private static final Outgoing.Type ROW = new Outgoing.Type(false, "task");

  private final Memory memory;
  private final Journal journal;
  private final Outside outside;
  private final Acknowledgements acknowledgements;
  private final Map<String, String> beingPublished = new HashMap<>();
  private final Map<String, Integer> ending = new HashMap<>();
  private final Questions questions = new Questions();
  private long life;

  /** The table as remembered. */
  public Tasks(Memory memory, Journal journal, Outside outside, Acknowledgements acknowledgements) {
    this.memory = memory;
    this.journal = journal;
    this.outside = outside;
    this.acknowledgements = acknowledgements;
  }

  @Override
  public Optional<LiveTask> find(String taskId) {
    return Optional.ofNullable(memory.tasks().get(taskId));
  }

  @Override
  public Stream<LiveTask> findByExecutor(String executorId) {
    return memory.tasksOf(executorId);
  }

  /** Every live task. */
  public Collection<LiveTask> all() {
    return memory.tasks().values();
  }

  /**
   * Whether an update that ends the task is on its way to Kafka, so that a consumer may know of the
   * end, or Mesos does not have its acknowledgement yet and would refuse the id.
   */
  public boolean isEnding(String taskId) {
    return ending.containsKey(taskId) || (find(taskId).isEmpty() && acknowledgements.holds(taskId));
  }

  /** Whether a task launched by that command is, or was, there. */
  public boolean wasLaunchedBy(String taskId, String commandId) {
    return find(taskId)
        .map(row -> commandId.equals(row.commandId()))
        .orElseGet(() -> memory.ended().launchedBy(taskId, commandId));
  }

  /** What was asked about tasks, and is not answered yet. */
  public Questions questions() {
    return questions;
  }

  /** A consumer asked for the task's state: the next answer is published whatever it says. */
  public void askedFor(String taskId) {
    questions.asked(taskId, true);
  }

  /**
   * A KILL of the task is about to be sent. Where the task is not there, Mesos answers; who killed
   * one that nobody knew wants to hear of it.
   */
  public void killing(String taskId) {
    if (find(taskId).isEmpty()) {
      questions.asked(taskId, !memory.ended().contains(taskId));
    }
  }

  /** A launch is about to be sent by that command, or a former leader may have sent it: null. */
  public void launching(String taskId, String commandId) {
    if (commandId != null && memory.ended().launchedBy(taskId, commandId)) {
      bury(taskId, null); // it was another command of that id
    }
    questions.launching(taskId);
  }

  /** What the status means; launchInDoubt is the command of a launch in doubt, or null. */
  public StatusMeaning meaningOf(TaskStatus status, String launchInDoubt, Reconciliation asking) {
    String taskId = status.taskId();
    return StatusMeaning.of(
        status,
        new StatusMeaning.Known(
            isInKafka(status) || isBeingPublished(status),
            memory.tasks().get(taskId),
            memory.ended().contains(taskId),
            launchInDoubt,
            questions.isWanted(taskId),
            asking.hasAsked(taskId),
            questions.isLate(taskId)));
  }

  /** Acknowledges a repeated update again, unless it or its row is still on its way to Kafka. */
  public void repeated(TaskStatus status) {
    outside.count(Outside.Counted.UPDATE_REPEATED);
    if (!isBeingPublished(status)) {
      acknowledge(status);
    }
  }

  /** Publishes an update that changes the table. */
  public void publish(TaskStatus status, Slice json, Launch launch) {
    questions.told(status.taskId());
    if (status.uuid() != null) {
      beingPublished.put(status.taskId(), status.uuid());
    }
    if (TaskState.isTerminal(status.state())) {
      ending.merge(status.taskId(), 1, Integer::sum);
    }
    write(new WriteId.Update(status, launch, life), status, json, launch);
  }

  /** Publishes an answer that changes nothing in the table. */
  public void answer(TaskStatus status, Slice json) {
    questions.told(status.taskId());
    outside.count(Outside.Counted.UPDATE_PUBLISHED);
    write(WriteId.Plain.SURELY, status, json, launchOf(status.taskId()));
  }

  /** An answer came that changes nothing and that nobody wants to hear. */
  public void nothingNew(TaskStatus status) {
    questions.told(status.taskId());
    outside.count(Outside.Counted.UPDATE_NOTHING_NEW);
  }

  private void write(WriteId id, TaskStatus status, Slice json, Launch launch) {
    journal.event(
        id,
        Outgoing.Topic.TASK_UPDATES,
        status.taskId(),
        UPDATE,
        status.uuid() == null ? journal.eventId() : status.uuid(),
        json.toArray(),
        new Extras(launch.commandId(), launch.traceparent(), null));
  }

  /** Kafka has an update: now its row may change. */
  public void updateWritten(TaskStatus status, Launch launch, long updateLife) {
    outside.count(Outside.Counted.UPDATE_PUBLISHED);
    if (updateLife != life) {
      return; // of a framework that was torn down meanwhile, whose table is empty
    }
    WriteId.Row row = new WriteId.Row(status, updateLife);
    boolean isOut = TaskState.isOutOfSight(status.state()) && find(status.taskId()).isEmpty();
    if (TaskState.isTerminal(status.state()) && knowsBetter(status, launch)) {
      rowWritten(status, updateLife);
    } else if (TaskState.isTerminal(status.state())) {
      remove(row, status.taskId(), status.uuid(), launch.commandId());
    } else if (isOut || (status.uuid() != null && !isBeingPublished(status))) {
      rowWritten(status, updateLife);
    } else {
      LiveTask before = memory.tasks().get(status.taskId());
      put(row, LiveTask.after(status, before, launch, journal.time()));
    }
  }

  /** Whether the very task ended before, of which the master says once more that it is gone. */
  private boolean knowsBetter(TaskStatus status, Launch launch) {
    String taskId = status.taskId();
    return status.uuid() == null
        && find(taskId).isEmpty()
        && memory.ended().contains(taskId)
        && Objects.equals(launch.commandId(), memory.ended().commandOf(taskId).orElse(null));
  }

  /** Kafka has the row that follows an update: Mesos may forget the update. */
  public void rowWritten(TaskStatus status, long updateLife) {
    if (updateLife == life) {
      acknowledge(status);
      over(status);
    }
  }

  private void acknowledge(TaskStatus status) {
    String rowsAgent = find(status.taskId()).map(LiveTask::agentId).orElse(null);
    acknowledgements.published(status, rowsAgent, launchOf(status.taskId()).commandId());
  }

  /** Kafka has an update and its row, or refused one: the caller says what is asked for again. */
  public void over(TaskStatus status) {
    beingPublished.remove(status.taskId(), status.uuid());
    if (TaskState.isTerminal(status.state())) {
      ending.computeIfPresent(status.taskId(), (task, n) -> n == 1 ? null : n - 1);
    }
  }

  /**
   * A launch was taken: from now on its task is reconciled, even if no update ever comes.
   *
   * @return whether a row is written because of that
   */
  public boolean launched(String taskId, String agentId, Launch launch) {
    boolean isNew =
        find(taskId).isEmpty() && !memory.ended().launchedBy(taskId, launch.commandId());
    if (isNew) {
      put(
          new WriteId.LaunchRow(taskId, launch.commandId()),
          LiveTask.launched(taskId, agentId, journal.time(), launch));
    }
    return isNew;
  }

  /** Writes the row, or that there is none, once more: something else stands in its place. */
  public void rewrite(String taskId) {
    LiveTask task = memory.tasks().get(taskId);
    if (task == null) {
      bury(taskId, memory.ended().commandOf(taskId).orElse(null));
    } else {
      put(WriteId.Plain.SURELY, task);
    }
  }

  private void bury(String taskId, String commandId) {
    String uuid = memory.ended().uuidOf(taskId).orElse(null);
    remove(WriteId.Plain.SURELY, taskId, uuid, commandId);
  }

  /** Writes every row once more: the topic was made anew. */
  public void rewriteAll() {
    List.copyOf(all()).forEach(task -> put(WriteId.Plain.SURELY, task));
  }

  /** Takes all rows out: the framework is gone, and its tasks with it. */
  public void removeAll() {
    life++;
    beingPublished.clear();
    ending.clear();
    acknowledgements.forgetAll();
    for (LiveTask task : List.copyOf(all())) {
      remove(WriteId.Plain.SURELY, task.taskId(), null, task.commandId());
    }
  }

  private void put(WriteId id, LiveTask task) {
    memory.apply(new Fact.TaskRow(task, journal.frameworkId()));
    journal.event(
        id,
        Outgoing.Topic.TASKS,
        task.taskId(),
        ROW,
        task.uuid() == null ? journal.eventId() : task.uuid(),
        StateJson.write(task),
        Extras.traced(task.traceparent()));
  }

  private void remove(WriteId id, String taskId, String uuid, String commandId) {
    questions.ended(taskId);
    String endedBy = uuid == null ? journal.eventId() : uuid;
    memory.apply(new Fact.TaskEnded(taskId, endedBy, commandId));
    Extras extras = new Extras(commandId, null, null);
    journal.event(id, Outgoing.Topic.TASKS, taskId, ROW, endedBy, null, extras);
  }

  /** Which command launched the task that lives or ended last, as far as is known. */
  public Launch launchOf(String taskId) {
    return find(taskId)
        .map(task -> new Launch(task.commandId(), task.traceparent()))
        .or(() -> memory.ended().commandOf(taskId).map(id -> new Launch(id, null)))
        .orElse(Launch.UNKNOWN);
  }

  private boolean isBeingPublished(TaskStatus status) {
    return status.uuid() != null && status.uuid().equals(beingPublished.get(status.taskId()));
  }

  private boolean isInKafka(TaskStatus status) {
    LiveTask row = memory.tasks().get(status.taskId());
    return memory.ended().endedBy(status.taskId(), status.uuid())
        || (row != null && status.uuid() != null && status.uuid().equals(row.uuid()));
  }
}
