package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** {@code /api/v1/scheduler} of one master: notes the call, checks it and has it carried out. */
final class SchedulerEndpoint {

  private final Cluster cluster;
  private final SchedulerChecks checks;

  SchedulerEndpoint(Cluster cluster, MasterServer server) {
    this.cluster = cluster;
    this.checks = new SchedulerChecks(cluster, server);
  }

  void handle(HttpServerRequest http) {
    http.body().onSuccess(body -> received(http, body));
  }

  private void received(HttpServerRequest http, Buffer body) {
    SchedulerRequest request = parse(http, body);
    long number =
        cluster
            .ledger()
            .called(
                request.type(),
                Json.idIn(request.json(), "framework_id"),
                request.header("Mesos-Stream-Id"),
                request.body());
    cluster.callFaults().delayed(cluster.loop(), () -> answer(request, number));
  }

  private static SchedulerRequest parse(HttpServerRequest http, Buffer body) {
    boolean text = !"application/x-protobuf".equals(http.getHeader("Content-Type"));
    String content = body.toString(text ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    return new SchedulerRequest(http, content, json(content));
  }

  private static JsonNode json(String content) {
    try {
      return Json.MAPPER.readTree(content);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private void answer(SchedulerRequest request, long number) {
    CallFaults.Fault fault = cluster.callFaults().next(request.type());
    if (fault instanceof CallFaults.Refused refused) {
      reply(request, number, refused.answer());
    } else if (fault instanceof CallFaults.Dropped dropped) {
      if (dropped.carriedOut()) {
        carryOutUnheard(request);
      }
      request.http().connection().close();
    } else {
      Answer refusal = checks.refuse(request);
      if (refusal != null) {
        reply(request, number, refusal);
      } else if (request.isSubscribe()) {
        cluster.ledger().answered(number, 200, "");
        subscribe(request);
      } else {
        reply(request, number, carryOut(request));
      }
    }
  }

  private void reply(SchedulerRequest request, long number, Answer answer) {
    cluster.ledger().answered(number, answer.status(), answer.text());
    answer.writeTo(request.http().response());
  }

  /** Nothing of the stream's head may get out before the connection drops. */
  private void carryOutUnheard(SchedulerRequest request) {
    if (checks.refuse(request) != null) {
      return;
    }
    if (request.isSubscribe()) {
      boolean frozen = cluster.streamFaults().isFrozen();
      cluster.streamFaults().frozen(true);
      subscribe(request);
      cluster.loop().after(Duration.ZERO, () -> cluster.streamFaults().frozen(frozen));
    } else {
      carryOut(request);
    }
  }

  private void subscribe(SchedulerRequest request) {
    if (!request.http().response().closed()) {
      new Subscribing(cluster.master(), cluster)
          .subscribe(request.json(), request.http().response());
    }
  }

  private Answer carryOut(SchedulerRequest request) {
    Master master = cluster.master();
    Framework framework = master.framework(Json.idIn(request.json(), "framework_id"));
    return master.calls().handle(framework, request.type(), CallRules.payload(request.json()));
  }
}
