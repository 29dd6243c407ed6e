package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** What operators and their tools ask of a master. */
final class OperatorEndpoints {

  private final Cluster cluster;
  private final MasterServer server;

  OperatorEndpoints(Cluster cluster, MasterServer server) {
    this.cluster = cluster;
    this.server = server;
  }

  void handle(HttpServerRequest request, String path) {
    switch (path) {
      case "/version" -> answer(request, Answer.json(SimMasterInfo.version()));
      case "/health" -> answer(request, new Answer(200, ""));
      case "/redirect" -> answer(request, redirect());
      case "/teardown" ->
          request.body().onSuccess(body -> answer(request, teardown(body.toString())));
      case "/maintenance/schedule" ->
          request.body().onSuccess(body -> answer(request, schedule(request, body)));
      default -> answer(request, new Answer(404, ""));
    }
  }

  private static void answer(HttpServerRequest request, Answer answer) {
    answer.writeTo(request.response());
  }

  private Answer redirect() {
    Answer refusal = cluster.election().refusal(server, "");
    return refusal == null
        ? Answer.with(307, "", "Location", "//127.0.0.1:" + server.port())
        : refusal;
  }

  private Answer teardown(String form) {
    Answer refusal = cluster.election().refusal(server, "/master/teardown");
    if (refusal != null) {
      return refusal;
    }
    String id = form.replaceFirst("^frameworkId=", "");
    SimFramework framework =
        cluster.master().framework(URLDecoder.decode(id, StandardCharsets.UTF_8));
    if (framework == null) {
      return Answer.badRequest("No framework found with specified ID");
    }
    cluster.master().remove(framework);
    return new Answer(200, "");
  }

  private Answer schedule(HttpServerRequest request, Buffer body) {
    Answer refusal = cluster.election().refusal(server, "/master/maintenance/schedule");
    if (refusal != null) {
      return refusal;
    }
    if (request.method().name().equals("GET")) {
      return Answer.json(new Maintenance(cluster).schedule().toString());
    }
    try {
      JsonNode schedule = SimJson.MAPPER.readTree(body.toString());
      new Maintenance(cluster).schedule(schedule);
      return new Answer(200, "");
    } catch (JsonProcessingException e) {
      return Answer.badRequest("Failed to parse JSON: " + e.getOriginalMessage());
    }
  }
}
