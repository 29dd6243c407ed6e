package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.http.HttpServerRequest;

/**
 * The simulation's own controls: {@code GET /sandbox/state}, {@code GET /sandbox/faults} and {@code
 * POST /sandbox/faults/<name>} with the fault's fields as a JSON object.
 */
final class SandboxEndpoints {

  private static final String FAULT = "faults/";

  private final Cluster cluster;

  SandboxEndpoints(Cluster cluster) {
    this.cluster = cluster;
  }

  void handle(HttpServerRequest request, String path) {
    if (path.equals("state")) {
      Answer.json(ClusterState.of(cluster).toString()).writeTo(request.response());
    } else if (path.equals("faults")) {
      Answer.json(cluster.catalogue().describe().toString()).writeTo(request.response());
    } else if (path.startsWith(FAULT)) {
      request
          .body()
          .onSuccess(
              body ->
                  strike(path.substring(FAULT.length()), body.toString())
                      .writeTo(request.response()));
    } else {
      new Answer(404, "There are /sandbox/state and /sandbox/faults").writeTo(request.response());
    }
  }

  private Answer strike(String name, String body) {
    try {
      return cluster
          .catalogue()
          .strike(name, SimJson.MAPPER.readTree(body.isBlank() ? "{}" : body));
    } catch (JsonProcessingException e) {
      return Answer.badRequest("The body must be a JSON object: " + e.getOriginalMessage());
    }
  }
}
