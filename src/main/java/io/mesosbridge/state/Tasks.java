package io.mesosbridge.state;

import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.TaskLookup;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Topics;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The live-task table and its topic. Lives on the bridge's context. */
public final class Tasks implements TaskLookup {

  /** The header that names the command that launched a task. */
  public static final String COMMAND_HEADER = "mesos-command-id";

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
    write(row(task, id), done);
  }

  /**
   * Takes a row out.
   *
   * @param uuid of the update that ended the task, or null
   * @param commandId the command that launched it, or null
   * @param id of the CloudEvent: the update's uuid, or of the event
   * @param done told once Kafka has it
   */
  public void remove(String taskId, String uuid, String commandId, String id, Runnable done) {
    live.remove(taskId);
    ended.add(taskId, uuid, commandId);
    write(tombstone(taskId, commandId, id), done);
  }

  /** Writes the row, or that there is none, once more: something else stands in its place. */
  public void rewrite(String taskId) {
    LiveTask task = live.get(taskId);
    if (task == null) {
      String id = ended.uuidOf(taskId).orElseGet(journal::eventId);
      write(tombstone(taskId, ended.commandOf(taskId).orElse(null), id), () -> {});
    } else {
      write(row(task, task.uuid() == null ? journal.eventId() : task.uuid()), () -> {});
    }
  }

  /** Takes all rows out: the framework is gone, and its tasks with it. */
  public void removeAll() {
    for (LiveTask task : List.copyOf(live.values())) {
      remove(task.taskId(), null, task.commandId(), journal.eventId(), () -> {});
    }
  }

  private ProducerRecord<byte[], byte[]> row(LiveTask task, String id) {
    var row = journal.own(topics.tasks.name(), task.taskId(), "task", id, StateJson.write(task));
    return Journal.with(row, "traceparent", task.traceparent());
  }

  private ProducerRecord<byte[], byte[]> tombstone(String taskId, String commandId, String id) {
    var tombstone = journal.own(topics.tasks.name(), taskId, "task", id, null);
    return Journal.with(tombstone, COMMAND_HEADER, commandId);
  }

  private void write(ProducerRecord<byte[], byte[]> row, Runnable done) {
    journal.writeSurely(row, written -> done.run());
  }
}
