package io.mesosbridge.events;

import io.mesosbridge.core.Recent;
import io.mesosbridge.core.mesos.TaskStatus;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.TaskState;
import io.mesosbridge.events.Launches.Launch;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.state.Tasks;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Task updates: to Kafka first, then into the live-task table, then acknowledged. A repeated one is
 * acknowledged again and not published again; an answer to a reconciliation is published when it
 * tells something new or somebody asked.
 */
public final class Updates {

  /** An agent that never comes back never answers; what was asked longest ago is forgotten. */
  private static final int MOST_ASKED_FOR = 200_000;

  private static final String RECONCILIATION = "REASON_RECONCILIATION";

  private final Journal journal;
  private final Topics topics;
  private final Tasks tasks;
  private final Launches launches;
  private final Acknowledgements acknowledgements;
  private final Counter repeated;
  private final Counter nothingNew;
  private final Counter published;
  private final Map<String, String> beingPublished = new HashMap<>();
  private final Set<String> askedFor = Collections.newSetFromMap(new Recent<>(MOST_ASKED_FOR));

  /** No update is on its way to Kafka yet. */
  public Updates(
      Journal journal,
      Topics topics,
      Tasks tasks,
      Launches launches,
      Acknowledgements acknowledgements,
      MeterRegistry meters) {
    this.journal = journal;
    this.topics = topics;
    this.tasks = tasks;
    this.launches = launches;
    this.acknowledgements = acknowledgements;
    this.repeated = meters.counter("bridge.updates", "what", "repeated");
    this.nothingNew = meters.counter("bridge.updates", "what", "nothing-new");
    this.published = meters.counter("bridge.updates", "what", "published");
  }

  /** A consumer asked for the task's state: the next answer is published whatever it says. */
  public void askedFor(String taskId) {
    askedFor.add(taskId);
  }

  /** Whether the task is in another state than the table says. */
  public boolean differs(TaskStatus status) {
    return tasks
        .find(status.taskId())
        .map(task -> !task.state().equals(status.state()))
        .orElse(!tasks.ended().contains(status.taskId()) && !saysThatItNeverWas(status));
  }

  private static boolean saysThatItNeverWas(TaskStatus status) {
    return status.uuid() == null && TaskState.saysUnknown(status.state());
  }

  /** Whether Kafka has this update already, or is about to. */
  public boolean isRepeated(TaskStatus status) {
    if (status.uuid() == null) {
      return false;
    }
    return status.uuid().equals(beingPublished.get(status.taskId())) || isPublished(status);
  }

  /**
   * Whether the update only confirms what the table says, and no consumer asked.
   *
   * @param wasOurQuestion whether the bridge asked for the task: then that a task never was is no
   *     news, since only a launch in doubt makes the bridge ask for such a one
   */
  public boolean tellsNothingNew(TaskStatus status, boolean wasOurQuestion) {
    boolean isAnswer = status.uuid() == null && RECONCILIATION.equals(status.reason());
    if (!isAnswer || askedFor.contains(status.taskId())) {
      return false;
    }
    boolean neverWas = tasks.find(status.taskId()).isEmpty() && saysThatItNeverWas(status);
    boolean isNews = neverWas && !wasOurQuestion && !tasks.ended().contains(status.taskId());
    return !isNews && !differs(status);
  }

  /** Acknowledges a repeated update again, unless its first copy is still on its way to Kafka. */
  public void repeat(TaskStatus status) {
    repeated.increment();
    if (isPublished(status)) {
      acknowledgements.published(status);
    }
  }

  /** Counts an answer that told nothing new. */
  public void ignore() {
    nothingNew.increment();
  }

  /** Publishes an update. */
  public void publish(TaskStatus status) {
    askedFor.remove(status.taskId());
    if (status.uuid() != null) {
      beingPublished.put(status.taskId(), status.uuid());
    }
    String id = status.uuid() == null ? journal.eventId() : status.uuid();
    Launch launch = launchOf(status.taskId());
    var record =
        journal.event(topics.taskUpdates, status.taskId(), "UPDATE", id, status.json().toArray());
    Journal.with(record, Tasks.COMMAND_HEADER, launch.commandId());
    Journal.with(record, "traceparent", launch.traceparent());
    journal.write(record, (metadata, failure) -> settle(status, id, failure == null));
  }

  private void settle(TaskStatus status, String id, boolean written) {
    boolean latest = beingPublished.remove(status.taskId(), status.uuid());
    if (!written) {
      return;
    }
    published.increment();
    Runnable acknowledge = () -> acknowledgements.published(status);
    if (TaskState.isTerminal(status.state())) {
      String commandId = launchOf(status.taskId()).commandId();
      launches.remove(status.taskId());
      tasks.remove(status.taskId(), status.uuid(), commandId, id, acknowledge);
    } else if (TaskState.isOutOfSight(status.state()) && tasks.find(status.taskId()).isEmpty()) {
      acknowledge.run();
    } else if (latest || status.uuid() == null) {
      tasks.put(row(status), id, acknowledge);
      launches.remove(status.taskId());
    } else {
      acknowledge.run();
    }
  }

  private LiveTask row(TaskStatus status) {
    LiveTask before = tasks.find(status.taskId()).orElse(null);
    Launch launch = launchOf(status.taskId());
    return new LiveTask(
        status.taskId(),
        status.state(),
        newest(status.agentId(), before == null ? null : before.agentId()),
        newest(status.executorId(), before == null ? null : before.executorId()),
        newest(status.uuid(), before == null ? null : before.uuid()),
        Instant.now().toString(),
        launch.commandId(),
        launch.traceparent());
  }

  private Launch launchOf(String taskId) {
    return launches
        .find(taskId)
        .orElseGet(
            () ->
                tasks
                    .find(taskId)
                    .map(task -> new Launch(task.commandId(), task.traceparent()))
                    .orElse(new Launch(null, null)));
  }

  private boolean isPublished(TaskStatus status) {
    return tasks.ended().endedBy(status.taskId(), status.uuid())
        || tasks
            .find(status.taskId())
            .map(task -> Objects.equals(task.uuid(), status.uuid()))
            .orElse(false);
  }

  private static String newest(String now, String before) {
    return now == null ? before : now;
  }
}
