package io.mesosbridge.core.command;

import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Outgoing.Source;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.command.KeptLaunch.Dropped;
import io.mesosbridge.core.language.LogField;
import io.mesosbridge.core.task.LiveTask.Launch;
import io.mesosbridge.core.task.Reconciliation;
import io.mesosbridge.core.task.Tasks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** What was to be placed again, as updates of its tasks said, and is not, or maybe is not. */
final class NotPlacedAgain {

  private static final Logger LOG = Logger.getLogger(NotPlacedAgain.class);

  private final Journal journal;
  private final KeptLaunches kept;
  private final Tasks tasks;
  private final Reconciliation reconciliation;
  private String goneFrameworkId;

  NotPlacedAgain(Journal journal, KeptLaunches kept, Tasks tasks, Reconciliation reconciliation) {
    this.journal = journal;
    this.kept = kept;
    this.tasks = tasks;
    this.reconciliation = reconciliation;
  }

  /** The framework is gone, and its tasks with it, of which Mesos tells nothing any more. */
  void frameworkIsGone() {
    goneFrameworkId = journal.frameworkId();
  }

  /**
   * Such a launch is concluded. Where nobody knows how, its tasks are taken for live, so that
   * whoever leads next asks for them as well, until Mesos tells of them.
   */
  void concluded(Entry entry, CommandResult result) {
    if (isToBeAskedFor(result)) {
      for (Dropped each : kept.dropped(entry.id())) {
        String taskId = each.status().taskId();
        if (tasks.launched(taskId, result.agentId(), new Launch(entry.id(), null))) {
          entry.awaits(Subjects.task(taskId));
        }
      }
    }
  }

  /**
   * Such a launch is concluded, and Kafka has the updates of so many of its tasks once more, which
   * it has to have of all before the launch is forgotten, unless the launch took effect or may
   * have.
   *
   * @return whether the next one is on its way
   */
  boolean tells(CommandResult result, String traceparent, int told) {
    List<Dropped> dropped = kept.dropped(result.commandId());
    if (isToBeAskedFor(result)) {
      Map<String, String> unknown = new HashMap<>();
      dropped.forEach(each -> unknown.put(each.status().taskId(), result.agentId()));
      reconciliation.ask(unknown);
    }
    boolean tells = result.outcome() == Outcome.REJECTED && told < dropped.size();
    if (tells) {
      Dropped next = dropped.get(told);
      String taskId = next.status().taskId();
      LOG.warnf(
          "What was to be placed again is not: %s",
          result.error().message(), LogField.command(result.commandId()), LogField.task(taskId));
      Source now = journal.source();
      // it follows no event, and is no duplicate of another's
      journal.follow(new Source(journal.frameworkId(), null, 0, journal.epoch()));
      journal.event(
          new WriteId.NotPlacedAgain(result.commandId(), told + 1),
          Topic.TASK_UPDATES,
          taskId,
          Tasks.UPDATE,
          result.identity() + "/dropped/" + told, // consumers have seen that of the update
          next.update(),
          new Launch(result.commandId(), traceparent).headers(false));
      journal.follow(now);
    }
    return tells;
  }

  private boolean isToBeAskedFor(CommandResult result) {
    String frameworkId = result.frameworkId();
    return result.outcome() == Outcome.UNCERTAIN
        && frameworkId != null
        && frameworkId.equals(journal.frameworkId())
        && !frameworkId.equals(goneFrameworkId);
  }
}
