package io.mesosbridge.sandbox.mesos;

import java.util.List;

/** The life of a task's process, from its launch to its end. */
final class TaskRun {

  private static final String TERMINATED = "Command terminated with signal Terminated";

  private final Task task;
  private final Cluster cluster;
  private final CommandPlan plan;
  private final HealthChecks checks;
  private long timer = -1;
  private boolean killed;

  TaskRun(Task task, Cluster cluster) {
    this.task = task;
    this.cluster = cluster;
    this.plan =
        CommandPlan.of(
            task.info().path("command"), cluster.config().defaultTaskDuration().toMillis() / 1e3);
    this.checks = new HealthChecks(task, plan, cluster, this::kill);
  }

  void launch() {
    timer = cluster.loop().after(cluster.config().launchDelay(), this::begin);
  }

  private void begin() {
    checks.withoutResult();
    task.report(SimTaskState.STARTING, null, null);
    task.report(SimTaskState.RUNNING, null, null);
    checks.start();
    timer = cluster.loop().after(cluster.config().simulated(plan.seconds()), this::end);
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

  /** Kills the task as its executor does; an executor of a group kills the whole group. */
  void kill() {
    if (killed || task.state().hasEnded()) {
      return;
    }
    killed = true;
    stop();
    if (task.state() == SimTaskState.STAGING) {
      task.reportByAgent(
          SimTaskState.KILLED,
          "REASON_TASK_KILLED_DURING_LAUNCH",
          "A task was killed before delivery to the executor");
      return;
    }
    if (task.framework().has("TASK_KILLING_STATE")) {
      task.report(SimTaskState.KILLING, null, null);
    }
    timer =
        cluster
            .loop()
            .after(
                cluster.config().killDelay(),
                () -> {
                  checks.withoutResult();
                  task.report(SimTaskState.KILLED, null, TERMINATED);
                });
    killOthersOfTheGroup();
  }

  private void killOthersOfTheGroup() {
    if (!task.executor().isCommand()) {
      List.copyOf(task.executor().tasks()).forEach(other -> other.run().kill());
    }
  }

  /** Ends the process without a word. */
  void stop() {
    cluster.loop().cancel(timer);
    checks.stop();
  }
}
