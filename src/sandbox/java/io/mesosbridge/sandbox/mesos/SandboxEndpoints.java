package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.core.JsonProcessingException;

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

  Answer answer(String path, String body) {
    if (path.equals("state")) {
      return Answer.json(ClusterState.of(cluster).toString());
    }
    if (path.equals("faults")) {
      return Answer.json(cluster.catalogue().describe().toString());
    }
    return path.startsWith(FAULT)
        ? strike(path.substring(FAULT.length()), body)
        : new Answer(404, "There are /sandbox/state and /sandbox/faults");
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
