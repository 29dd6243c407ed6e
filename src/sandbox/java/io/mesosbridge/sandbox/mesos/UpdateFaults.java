package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** Updates that are repeated, and as many of them as one likes. */
public final class UpdateFaults {

  private static final Duration TICK = Duration.ofMillis(10);

  /** Tasks that are added in one go. */
  private static final int SLICE = 500;

  private final Cluster cluster;

  UpdateFaults(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Sends a task's last update once more, uuid included, although nobody asked for it.
   *
   * @throws IllegalArgumentException when no such task has sent an update
   */
  public void repeat(String taskId) {
    cluster
        .loop()
        .run(
            () -> {
              Task task = task(taskId);
              cluster.forward(task, task.reported());
            });
  }

  private Task task(String taskId) {
    return cluster.agents().stream()
        .flatMap(agent -> agent.tasks().stream())
        .filter(task -> task.id().equals(taskId) && task.reported() != null)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No task '" + taskId + "' on any agent has sent an update"));
  }

  /**
   * Puts running tasks that use no resources onto the agents in turn, named {@code prefix-0} and so
   * on.
   *
   * @param announced whether each sends TASK_RUNNING, to be acknowledged; else they are known to
   *     the master only
   * @throws IllegalArgumentException when the framework is unknown
   */
  public void addTasks(String frameworkId, String prefix, int count, boolean announced) {
    for (int from = 0; from < count; from += SLICE) {
      int first = from;
      int end = Math.min(count, from + SLICE);
      cluster.loop().run(() -> add(frameworkId, prefix, first, end, announced));
    }
  }

  private void add(String frameworkId, String prefix, int first, int end, boolean announced) {
    SimFramework framework =
        cluster.master() == null ? null : cluster.master().framework(frameworkId);
    if (framework == null) {
      throw new IllegalArgumentException("No framework '" + frameworkId + "' is registered");
    }
    for (int i = first; i < end; i++) {
      String id = prefix + "-" + i;
      Agent agent = cluster.agents().get(i % cluster.agents().size());
      ObjectNode info = SimJson.object().put("name", id);
      info.set("task_id", SimJson.id(id));
      info.set("agent_id", SimJson.id(agent.id()));
      Task task = agent.adopt(framework.info(), info, MissingNode.getInstance());
      framework.tasks().put(id, task);
      if (announced) {
        task.report(SimTaskState.RUNNING, null, null);
      } else {
        task.alreadyRunning();
      }
    }
  }

  /**
   * Has all running tasks report TASK_RUNNING with a uuid in turn, at that rate altogether, until
   * the load is closed.
   */
  public SimLoad load(int updatesPerSecond) {
    return cluster.loop().call(() -> new SimLoad(cluster, updatesPerSecond, TICK));
  }
}
