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
    if (memory.ended().tellsOf(task)) { // it lives again, and whoever reads that is to believe it
      remove(WriteId.Plain.SURELY, memory.ended().of(task.taskId()).ofUnknownCommand());
    }
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
    memory.apply(end);
    write(id, memory.ended().of(end.taskId()));
  }

  private void write(WriteId id, Fact.TaskEnded end) {
    String name = end.uuid() == null ? journal.eventId() : end.uuid();
    journal.event(id, Outgoing.Topic.TASKS, end.taskId(), TYPE, name, null, Extras.ofEnd(end));
  }

  /** Writes the row, or that there is none, once more: something else stands in its place. */
  void rewrite(WriteId id, String taskId) {
    LiveTask task = memory.tasks().get(taskId);
    if (task == null) {
      remove(id, memory.ended().of(taskId));
    } else {
      put(id, task);
    }
  }

  /**
   * Writes every end that is remembered once more, since whoever leads next has to know the update
   * that an agent repeats of one, and behind them every row: some of these are of an id that ended.
   */
  void rewriteAll() {
    memory.ended().all().forEach(end -> write(WriteId.Plain.SURELY, end));
    List.copyOf(memory.tasks().values()).forEach(task -> put(WriteId.Plain.SURELY, task));
  }
}
