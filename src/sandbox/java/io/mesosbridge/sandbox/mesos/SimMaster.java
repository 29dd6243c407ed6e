package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The leading master's memory, which begins empty with each leader. */
final class SimMaster {

  /** Frameworks whose removal is remembered ({@code --max_completed_frameworks}). */
  private static final int MOST_COMPLETED = 50;

  private static final byte[] NOTHING = {};

  private final Cluster cluster;
  private final String id;
  private final ObjectNode info;
  private final Ids ids;
  private final Map<String, SimFramework> frameworks = new LinkedHashMap<>();
  private final Set<String> completed = new LinkedHashSet<>();
  private final Map<String, SimOffer> offers = new LinkedHashMap<>();
  private final Map<Task, JsonNode> killWhenBack = new LinkedHashMap<>();
  private final Instant elected;
  private final Allocator allocator;
  private final InverseOffers inverseOffers;
  private final SimCalls calls;

  SimMaster(Cluster cluster, int port) {
    this.cluster = cluster;
    this.elected = cluster.loop().now();
    this.id = Ids.name(cluster.loop());
    this.ids = new Ids(id);
    this.info = SimMasterInfo.of(id, port, cluster.version());
    this.allocator = new Allocator(this, cluster);
    this.inverseOffers = new InverseOffers(this, cluster);
    this.calls = new SimCalls(this, cluster);
  }

  void start() {
    allocator.start();
  }

  /** Ends this leader: every stream breaks, and what it knew is forgotten. */
  void stop() {
    allocator.stop();
    for (SimFramework framework : frameworks.values()) {
      cluster.loop().cancel(framework.removal());
      SimSubscription stream = framework.subscription();
      framework.subscription(null);
      if (stream != null) {
        stream.cut(NOTHING);
      }
    }
    offers.values().forEach(offer -> cluster.loop().cancel(offer.expiry()));
    cluster.agents().forEach(Agent::forgetOffers);
  }

  String id() {
    return id;
  }

  ObjectNode info() {
    return info;
  }

  /** When it began to lead. */
  Instant elected() {
    return elected;
  }

  /** The ids of the frameworks whose removal is remembered, oldest first. */
  Set<String> completed() {
    return completed;
  }

  Ids ids() {
    return ids;
  }

  Allocator allocator() {
    return allocator;
  }

  SimCalls calls() {
    return calls;
  }

  InverseOffers inverseOffers() {
    return inverseOffers;
  }

  Collection<SimFramework> frameworks() {
    return frameworks.values();
  }

  /** Null for one that is unknown or removed. */
  SimFramework framework(String frameworkId) {
    return frameworks.get(frameworkId);
  }

  void add(SimFramework framework) {
    frameworks.put(framework.id(), framework);
  }

  /** Forgets that a framework was removed. */
  void forget(String frameworkId) {
    completed.remove(frameworkId);
  }

  boolean isCompleted(String frameworkId) {
    return completed.contains(frameworkId);
  }

  SimOffer offer(String offerId) {
    return offers.get(offerId);
  }

  SimOffer offer(SimFramework framework, Agent agent, String role, SimResources resources) {
    String offerId = ids.nextOffer();
    long expiry = cluster.loop().after(cluster.config().offerTimeout(), () -> rescind(offerId));
    SimOffer offer = new SimOffer(offerId, framework, agent, role, resources, expiry);
    agent.offer(resources);
    offers.put(offerId, offer);
    framework.offers().put(offerId, offer);
    return offer;
  }

  /** Ends an offer without telling anybody. */
  void discard(SimOffer offer) {
    if (offers.remove(offer.id()) != null) {
      cluster.loop().cancel(offer.expiry());
      offer.framework().offers().remove(offer.id());
      offer.agent().takeBack(offer.resources());
    }
  }

  private void rescind(String offerId) {
    SimOffer offer = offers.get(offerId);
    if (offer != null) {
      discard(offer);
      offer.framework().send(SimOffer.rescind(offerId));
    }
  }

