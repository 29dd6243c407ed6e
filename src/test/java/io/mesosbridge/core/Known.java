package io.mesosbridge.core;

import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.FrameworkRecord.State;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.mesos.SubscriptionState.Subscribed;
import io.mesosbridge.core.task.LiveTask;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** What a term of a test begins with. */
public final class Known {

  public static final String FRAMEWORK = "framework-1";
  public static final String AGENT = "agent-1";
  public static final String MASTER = "http://master-1";

  private Known() {}

  /** The framework. */
  public static FrameworkRecord framework() {
    return new FrameworkRecord(FRAMEWORK, State.REGISTERED, MASTER, "", null, null, null);
  }

  /** That version of Mesos. */
  public static MesosVersion mesos(String version) {
    return MesosVersion.parse(version).orElseThrow();
  }

  /** A subscription of that stream, at the newest version of Mesos. */
  public static Subscribed subscribed(String frameworkId, String streamId) {
    return subscribed(frameworkId, streamId, MesosVersion.NEWEST);
  }

  /** A subscription of that stream, at that version of Mesos. */
  public static Subscribed subscribed(String frameworkId, String streamId, MesosVersion version) {
    return new Subscribed(
        URI.create(MASTER),
        version,
        frameworkId,
        streamId,
        Duration.ofSeconds(15),
        new Event.Master(null, null, 0, null),
        Instant.EPOCH);
  }

  /** A subscription that ended, with so many in a row that answered no call. */
  public static Happening.Ended ended(int silences) {
    Subscribed from = subscribed(FRAMEWORK, "stream");
    return new Happening.Ended(
        from, Cause.END_OF_STREAM, "the master closed the stream", null, silences);
  }

  /** A row of which no more is known; all but id and state may be null. */
  public static LiveTask row(
      String taskId,
      String state,
      String agentId,
      String executorId,
      String uuid,
      String commandId) {
    return new LiveTask(
        taskId,
        state,
        agentId,
        executorId,
        uuid,
        "",
        commandId,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** A task that runs; uuid and commandId may be null. */
  public static Fact running(String taskId, String uuid, String commandId) {
    return new Fact.TaskRow(row(taskId, "TASK_RUNNING", AGENT, null, uuid, commandId), FRAMEWORK);
  }

  /** A task that runs with that much; all but its id may be null. */
  public static Fact live(String taskId, String executorId, String role, String resources) {
    return new Fact.TaskRow(
        new LiveTask(
            taskId,
            "TASK_RUNNING",
            AGENT,
            executorId,
            "u",
            "",
            "c",
            null,
            null,
            role,
            resources,
            null,
            null,
            null),
        FRAMEWORK);
  }

  /** A task that ended by an update of that uuid. */
  public static Fact ended(String taskId, String uuid, String commandId) {
    return new Fact.TaskEnded(taskId, uuid, commandId, false);
  }
}
