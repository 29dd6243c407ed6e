package io.mesosbridge.core.task;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import io.mesosbridge.core.task.LiveTask.Launch;
import io.mesosbridge.core.task.Publications.Publication;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The live-task table and the updates that change it: an update is acknowledged once Kafka has both
 * it and its row, which leave together where that is safe, else one after the other.
 */
public final class Tasks implements LiveTask.TaskLookup {

  public static final Outgoing.Type UPDATE = new Outgoing.Type(true, "UPDATE");

  private final Memory memory;
  private final Journal journal;
  private final Outside outside;
  private final Acknowledgements acknowledgements;
  private final Publications publications;
  private final TaskRows rows;
  private final Questions questions = new Questions();

  /** What former leaders left to come, until a subscription stands. */
  private List<Fact.TaskEnded> endsToCome;

  /** The table as remembered. */
  public Tasks(Memory memory, Journal journal, Outside outside, Acknowledgements acknowledgements) {
    this.memory = memory;
    this.journal = journal;
    this.outside = outside;
    this.acknowledgements = acknowledgements;
    this.publications = new Publications(memory);
    this.rows = new TaskRows(memory, journal);
    this.endsToCome = memory.ended().toCome();
  }

  @Override
  public Optional<LiveTask> find(String taskId) {
    return Optional.ofNullable(memory.tasks().get(taskId));
  }

  @Override
  public Stream<LiveTask> findByExecutor(String executorId) {
    return memory.tasksOf(executorId);
  }

  /** A subscription stands: agents send again what is not acknowledged. */
  public void subscribed() {
    questions.subscribed();
    endsToCome.forEach(end -> acknowledgements.expect(end.taskId()));
    endsToCome = List.of();
  }

  /** Mesos has answered for the task: if it is a {@link Memory#strays stray}, it does not live. */
  public void answeredFor(TaskStatus status) {
    String taskId = status.taskId();
    if (memory.strays().containsKey(taskId)) {
      boolean toCome = StatusMeaning.isEndToCome(status);
      bury(taskId, null, toCome);
      if (toCome) {
        acknowledgements.expect(taskId);
      }
    }
  }

  /** Every live task. */
  public Collection<LiveTask> all() {
    return memory.tasks().values();
  }

  /** Whether its end, or that it is back, is on its way to Kafka, or its end to Mesos. */
  public boolean isUndecided(String taskId) {
    return publications.isUndecided(taskId)
        || (find(taskId).isEmpty() && acknowledgements.holds(taskId));
  }

  /** Whether a task launched by that command is, or was, there. */
  public boolean wasLaunchedBy(String taskId, String commandId) {
    return find(taskId)
        .map(row -> commandId.equals(row.commandId()))
        .orElseGet(() -> memory.ended().launchedBy(taskId, commandId));
  }