  /** Rescinds the offers for roles that the framework has no more. */
  void rescindOffersOfDroppedRoles(SimFramework framework) {
    List<String> roles = framework.info().roles();
    List.copyOf(framework.offers().values()).stream()
        .filter(offer -> !roles.contains(offer.role()))
        .forEach(offer -> rescind(offer.id()));
  }

  /** Rescinds every offer of an agent. */
  void rescindOffersOf(Agent agent) {
    List.copyOf(offers.values()).stream()
        .filter(offer -> offer.agent() == agent)
        .forEach(offer -> rescind(offer.id()));
  }

  void discardOffersOf(SimFramework framework) {
    List.copyOf(framework.offers().values()).forEach(this::discard);
    framework.inverseOffers().clear();
  }

  /** A stream is gone; one that another has replaced already changes nothing. */
  void disconnected(SimFramework framework, SimSubscription stream) {
    if (framework.subscription() != stream) {
      return;
    }
    framework.subscription(null);
    framework.filters().clear();
    inverseOffers.endRefusals(framework);
    discardOffersOf(framework);
    double timeout = framework.info().failoverTimeout();
    if (timeout <= 0) {
      remove(framework);
    } else {
      framework.removal(
          cluster.loop().after(cluster.config().simulated(timeout), () -> remove(framework)));
    }
  }

  /** Removes a framework for good: its tasks end without updates, its stream without an error. */
  void remove(SimFramework framework) {
    if (!frameworks.remove(framework.id(), framework)) {
      return;
    }
    completed.add(framework.id());
    if (completed.size() > MOST_COMPLETED) {
      completed.remove(completed.iterator().next());
    }
    cluster.loop().cancel(framework.removal());
    discardOffersOf(framework);
    cluster.agents().forEach(agent -> agent.shutDown(framework.id()));
    SimSubscription stream = framework.subscription();
    framework.subscription(null);
    if (stream != null) {
      stream.end();
    }
  }

  /** An agent's update arrives. */
  void update(Task task, SimTaskStatus status) {
    task.reported(status);
    SimFramework framework = frameworks.get(task.framework().id());
    if (framework != null) {
      framework.send(status);
    }
  }

  void taskIsOver(Task task) {
    SimFramework framework = frameworks.get(task.framework().id());
    if (framework != null) {
      framework.tasks().remove(task.id(), task);
    }
  }

  /** Tells a framework of something that one of its agents or executors did. */
  void tell(String frameworkId, ObjectNode event) {
    SimFramework framework = frameworks.get(frameworkId);
    if (framework != null) {
      framework.send(event);
    }
  }

  /** Tells every framework. */
  void tellAll(ObjectNode event) {
    frameworks.values().forEach(framework -> framework.send(event));
  }

  /** Remembers a kill for when the task's agent is back. */
  void killWhenBack(Task task, JsonNode policy) {
    killWhenBack.put(task, policy);
  }

  /** Forgets what it remembered of an agent, which it removes. */
  void removed(Agent agent) {
    killWhenBack.keySet().removeIf(task -> task.agent() == agent);
    inverseOffers.removed(agent);
    for (SimFramework framework : frameworks.values()) {
      framework.filters().removeIf(filter -> filter.agent() == agent);
    }
  }

  /** An agent registers again: its tasks are known again, and pending kills reach them. */
  void reregistered(Agent agent) {
    for (Task task : agent.tasks()) {
      SimFramework framework =
          frameworks.computeIfAbsent(
              task.framework().id(), key -> new SimFramework(task.framework()));
      framework
          .tasks()
          .merge(task.id(), task, (known, back) -> back.state().hasEnded() ? known : back);
    }
    Map<Task, JsonNode> kills = new LinkedHashMap<>(killWhenBack);
    kills.keySet().removeIf(task -> task.agent() != agent);
    killWhenBack.keySet().removeAll(kills.keySet());
    kills.forEach((task, policy) -> task.run().kill(policy));
  }

  /** Whether an answer about a task is impossible because an agent has not come back yet. */
  boolean awaitsAgent(JsonNode agentId) {
    return cluster.agents().stream()
        .filter(agent -> agent.status() == AgentStatus.RECOVERED)
        .anyMatch(agent -> agentId.isMissingNode() || agent.id().equals(agentId.asText()));
  }
}
