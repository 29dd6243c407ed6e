package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/** The cluster at a glance, as JSON. */
final class ClusterState {

  private ClusterState() {}

  static ObjectNode of(Cluster cluster) {
    ObjectNode state = SimJson.object();
    ArrayNode masters = state.putArray("masters");
    cluster
        .election()
        .servers()
        .forEach(
            server ->
                masters
                    .addObject()
                    .put("url", server.url())
                    .put("up", server.isUp())
                    .put(
                        "leads",
                        cluster.master() != null
                            && Objects.equals(cluster.election().lastLeader(), server)));
    ArrayNode agents = state.putArray("agents");
    cluster.agents().forEach(agent -> agents.add(agent(agent)));
    ArrayNode frameworks = state.putArray("frameworks");
    if (cluster.master() != null) {
      cluster.master().frameworks().forEach(framework -> frameworks.add(framework(framework)));
    }
    return state;
  }

  private static ObjectNode agent(Agent agent) {
    ObjectNode json =
        SimJson.object()
            .put("id", agent.id())
            .put("status", agent.status().name())
            .put("deactivated", agent.isDeactivated())
            .put("draining", agent.drain() != null && !agent.isDrained())
            .put("resources", agent.total().toString())
            .put("available", agent.available().toString());
    ArrayNode tasks = json.putArray("tasks");
    for (Task task : agent.tasks()) {
      tasks
          .addObject()
          .put("id", task.id())
          .put("framework_id", task.framework().id())
          .put("executor_id", task.executor().id())
          .put("state", task.state().text())
          .put("told", task.reportedState().text())
          .put("resources", task.resources().toString());
    }
    return json;
  }

  private static ObjectNode framework(SimFramework framework) {
    ObjectNode json =
        SimJson.object()
            .put("id", framework.id())
            .put("name", framework.info().json().path("name").asText())
            .put("subscribed", framework.isSubscribed());
    ArrayNode offers = json.putArray("offers");
    framework
        .offers()
        .values()
        .forEach(
            offer ->
                offers
                    .addObject()
                    .put("id", offer.id())
                    .put("agent_id", offer.agent().id())
                    .put("role", offer.role())
                    .put("resources", offer.resources().toString()));
    ArrayNode inverse = json.putArray("inverse_offers");
    framework.inverseOffers().keySet().forEach(inverse::add);
    return json;
  }
}
