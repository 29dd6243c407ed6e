package io.mesosbridge.state;

import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Topics;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The live-task table and its topic. Lives on the bridge's context. */
public final class Tasks implements TaskLookup {

  private final Journal journal;
  private final Topics topics;
  private final Map<String, LiveTask> live;
  private final EndedTasks ended;

  /** The table as remembered. */
  public Tasks(Journal journal, Topics topics, Remembered remembered) {
    this.journal = journal;
    this.topics = topics;
    this.live = remembered.tasks();
    this.ended = remembered.ended();
  }

  @Override
  public Optional<LiveTask> find(String taskId) {
    return Optional.ofNullable(live.get(taskId));
  }

  @Override
  public List<LiveTask> findByExecutor(String executorId) {
    return live.values().stream().filter(task -> executorId.equals(task.executorId())).toList();
  }

  /** Every live task. */
  public Collection<LiveTask> all() {
    return Collections.unmodifiableCollection(live.values());
  }

  /** The tasks that ended last. */
  public EndedTasks ended() {
    return ended;
  }

  /**
   * Enters a row, or changes it.
   *
   * @param id of the CloudEvent: the update's uuid, or of the event
   * @param done told once Kafka has it
   */
  public void put(LiveTask task, String id, Runnable done) {
    live.put(task.taskId(), task);
    ended.remove(task.taskId());
    write(task.taskId(), id, StateJson.write(task), task.traceparent(), done);
  }

  /**
   * Takes a row out.
   *
   * @param uuid of the update that ended the task, or null
   * @param id of the CloudEvent: the update's uuid, or of the event
   * @param done told once Kafka has it
   */
  public void remove(String taskId, String uuid, String id, Runnable done) {
    live.remove(taskId);
    ended.add(taskId, uuid);
    write(taskId, id, null, null, done);
  }

  /** Writes the row, or that there is none, once more: something else stands in its place. */
  public void rewrite(String taskId) {
    LiveTask task = live.get(taskId);
    if (task == null) {
      write(taskId, ended.endOf(taskId).orElseGet(journal::eventId), null, null, () -> {});
    } else {
      String id = task.uuid() == null ? journal.eventId() : task.uuid();
      write(taskId, id, StateJson.write(task), task.traceparent(), () -> {});
    }
  }

  /** Takes all rows out: the framework is gone, and its tasks with it. */
  public void removeAll() {
    for (String taskId : List.copyOf(live.keySet())) {
      remove(taskId, null, journal.eventId(), () -> {});
    }
  }

  private void write(String taskId, String id, byte[] row, String traceparent, Runnable done) {
    var record = journal.own(topics.tasks.name(), taskId, "task", id, row);
    journal.writeSurely(Journal.with(record, "traceparent", traceparent), written -> done.run());
  }
}
