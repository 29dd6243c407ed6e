package io.mesosbridge.events;

import io.mesosbridge.config.UpdatesConfig;
import io.mesosbridge.core.mesos.OperationStatus;
import io.mesosbridge.core.mesos.OwnCalls;
import io.mesosbridge.core.mesos.TaskStatus;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.mesos.subscription.CallSender;
import io.mesosbridge.state.Tasks;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;

/**
 * Tells Mesos that Kafka has an update. One that gets lost on the way is no harm: the agent repeats
 * the update, and it is acknowledged again.
 */
public final class Acknowledgements {

  private static final Logger LOG = Logger.getLogger(Acknowledgements.class);

  private final Journal journal;
  private final CallSender calls;
  private final Tasks tasks;
  private final boolean byCommand;
  private final Counter impossible;

  /** Acknowledges nothing by itself when consumers do so by command. */
  public Acknowledgements(
      Journal journal, CallSender calls, Tasks tasks, UpdatesConfig config, MeterRegistry meters) {
    this.journal = journal;
    this.calls = calls;
    this.tasks = tasks;
    this.byCommand = config.acknowledge() == UpdatesConfig.Acknowledge.BY_COMMAND;
    this.impossible = meters.counter("bridge.acknowledgements.impossible");
  }

  /** Kafka has the task's update; one without uuid wants no acknowledgement. */
  public void published(TaskStatus status) {
    if (status.uuid() == null || byCommand) {
      return;
    }
    String agentId = agentOf(status);
    if (agentId == null) {
      impossible.increment();
      LOG.errorf(
          "Cannot acknowledge update %s of task %s: neither it nor the live-task table names an"
              + " agent",
          status.uuid(), status.taskId());
      return;
    }
    calls.send(own().acknowledge(status.taskId(), agentId, status.uuid()));
  }

  /** Kafka has the operation's update; only one with uuid, operation and agent can be named. */
  public void published(OperationStatus status) {
    boolean wanted = status.uuid() != null && status.operationId() != null;
    if (wanted && status.agentId() != null && !byCommand) {
      calls.send(own().acknowledge(status));
    }
  }

  private String agentOf(TaskStatus status) {
    return status.agentId() != null
        ? status.agentId()
        : tasks.find(status.taskId()).map(LiveTask::agentId).orElse(null);
  }

  private OwnCalls own() {
    return new OwnCalls(journal.frameworkId());
  }
}
