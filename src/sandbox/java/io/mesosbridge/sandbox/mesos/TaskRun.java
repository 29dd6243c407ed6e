package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;

/** The life of a task's process, from its launch to its end. */
final class TaskRun {

  private static final int SIGABRT = 6;

  static final String DRAINING = "REASON_AGENT_DRAINING";

  /** How long a process has that does not heed SIGTERM, where nobody says otherwise. */
  private static final double GRACE_SECONDS = 3;

  private final Task task;
  private final Cluster cluster;
  private final CommandPlan plan;
  private final HealthChecks checks;
  private long timer = -1;
  private long completion = -1;
  private boolean killed;
  private SimTaskState killedAs = SimTaskState.KILLED;
  private String reason;

  TaskRun(Task task, Cluster cluster) {
    this.task = task;
    this.cluster = cluster;
    this.plan =
        lacksCommand()
            ? CommandPlan.LACKING
            : CommandPlan.of(
                task.info().path("command"),
                cluster.config().defaultTaskDuration().toMillis() / 1e3);
    this.checks = new HealthChecks(task, plan, cluster, () -> kill(MissingNode.getInstance()));
  }

  void launch() {
    Duration delay = cluster.config().launchDelay();
    long jitter = cluster.config().launchJitter().toMillis();
    if (jitter > 0) {
      delay = delay.plusMillis(cluster.loop().random().nextLong(jitter + 1));
    }
    timer = cluster.loop().after(delay, this::begin);
  }

  /** A command says what is run, unless an image does. */
  private boolean lacksCommand() {
    JsonNode container = task.info().path("container");
    boolean hasImage = container.has("docker") || container.path("mesos").has("image");
    return task.info().has("command") && !task.info().path("command").has("value") && !hasImage;
  }

  private void begin() {
    if (lacksCommand() && task.executor().isCommand()) { // which aborts then, before any update
      Executor executor = task.executor();
      task.reportByAgent(SimTaskState.FAILED, "REASON_EXECUTOR_TERMINATED", "Executor terminated");
      task.agent().exit(executor, SIGABRT);
      return;
    }
    checks.withoutResult();
    if (!cluster.version().isBefore(5)) {
      task.report(SimTaskState.STARTING, null, null);
    }
    task.report(SimTaskState.RUNNING, null, null);
    checks.start();
    timer = cluster.loop().after(cluster.config().simulated(plan.seconds()), this::end);
    JsonNode longest = task.info().path("max_completion_time");
    if (longest.has("nanoseconds")) {
      completion =
          cluster.loop().after(cluster.config().simulated(seconds(longest)), this::tookTooLong);
    }
  }

  private void end() {
    boolean well = plan.exitStatus() == 0;
    task.report(
        well ? SimTaskState.FINISHED : SimTaskState.FAILED,
        null,
        "Command exited with status " + plan.exitStatus());
    if (!well) {
      killOthersOfTheGroup();
    }
  }

  private void tookTooLong() {
    if (!killed) {
      killedAs = SimTaskState.FAILED;
      kill(0, "REASON_MAX_COMPLETION_TIME_REACHED");
    }
  }

  /**
   * Kills the task as its executor does; an executor of a group kills the whole group.
   *
   * @param policy the call's kill policy, before the task's own; missing for none
   */
  void kill(JsonNode policy) {
    JsonNode called = policy.path("grace_period");
    JsonNode own = task.info().path("kill_policy").path("grace_period");
    JsonNode grace = called.has("nanoseconds") ? called : own;
    kill(grace.has("nanoseconds") ? seconds(grace) : GRACE_SECONDS, null);
  }

  /**
   * Kills the task because its agent is to be left.
   *
   * @param longestGrace in seconds, at most the task's own; infinite for no other
   * @param gone whether it is told as gone by a framework that knows of that
   */
  void drain(double longestGrace, boolean gone) {
    JsonNode own = task.info().path("kill_policy").path("grace_period");
    if (gone && task.framework().has("PARTITION_AWARE")) {
      killedAs = SimTaskState.GONE_BY_OPERATOR;
      task.group().forEach(other -> other.run().killedAs = SimTaskState.GONE_BY_OPERATOR);
    }
    kill(Math.min(longestGrace, own.has("nanoseconds") ? seconds(own) : GRACE_SECONDS), DRAINING);
  }

  private static double seconds(JsonNode duration) {
    return duration.path("nanoseconds").asDouble() / 1e9;
  }

  private void kill(double grace, String why) {
    if (task.state().hasEnded()) {
      return;
    }
    if (!killed) {
      killed = true;
      reason = why;
      if (task.state() == SimTaskState.STAGING) {
        killBeforeDelivery();
        return;
      }
      stop();
      if (task.framework().has("TASK_KILLING_STATE")) {
        task.report(SimTaskState.KILLING, reason, null);
      }
      endBySignal(grace);
      killOthersOfTheGroup();
    } else if (plan.ignoresTerm()) {
      cluster.loop().cancel(timer); // a later kill may have less patience
      endBySignal(grace);
    }
  }

  private void endBySignal(double grace) {
    Duration delay = cluster.config().killDelay();
    if (plan.ignoresTerm()) {
      delay = delay.plus(cluster.config().simulated(grace));
    }
    String signal = plan.ignoresTerm() ? "Killed" : "Terminated";
    timer =
        cluster
            .loop()
            .after(
                delay,
                () -> {
                  checks.withoutResult();
                  task.report(killedAs, reason, "Command terminated with signal " + signal);
                });
  }

  /** The agent does not hand the task to its executor. Source: {@code slave.cpp} of Mesos. */
  void drop() {
    stop();
    timer = cluster.loop().after(cluster.config().launchDelay(), this::tellDropped);
  }

  private void tellDropped() {
    boolean isAware = task.framework().has("PARTITION_AWARE");
    task.reportByAgent(
        isAware ? SimTaskState.DROPPED : SimTaskState.LOST,
        "REASON_GC_ERROR",
        "Could not launch the task because we failed to unschedule directories scheduled for gc");
  }

  /** What the executor never got: the agent itself tells of its end, and of its group's. */
  private void killBeforeDelivery() {
    stop();
    task.reportByAgent(
        killedAs,
        reason == null ? "REASON_TASK_KILLED_DURING_LAUNCH" : reason,
        task.group().isEmpty()
            ? "Killed before delivery to the executor"
            : "A task within the task group was killed before delivery to the executor");
    killOthersOfTheGroup();
  }

  private void killOthersOfTheGroup() {
    for (Task other : task.group()) {
      if (!other.run().killed) {
        other.run().kill(GRACE_SECONDS, reason);
      }
    }
  }

  /** Ends the process without a word. */
  void stop() {
    cluster.loop().cancel(timer);
    cluster.loop().cancel(completion);
    checks.stop();
  }
}
