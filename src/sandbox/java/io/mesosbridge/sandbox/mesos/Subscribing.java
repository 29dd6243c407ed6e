package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

/** SUBSCRIBE: always a stream, even when all it says is what was wrong. */
final class Subscribing {

  private final SimMaster master;
  private final Cluster cluster;

  Subscribing(SimMaster master, Cluster cluster) {
    this.master = master;
    this.cluster = cluster;
  }

  void subscribe(JsonNode call, Reply reply) {
    JsonNode json = call.path("subscribe").path("framework_info");
    List<String> suppressed = SimJson.strings(call.path("subscribe").path("suppressed_roles"));
    String id = SimJson.idIn(json, "id");
    SimFramework.Info info = new SimFramework.Info(id, json);
    String streamId = Ids.name(cluster.loop());
    String broken = refusal(info, suppressed, call.path("subscribe"));
    if (broken != null) {
      SimSubscription refused = stream(id, streamId, reply);
      refused.send(error(broken));
      refused.end();
    } else if (!id.isEmpty()) {
      resubscribe(info, suppressed, stream(id, streamId, reply));
    } else {
      String given = master.ids().nextFramework();
      SimFramework framework = new SimFramework(new SimFramework.Info(given, json));
      master.add(framework);
      begin(framework, suppressed, stream(given, streamId, reply), true);
    }
  }

  private SimSubscription stream(String frameworkId, String streamId, Reply reply) {
    return new SimSubscription(
        frameworkId, streamId, reply.stream(streamId), cluster.ledger(), cluster.streamFaults());
  }

  private String refusal(SimFramework.Info info, List<String> suppressed, JsonNode payload) {
    return FrameworkRules.firstOf(
        List.of(
            () -> FrameworkRules.broken(info),
            () -> master.isCompleted(info.id()) ? "Framework has been removed" : null,
            () -> FrameworkRules.suppressed(info, suppressed),
            () -> FrameworkRules.constraints(payload),
            () -> changedPrincipal(info)));
  }

  private String changedPrincipal(SimFramework.Info info) {
    SimFramework known = master.framework(info.id());
    boolean same = known == null || Objects.equals(known.info().principal(), info.principal());
    return same ? null : "Changing framework's principal is not allowed.";
  }

  private void resubscribe(
      SimFramework.Info info, List<String> suppressed, SimSubscription stream) {
    SimFramework framework = master.framework(info.id());
    boolean failover = false;
    if (framework == null) {
      framework = new SimFramework(info);
      master.add(framework);
    } else {
      failover = framework.isSubscribed();
      takeOver(framework, info);
    }
    begin(framework, suppressed, stream, !failover);
    cluster.resendUpdates(framework.id());
  }

  private void takeOver(SimFramework framework, SimFramework.Info info) {
    SimSubscription old = framework.subscription();
    framework.subscription(null);
    if (old != null) {
      old.send(error("Framework failed over"));
      old.end();
      master.discardOffersOf(framework);
    }
    cluster.loop().cancel(framework.removal());
    ObjectNode kept = info.json().deepCopy();
    for (String unchangeable : List.of("user", "checkpoint")) {
      kept.remove(unchangeable);
      if (framework.info().json().has(unchangeable)) {
        kept.set(unchangeable, framework.info().json().get(unchangeable));
      }
    }
    framework.info(new SimFramework.Info(info.id(), kept));
  }

  /** Begins a subscription, whose first offers may come before its first heartbeat or after it. */
  private void begin(
      SimFramework framework, List<String> suppressed, SimSubscription stream, boolean allocate) {
    framework.suppressOnly(suppressed);
    framework.subscription(stream);
    stream.whenGone(() -> master.disconnected(framework, stream));
    double interval = cluster.config().heartbeatInterval().toMillis() / 1000.0;
    ObjectNode subscribed = SimJson.object();
    subscribed.set("framework_id", SimJson.id(framework.id()));
    subscribed.put("heartbeat_interval_seconds", interval);
    SimVersion version = cluster.version();
    if (!version.isBefore(1)) {
      subscribed.set("master_info", master.info());
    }
    if (version.mayBeatEarly() && cluster.loop().random().nextBoolean()) {
      stream.heartbeat();
    }
    stream.send(SimJson.event("SUBSCRIBED", "subscribed", subscribed));
    boolean offersFirst = allocate && cluster.loop().random().nextBoolean();
    if (offersFirst) {
      master.allocator().allocate();
    }
    stream.startHeartbeats(cluster.config().heartbeatInterval());
    if (allocate && !offersFirst) {
      master.allocator().allocate();
    }
  }

  private static ObjectNode error(String message) {
    return SimJson.event("ERROR", "error", SimJson.object().put("message", message));
  }
}
