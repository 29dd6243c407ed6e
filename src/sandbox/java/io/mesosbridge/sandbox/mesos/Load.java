package io.mesosbridge.sandbox.mesos;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** A steady stream of updates from running tasks, until it is closed. */
public final class Load implements AutoCloseable {

  private final Cluster cluster;
  private final double perSecond;
  private final long start = System.nanoTime();
  private final long timer;
  private Iterator<Task> next = List.<Task>of().iterator();
  private long made;

  Load(Cluster cluster, double perSecond, Duration tick) {
    this.cluster = cluster;
    this.perSecond = perSecond;
    this.timer = cluster.loop().every(tick, this::catchUp);
  }

  private void catchUp() {
    double due = (System.nanoTime() - start) / 1e9 * perSecond;
    while (made < due) {
      if (!next.hasNext()) {
        next = running().iterator();
        if (!next.hasNext()) {
          return;
        }
      }
      Task task = next.next();
      if (task.state() == TaskState.RUNNING) {
        task.report(TaskState.RUNNING, "REASON_TASK_CHECK_STATUS_UPDATED", null);
        made++;
      }
    }
  }

  private List<Task> running() {
    return cluster.agents().stream()
        .flatMap(agent -> agent.tasks().stream())
        .filter(task -> task.state() == TaskState.RUNNING)
        .toList();
  }

  /** How many updates there have been. */
  public long made() {
    return cluster.loop().call(() -> made);
  }

  @Override
  public void close() {
    cluster.loop().run(() -> cluster.loop().cancel(timer));
  }
}
