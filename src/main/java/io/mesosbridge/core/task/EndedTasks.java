package io.mesosbridge.core.task;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Recent;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The tasks that ended last, with the update that said so and the command that had launched them:
 * an agent repeats a terminal update whose acknowledgement got lost, and a launch whose result got
 * lost must not be taken for one that never was. Both must be recognised although the row is gone.
 */
public final class EndedTasks {

  private static final int MOST = 20_000;

  /** Of so many earlier tasks of an id is it known by which update they ended. */
  private static final int MOST_BEFORE = 4;

  private final Map<String, End> ends = new Recent<>(MOST);

  /** Notes the end of a task. */
  public void add(Fact.TaskEnded fact) {
    End earlier = ends.remove(fact.taskId());
    List<String> before = earlier == null ? List.of() : updatesOf(earlier.fact);
    boolean isFirst = before.isEmpty() && fact.before().isEmpty(); // as of nearly all
    ends.put(fact.taskId(), new End(isFirst ? fact : after(before, fact), false));
  }

  private static Fact.TaskEnded after(List<String> earlier, Fact.TaskEnded last) {
    List<String> before =
        Stream.of(last.before(), earlier)
            .flatMap(List::stream)
            .distinct()
            .filter(uuid -> !uuid.equals(last.uuid()) && !Journal.isEventId(uuid))
            .limit(MOST_BEFORE)
            .toList();
    return new Fact.TaskEnded(last.taskId(), last.uuid(), last.commandId(), last.toCome(), before);
  }

  private static List<String> updatesOf(Fact.TaskEnded end) {
    List<String> updates = new ArrayList<>(end.before());
    if (end.uuid() != null) {
      updates.add(0, end.uuid());
    }
    return updates;
  }

  /** Whether the task ended, with whatever update, and no other of its id has lived since. */
  public boolean contains(String taskId) {
    return find(taskId).isPresent();
  }

  private Optional<End> find(String taskId) {
    return Optional.ofNullable(ends.get(taskId)).filter(end -> !end.livesAgain);
  }

  /** Whether this very update ended the task, or one of its id before it. */
  public boolean endedBy(String taskId, String uuid) {
    End end = ends.get(taskId);
    return end != null
        && uuid != null
        && (uuid.equals(end.fact.uuid()) || end.fact.before().contains(uuid));
  }

  /** Whether the task ended after this very command had launched it. */
  public boolean launchedBy(String taskId, String commandId) {
    return commandOf(taskId).filter(commandId::equals).isPresent();
  }

  /**
   * Whether a task's first row is of one that is known to have ended: who wrote it did not know. A
   * command that launches its task once more writes before that the end was another's.
   */
  public boolean tellsOf(LiveTask row) {
    return row.hasNotBeenHeardOf()
        && row.commandId() != null
        && launchedBy(row.taskId(), row.commandId());
  }

  /** How the task ended, or that it did when nobody knows how. */
  Fact.TaskEnded of(String taskId) {
    return find(taskId)
        .map(End::fact)
        .orElseGet(() -> new Fact.TaskEnded(taskId, null, null, false));
  }

  /**
   * All that is remembered, the oldest first. Where another task of an id lives by now, no command
   * is named: to who reads no more than this, the updates of that task would be of it.
   */
  List<Fact.TaskEnded> all() {
    return ends.values().stream()
        .map(end -> end.livesAgain ? end.fact.ofUnknownCommand() : end.fact)
        .toList();
  }

  /** The ends that only the master has told of. */
  List<Fact.TaskEnded> toCome() {
    return ends.values().stream()
        .filter(end -> !end.livesAgain && end.fact.toCome())
        .map(End::fact)
        .toList();
  }

  /** Remembers what another one does as well. */
  public void addAll(EndedTasks other) {
    ends.putAll(other.ends);
  }

  /** The command that launched the task; empty when none is known, or the task has not ended. */
  public Optional<String> commandOf(String taskId) {
    return find(taskId).map(end -> end.fact.commandId());
  }

  /**
   * The same of the task of which Mesos tells. That is another one if an agent's update ended the
   * task, and another update of an agent comes: behind the end nothing comes of a task.
   */
  Optional<String> commandOf(TaskStatus status) {
    String taskId = status.taskId();
    boolean isOver = find(taskId).filter(End::isByAgent).isPresent();
    boolean isNext = isOver && status.uuid() != null && !endedBy(taskId, status.uuid());
    return isNext ? Optional.empty() : commandOf(taskId);
  }

  /** Tells of each task by which command it was launched, as far as that is known. */
  public void forEach(BiConsumer<String, String> launch) {
    ends.forEach((taskId, end) -> launch.accept(taskId, end.fact.commandId()));
  }

  /** A task of that id lives again; the end of the one before may still be repeated. */
  public void livesAgain(String taskId) {
    ends.computeIfPresent(taskId, (id, end) -> new End(end.fact, true));
  }

  private record End(Fact.TaskEnded fact, boolean livesAgain) {
    boolean isByAgent() {
      return fact.uuid() != null && !Journal.isEventId(fact.uuid()) && !fact.toCome();
    }
  }
}
