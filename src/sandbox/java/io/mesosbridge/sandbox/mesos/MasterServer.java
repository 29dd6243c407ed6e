package io.mesosbridge.sandbox.mesos;

import io.mesosbridge.sandbox.net.Ports;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One master's process, whether it leads or not: up or down, with those who are connected to it.
 */
final class MasterServer {

  static final String SCHEDULER = "/api/v1/scheduler";
  private static final String MASTER = "/master";

  private static final int FIRST_PORT = 5050;

  private final Cluster cluster;
  private final int number;
  private final SimSchedulerEndpoint scheduler;
  private final HttpFront http;
  private final Set<SimConnection> connections = new LinkedHashSet<>();
  private boolean up = true;

  /**
   * @throws IllegalStateException when its port is taken
   */
  MasterServer(Cluster cluster, int number) {
    this.cluster = cluster;
    this.number = number;
    this.scheduler = new SimSchedulerEndpoint(cluster, this);
    this.http = cluster.http() == null ? null : new HttpFront(cluster, this, scheduler, wanted());
  }

  /** Never an ephemeral one, which somebody's outgoing connection may have when it comes back. */
  private int wanted() {
    int first = cluster.config().port();
    return first == 0 ? Ports.free() : first + number;
  }

  /** The path of an endpoint, which may be asked for in several ways. */
  static String endpoint(String path) {
    String its = path.startsWith(MASTER + "/") ? path.substring(MASTER.length()) : path;
    return its.length() > 1 && its.endsWith("/") ? its.substring(0, its.length() - 1) : its;
  }

  int port() {
    return http == null ? FIRST_PORT + number : http.port();
  }

  String url() {
    String scheme = cluster.config().certificate() == null ? "http" : "https";
    return scheme + "://127.0.0.1:" + port();
  }

  SimVersion version() {
    return cluster.version();
  }

  boolean isUp() {
    return up;
  }

  /**
   * Only then can it lead.
   *
   * @throws IllegalArgumentException when it is down
   */
  void mustBeUp() {
    if (!up) {
      throw new IllegalArgumentException(
          "The master at " + url() + " is down and cannot lead; restart it first");
    }
  }

  SimSchedulerEndpoint scheduler() {
    return scheduler;
  }

  SimConnection connect(Duration latency) {
    SimConnection connection = new SimConnection(this, cluster.loop(), latency);
    connections.add(connection);
    return connection;
  }

  void forget(SimConnection connection) {
    connections.remove(connection);
  }

  void dropConnections() {
    if (http != null) {
      http.dropConnections();
    }
    List.copyOf(connections).forEach(SimConnection::drop);
  }

  /** As the death of its process: every connection breaks, and nothing listens any more. */
  void stop() {
    if (up) {
      up = false;
      dropConnections();
      if (http != null) {
        http.stop();
      }
    }
  }

  /** Listens at the same address again. */
  Future<?> restart() {
    if (up || http == null) {
      up = true;
      return Future.succeededFuture();
    }
    return http.listenAgain().onSuccess(listening -> up = true);
  }
}
