package io.mesosbridge.sandbox.mesos;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What can befall masters; they are numbered from 0 as in {@link SimulatedCluster#urls()}. */
public final class MasterFaults {

  private final Cluster cluster;

  MasterFaults(Cluster cluster) {
    this.cluster = cluster;
  }

  /** The leader steps down; after the detection time the next master leads. */
  public void changeLeader() {
    cluster.loop().run(() -> cluster.election().change());
  }

  /** The leader's process dies; after the detection time the next master leads. */
  public void killLeader() {
    cluster.loop().run(() -> cluster.election().kill());
  }

  /** A killed master is there again, and leads only if nobody else does. */
  public void restart(int number) {
    CompletableFuture<?> listening =
        cluster
            .loop()
            .call(() -> cluster.election().restart(cluster.election().servers().get(number)))
            .toCompletionStage()
            .toCompletableFuture();
    listening.join();
  }

  /** Nobody leads, until {@link #elect}. */
  public void leaderAway() {
    cluster.loop().run(() -> cluster.election().nobody());
  }

  /**
   * Makes a master lead at once.
   *
   * @throws IllegalArgumentException when it is down
   */
  public void elect(int number) {
    cluster.loop().run(() -> cluster.election().elect(cluster.election().servers().get(number)));
  }

  /**
   * All masters are replaced by those of another version, and the one that led last leads at once.
   *
   * @throws IllegalArgumentException when that one is down
   */
  public void changeVersion(String mesos) {
    SimVersion version = SimVersion.parse(mesos);
    cluster
        .loop()
        .run(
            () -> {
              MasterServer server = cluster.election().lastLeader();
              server.mustBeUp();
              cluster.version(version);
              cluster.election().elect(server);
              server.dropConnections();
            });
  }

  /** The leader answers every call with 503 for that long, as it does while it recovers. */
  public void recoverFor(Duration duration) {
    cluster.loop().run(() -> cluster.election().recoverFor(duration));
  }
}