  /** Those that ended last. */
  public EndedTasks ended() {
    return memory.ended();
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
      bury(taskId, null, memory.ended().of(taskId).toCome()); // it was another command of that id
    }
    questions.launching(taskId);
  }

  /** What the status means; launchInDoubt is the command of a launch in doubt, or null. */
  public StatusMeaning meaningOf(TaskStatus status, String launchInDoubt, Reconciliation asking) {
    String taskId = status.taskId();
    return StatusMeaning.of(
        status,
        new StatusMeaning.Known(
            publications.isRepeated(status),
            memory.tasks().get(taskId),
            memory.ended().contains(taskId),
            launchInDoubt,
            questions.isWanted(taskId),
            asking.hasAsked(taskId),
            questions.isLate(taskId)));
  }

  /**
   * A repeated update is acknowledged again, unless it or its row is still on its way to Kafka;
   * returns whether it is published instead: this term has only seen that its row tells of it.
   */
  public boolean repeated(TaskStatus status) {
    outside.count(Outside.Counted.UPDATE_REPEATED);
    if (!publications.isUnseen(status) && !publications.contains(status)) {
      acknowledge(status, journal.now());
    }
    return publications.isUnseen(status);
  }

  /** Publishes an update once more that its row tells of already. */
  public void publishAgain(TaskStatus status, Slice json) {
    Launch launch = launchOf(status);
    Publication update = publications.begin(status, launch, false, journal.now());
    write(new WriteId.Update(update), status, json, launch.headers(false));
  }

  /** Publishes an update that changes the table; if so, one that says what is placed again. */
  public void publish(TaskStatus status, Slice json, Launch launch, boolean placedAgain) {
    questions.told(status.taskId());
    Launch ended = placedAgain ? Launch.UNKNOWN : launch; // or the next end would be taken for it
    Publication update = publications.begin(status, ended, true, journal.now());
    write(new WriteId.Update(update), status, json, launch.headers(placedAgain));
    if (!update.isRowToCome) {
      writeRow(update);
    }
  }

  /** Publishes an answer that changes nothing in the table. */
  public void answer(TaskStatus status, Slice json) {
    questions.told(status.taskId());
    outside.count(Outside.Counted.UPDATE_PUBLISHED);
    write(WriteId.Plain.SURELY, status, json, launchOf(status).headers(false));
  }

  /** An answer came that changes nothing and that nobody wants to hear. */
  public void nothingNew(TaskStatus status) {
    questions.told(status.taskId());
    outside.count(Outside.Counted.UPDATE_NOTHING_NEW);
  }

  private void write(WriteId id, TaskStatus status, Slice json, Extras extras) {
    journal.event(
        id,
        Outgoing.Topic.TASK_UPDATES,
        status.taskId(),
        UPDATE,
        status.uuid() == null ? journal.eventId() : status.uuid(),
        json.toArray(),
        extras);
  }

  /** Kafka has an update. */
  public void updateWritten(Publication update) {
    outside.count(Outside.Counted.UPDATE_PUBLISHED);
    if (publications.updateAnswered(update, false)) {
      writeRow(update);
    }
    answered(update, false);
  }

  /** Kafka has no room for an update, which will come again. */
  public void updateRefused(Publication update) {
    publications.updateAnswered(update, true);
    answered(update, true);
  }

  /** Kafka has an update or its row, or refused it: once it has both, Mesos may forget it. */
  public void answered(Publication update, boolean refused) {
    if (publications.answered(update, refused)) {
      acknowledgements.came(update.status);
      acknowledge(update.status, update.since);
    }
    publications.endIfAnswered(update);
  }

  private void writeRow(Publication update) {
    if (!publications.changesNothing(update)) {
      update.awaitsRow();
      WriteId.Row row = new WriteId.Row(update);
      TaskStatus status = update.status;
      if (update.isEnd()) {
        boolean toCome = status.uuid() == null && StatusMeaning.isEndToCome(status);
        String commandId = update.launch.commandId();
        remove(row, new Fact.TaskEnded(status.taskId(), status.uuid(), commandId, toCome));
      } else {
        LiveTask old = memory.tasks().get(status.taskId());
        rows.put(row, LiveTask.after(status, old, update.launch, memory.groups(), journal.time()));
      }
    }
  }

  private void acknowledge(TaskStatus status, Now since) {
    String rowsAgent = find(status.taskId()).map(LiveTask::agentId).orElse(null);
    acknowledgements.published(status, rowsAgent, launchOf(status).commandId(), since);
  }

  /**
   * A launch was taken: from now on its task is reconciled, even if no update ever comes. The row
   * of one that came, or the tombstone, is written again, since Kafka may not have it yet.
   *
   * @return whether a record is written because of that
   */
  public boolean launched(String taskId, String agentId, Launch launch) {
    WriteId id = new WriteId.LaunchRow(taskId, launch.commandId());
    LiveTask row = memory.tasks().get(taskId);
    if (row == null && !memory.ended().launchedBy(taskId, launch.commandId())) {
      rows.put(id, LiveTask.launched(taskId, agentId, launch, memory.groups(), journal.time()));
    } else if (row == null || publications.mayContainRowOf(row, launch.commandId())) {
      rows.rewrite(id, taskId);
    } else {
      return false;
    }
    return true;
  }

  /** Writes the row, or that there is none, once more: something else stands in its place. */
  public void rewrite(String taskId) {
    rows.rewrite(WriteId.Plain.SURELY, taskId);
  }

  /** Writes every row and end once more: the topic was made anew. */
  public void rewriteAll() {
    rows.rewriteAll();
  }

  /** Takes all rows out: the framework is gone, and its tasks with it. */
  public void removeAll() {
    publications.forgetAll();
    acknowledgements.forgetAll();
    List.copyOf(all()).forEach(task -> bury(task.taskId(), task.commandId(), false));
    List.copyOf(memory.strays().keySet()).forEach(taskId -> bury(taskId, null, false));
    // or the next framework would wait for what nobody sends
    memory.ended().toCome().forEach(end -> bury(end.taskId(), end.commandId(), false));
  }

  private void bury(String taskId, String commandId, boolean toCome) {
    String uuid = memory.ended().of(taskId).uuid();
    remove(WriteId.Plain.SURELY, new Fact.TaskEnded(taskId, uuid, commandId, toCome));
  }

  private void remove(WriteId id, Fact.TaskEnded end) {
    questions.ended(end.taskId());
    rows.remove(id, end);
  }

  /** Which command launched the task of which Mesos tells, as far as is known. */
  public Launch launchOf(TaskStatus status) {
    return find(status.taskId())
        .map(LiveTask::launch)
        .or(() -> memory.ended().commandOf(status).map(id -> new Launch(id, null)))
        .orElse(Launch.UNKNOWN);
  }
}
