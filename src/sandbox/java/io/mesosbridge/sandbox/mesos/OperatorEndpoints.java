package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** What operators and their tools ask of a master. */
final class OperatorEndpoints {

  private static final String FRAMEWORK_ID = "frameworkId=";
  private static final String SIMULATED =
      "/api/v1/scheduler, /api/v1, /version, /health, /redirect, /teardown, /maintenance/schedule,"
          + " /state, /slaves, /frameworks, /metrics/snapshot, /slave(1)/state and /sandbox/...";

  private final Cluster cluster;
  private final MasterServer server;
  private final OperatorCalls calls;
  private final StateEndpoints state;

  OperatorEndpoints(Cluster cluster, MasterServer server) {
    this.cluster = cluster;
    this.server = server;
    this.calls = new OperatorCalls(cluster);
    this.state = new StateEndpoints(cluster, server);
  }

  /**
   * @param path without {@code /master} before it
   */
  Answer answer(HttpServerRequest request, String path, String body) {
    return switch (path) {
      case "/version" -> Answer.json(SimMasterInfo.version(cluster.version()));
      case "/health" -> new Answer(200, "");
      case "/redirect" -> redirect();
      case "/api/v1" ->
          byLeader(
              path,
              () -> posted(request, () -> calls.answer(request.getHeader("Content-Type"), body)));
      case "/teardown" -> byLeader(path, () -> posted(request, () -> teardown(body)));
      case "/maintenance/schedule" -> byLeader(path, () -> schedule(request, body));
      case "/metrics/snapshot" -> state.metrics();
      default -> {
        Answer answer = state.ofAgent(path);
        if (answer == null && state.isPart(path)) {
          answer = byLeader(path, () -> state.part(path));
        }
        yield answer == null ? notSimulated(path) : answer;
      }
    };
  }

  private interface Endpoint {
    Answer answer();
  }

  private Answer byLeader(String path, Endpoint endpoint) {
    Answer refusal = cluster.election().refusal(server, "/master" + path);
    return refusal == null ? endpoint.answer() : refusal;
  }

  private static Answer posted(HttpServerRequest request, Endpoint endpoint) {
    String method = request.method().name();
    return method.equals("POST") ? endpoint.answer() : Answer.methodNotAllowed(method, "POST");
  }

  /** A framework author is to see that the cluster ends here, not to look for a mistake. */
  static Answer notSimulated(String path) {
    return new Answer(
        404,
        "%s is not simulated (nor are quota, weights, min_allocatable_resources and whatever else"
                .formatted(path)
            + " docs/sandbox.md names); there are "
            + SIMULATED);
  }

  private Answer redirect() {
    Answer refusal = cluster.election().refusal(server, "");
    return refusal == null
        ? Answer.with(307, "", "Location", "//127.0.0.1:" + server.port())
        : refusal;
  }

  private Answer teardown(String form) {
    if (!form.startsWith(FRAMEWORK_ID)) {
      return Answer.badRequest("Missing 'frameworkId' query parameter");
    }
    String id;
    try {
      id = URLDecoder.decode(form.substring(FRAMEWORK_ID.length()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return Answer.badRequest("Unable to decode query string: " + e.getMessage());
    }
    SimFramework framework = cluster.master().framework(id);
    if (framework == null) {
      return Answer.badRequest("No framework found with specified ID");
    }
    cluster.master().remove(framework);
    return new Answer(200, "");
  }

  private Answer schedule(HttpServerRequest request, String body) {
    if (request.method().name().equals("GET")) {
      return Answer.json(new Maintenance(cluster).schedule().toString());
    }
    if (!request.method().name().equals("POST")) {
      return Answer.methodNotAllowed(request.method().name(), "GET", "POST");
    }
    try {
      JsonNode schedule = SimJson.MAPPER.readTree(body);
      new Maintenance(cluster).schedule(schedule);
      return new Answer(200, "");
    } catch (JsonProcessingException e) {
      return Answer.badRequest("Failed to parse JSON: " + e.getOriginalMessage());
    }
  }
}
