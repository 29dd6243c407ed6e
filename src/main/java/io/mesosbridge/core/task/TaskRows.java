package io.mesosbridge.core.task;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.WriteId;
import java.util.List;

/** The records of the live-task table: a row for each task, a tombstone where one has ended. */
final class TaskRows {

  private static final Outgoing.Type TYPE = new Outgoing.Type(false, "task");

  private final Memory memory;
  private final Journal journal;

  TaskRows(Memory memory, Journal journal) {
    this.memory = memory;
    this.journal = journal;
  }

  /** The task lives, as the row says. */
  void put(WriteId id, LiveTask task) {
    memory.apply(new Fact.TaskRow(task, journal.frameworkId()));
    journal.event(
        id,
        Outgoing.Topic.TASKS,
        task.taskId(),
        TYPE,
        task.uuid() == null ? journal.eventId() : task.uuid(),
        task.json(),
        Extras.traced(task.traceparent()));
  }

  /** The task lives no longer, by an update or by what this term calls it then. */
  void remove(WriteId id, Fact.TaskEnded end) {
    String name = end.uuid() == null ? journal.eventId() : end.uuid();
    Fact.TaskEnded named = new Fact.TaskEnded(end.taskId(), name, end.commandId(), end.toCome());
    memory.apply(named);
    Extras extras = Extras.ofEnd(end.commandId(), end.toCome());
    journal.event(id, Outgoing.Topic.TASKS, end.taskId(), TYPE, name, null, extras);
  }

  /** Writes the row, or that there is none, once more: something else stands in its place. */
  void rewrite(String taskId) {
    LiveTask task = memory.tasks().get(taskId);
    if (task == null) {
      remove(WriteId.Plain.SURELY, memory.ended().of(taskId));
    } else {
      put(WriteId.Plain.SURELY, task);
    }
  }

  /**
   * Writes every row once more, and every end that is remembered: whoever leads next has to know
   * the update that an agent repeats of one.
   */
  void rewriteAll() {
    List.copyOf(memory.tasks().values()).forEach(task -> put(WriteId.Plain.SURELY, task));
    memory.ended().all().forEach(end -> remove(WriteId.Plain.SURELY, end));
  }
}
