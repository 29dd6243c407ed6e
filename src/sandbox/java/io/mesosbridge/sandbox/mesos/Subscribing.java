package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Objects;

/** SUBSCRIBE: always a stream, even when all it says is what was wrong. */
final class Subscribing {

  private final Master master;
  private final Cluster cluster;

  Subscribing(Master master, Cluster cluster) {
    this.master = master;
    this.cluster = cluster;
  }

  void subscribe(JsonNode call, HttpServerResponse response) {
    JsonNode json = call.path("subscribe").path("framework_info");
    List<String> suppressed = Json.strings(call.path("subscribe").path("suppressed_roles"));
    String id = Json.idIn(json, "id");
    Framework.Info info = new Framework.Info(id, json);
    String streamId = Ids.streamId();
    response.setChunked(true);
    response.putHeader("Content-Type", "application/json");
    response.putHeader("Mesos-Stream-Id", streamId);
    String broken = refusal(info, suppressed);
    if (broken != null) {
      Subscription refused = stream(id, streamId, response);
      refused.send(error(broken));
      refused.end();
    } else if (json.has("id")) {
      resubscribe(info, suppressed, stream(id, streamId, response));
    } else {
      String given = master.ids().nextFramework();
      Framework framework = new Framework(new Framework.Info(given, json));
      master.add(framework);
      begin(framework, suppressed, stream(given, streamId, response));
      master.allocator().allocate();
    }
  }

  private Subscription stream(String frameworkId, String streamId, HttpServerResponse response) {
    return new Subscription(
        frameworkId, streamId, response, cluster.ledger(), cluster.streamFaults());
  }

  private String refusal(Framework.Info info, List<String> suppressed) {
    return FrameworkRules.firstOf(
        List.of(
            () -> FrameworkRules.broken(info),
            () -> master.isCompleted(info.id()) ? "Framework has been removed" : null,
            () -> FrameworkRules.suppressed(info, suppressed),
            () -> changedPrincipal(info)));
  }

  private String changedPrincipal(Framework.Info info) {
    Framework known = master.framework(info.id());
    boolean same = known == null || Objects.equals(known.info().principal(), info.principal());
    return same ? null : "Changing framework's principal is not allowed.";
  }

  private void resubscribe(Framework.Info info, List<String> suppressed, Subscription stream) {
    Framework framework = master.framework(info.id());
    boolean failover = false;
    if (framework == null) {
      framework = new Framework(info);
      master.add(framework);
    } else {
      failover = framework.isSubscribed();
      takeOver(framework, info);
    }
    begin(framework, suppressed, stream);
    cluster.resendUpdates(framework.id());
    if (!failover) {
      master.allocator().allocate();
    }
  }

  private void takeOver(Framework framework, Framework.Info info) {
    Subscription old = framework.subscription();
    framework.subscription(null);
    if (old != null) {
      old.send(error("Framework failed over"));
      old.end();
      master.discardOffersOf(framework);
    }
    cluster.loop().cancel(framework.removal());
    ObjectNode kept = info.json().deepCopy();
    for (String unchangeable : List.of("user", "checkpoint")) {
      if (framework.info().json().has(unchangeable)) {
        kept.set(unchangeable, framework.info().json().get(unchangeable));
      }
    }
    framework.info(new Framework.Info(info.id(), kept));
  }

  private void begin(Framework framework, List<String> suppressed, Subscription stream) {
    framework.suppressed().clear();
    framework.suppressed().addAll(suppressed);
    framework.filters().clear();
    framework.subscription(stream);
    stream.whenGone(() -> master.disconnected(framework, stream));
    double interval = cluster.config().heartbeatInterval().toMillis() / 1000.0;
    ObjectNode subscribed = Json.object();
    subscribed.set("framework_id", Json.id(framework.id()));
    subscribed.put("heartbeat_interval_seconds", interval);
    subscribed.set("master_info", master.info());
    stream.send(Json.event("SUBSCRIBED", "subscribed", subscribed));
    stream.startHeartbeats(cluster.config().heartbeatInterval());
  }

  private static ObjectNode error(String message) {
    return Json.event("ERROR", "error", Json.object().put("message", message));
  }
}
