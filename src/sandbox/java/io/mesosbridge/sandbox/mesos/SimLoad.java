package io.mesosbridge.sandbox.mesos;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** A steady stream of updates from running tasks, until it is closed. */
public final class SimLoad implements AutoCloseable {

  private final Cluster cluster;
  private final double perSecond;
  private final Instant start;
  private final long timer;
  private Iterator<Task> next = List.<Task>of().iterator();
  private long made;

  SimLoad(Cluster cluster, double perSecond, Duration tick) {
    this.cluster = cluster;
    this.perSecond = perSecond;
    this.start = cluster.loop().now();
    this.timer = cluster.loop().every(tick, this::catchUp);
  }

  private void catchUp() {
    double due = Duration.between(start, cluster.loop().now()).toNanos() / 1e9 * perSecond;
    while (made < due) {
      if (!next.hasNext()) {
        next = running().iterator();
        if (!next.hasNext()) {
          return;
        }
      }
      Task task = next.next();
      if (task.state() == SimTaskState.RUNNING) {
        task.report(SimTaskState.RUNNING, "REASON_TASK_CHECK_STATUS_UPDATED", null);
        made++;
      }
    }
  }

  private List<Task> running() {
    return cluster.agents().stream()
        .flatMap(agent -> agent.tasks().stream())
        .filter(task -> task.state() == SimTaskState.RUNNING)
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
