package io.mesosbridge.sandbox.mesos;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who leads, and whom the masters believe to lead. */
final class SimElection {

  private final Cluster cluster;
  private final List<MasterServer> servers = new ArrayList<>();
  private MasterServer leader;
  private MasterServer believed;
  private MasterServer last;
  private SimMaster master;
  private boolean recovering;
  private long recovery = -1;

  SimElection(Cluster cluster) {
    this.cluster = cluster;
  }

  void add(MasterServer server) {
    servers.add(server);
  }

  List<MasterServer> servers() {
    return servers;
  }

  /** Null while nobody leads. */
  SimMaster master() {
    return master;
  }

  /** The one that leads, or else led last. */
  MasterServer lastLeader() {
    return last;
  }

  /**
   * Makes a master lead, with an empty memory that agents and frameworks fill again.
   *
   * @throws IllegalArgumentException when it is down
   */
  void elect(MasterServer server) {
    server.mustBeUp();
    depose();
    leader = server;
    believed = server;
    last = server;
    master = new SimMaster(cluster, server.port());
    master.start();
    for (Agent agent : cluster.agents()) {
      if (agent.status() != AgentStatus.UNREACHABLE && agent.status() != AgentStatus.GONE) {
        cluster.connections().recovered(agent);
      }
      cluster
          .loop()
          .after(cluster.config().reregistration(), () -> cluster.connections().seek(agent));
    }
  }

  /** Ends the leader's term; the others go on believing in it. */
  void depose() {
    if (master != null) {
      master.stop();
      master = null;
      leader = null;
    }
  }

  /**
   * The leader steps down at once and is followed by the next master that is up, if there is one.
   */
  void change() {
    MasterServer old = believed;
    if (old != null) {
      depose();
      old.dropConnections();
      followAfterDetection(old);
    }
  }

  /** The leader's process dies; nothing answers at its address any more. */
  void kill() {
    MasterServer old = believed;
    if (old != null) {
      depose();
      old.stop();
      followAfterDetection(old);
    }
  }

  private void followAfterDetection(MasterServer old) {
    cluster
        .loop()
        .after(
            cluster.config().leaderDetection(),
            () -> {
              if (master == null) {
                believed = null;
                next(old).ifPresent(this::elect);
              }
            });
  }

  /** A dead master listens again, and leads if nobody else does. */
  Future<?> restart(MasterServer server) {
    return server
        .restart()
        .onSuccess(
            listening -> {
              if (master == null && believed == null) {
                elect(server);
              }
            });
  }

  private Optional<MasterServer> next(MasterServer old) {
    int from = servers.indexOf(old);
    for (int i = 1; i <= servers.size(); i++) {
      MasterServer candidate = servers.get((from + i) % servers.size());
      if (candidate.isUp()) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Nobody leads, and all masters know it. */
  void nobody() {
    depose();
    believed = null;
  }

  /** The leader refuses every call for that long from now, as one that still reads its registry. */
  void recoverFor(Duration duration) {
    cluster.loop().cancel(recovery);
    recovering = true;
    recovery = cluster.loop().after(duration, () -> recovering = false);
  }

  void stop() {
    depose();
  }

  /** Why a master does not take calls; null when it leads and is ready. */
  Answer refusal(MasterServer server, String path) {
    if (server == leader) {
      return recovering ? new Answer(503, "Master has not finished recovery") : null;
    }
    return believed == null || believed == server
        ? new Answer(503, "No leader elected")
        : Answer.with(307, "", "Location", "//127.0.0.1:" + believed.port() + path);
  }
}
