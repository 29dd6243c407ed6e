package io.mesosbridge.sandbox.mesos;

import io.vertx.core.http.HttpServerRequest;

/** {@code /sandbox/state} and {@code /sandbox/faults}: the simulation's own controls. */
final class SandboxEndpoints {

  private final Cluster cluster;

  SandboxEndpoints(Cluster cluster) {
    this.cluster = cluster;
  }

  void handle(HttpServerRequest request, String path) {
    if (path.equals("state")) {
      Answer.json(ClusterState.of(cluster).toString()).writeTo(request.response());
    } else {
      new Answer(404, "There is /sandbox/state").writeTo(request.response());
    }
  }
}
