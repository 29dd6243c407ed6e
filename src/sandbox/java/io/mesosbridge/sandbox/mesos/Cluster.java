package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All parts of one simulated cluster, and what they need of each other. */
final class Cluster {

  private final ClusterConfig config;
  private final VertxLoop http;
  private final SimLoop loop;
  private final Ledger ledger;
  private final StreamFaults streamFaults;
  private final CallFaults callFaults = new CallFaults();
  private int launchesToDrop;
  private final List<AgentServer> agentServers = new ArrayList<>();
  private final List<Agent> agents = new ArrayList<>();
  private final AgentConnections connections = new AgentConnections(this);
  private final SimElection election;
  private final FaultCatalogue catalogue;
  private SimVersion version;

  Cluster(ClusterConfig config) {
    this.config = config;
    this.version = config.version();
    this.http = config.http() ? new VertxLoop(config.time()) : null;
    this.loop = http == null ? config.time() : http;
    this.ledger = new Ledger(this, config.ledgerCapacity());
    this.streamFaults = new StreamFaults(loop);
    this.election = new SimElection(this);
    this.catalogue = new FaultCatalogue(this);
    try {
      for (int i = 0; i < config.masters(); i++) {
        election.add(new MasterServer(this, i));
      }
      for (int i = 0; i < config.agents().size(); i++) {
        agentServers.add(new AgentServer(this, i));
      }
    } catch (IllegalStateException e) {
      loop.close();
      throw e;
    }
    loop.run(this::begin);
  }

  private void begin() {
    election.elect(election.servers().get(0));
    for (String resources : config.agents()) {
      int number = agents.size();
      String id = master().id() + "-S" + number;
      int port = agentServers.get(number).port();
      agents.add(new Agent(id, number, port, SimResources.parse(resources), attributes(), this));
    }
  }

  private ArrayNode attributes() {
    ArrayNode array = SimJson.array();
    for (var attribute : config.attributes()) {
      ObjectNode json = array.addObject().put("name", attribute.name());
      if (attribute.value().matches("-?\\d+(\\.\\d+)?")) {
        json.put("type", "SCALAR")
            .putObject("scalar")
            .put("value", Double.parseDouble(attribute.value()));
      } else {
        json.put("type", "TEXT").putObject("text").put("value", attribute.value());
      }
    }
    return array;
  }

  void close() {
    loop.run(election::stop);
    loop.close();
  }

  ClusterConfig config() {
    return config;
  }

  /** As which the masters behave. */
  SimVersion version() {
    return version;
  }

  void version(SimVersion changed) {
    version = changed;
  }

  SimLoop loop() {
    return loop;
  }

  /** The loop that can serve HTTP; null when nothing is served. */
  VertxLoop http() {
    return http;
  }

  Ledger ledger() {
    return ledger;
  }

  StreamFaults streamFaults() {
    return streamFaults;
  }

  /** So many tasks that are launched next never run. */
  void dropLaunches(int count) {
    launchesToDrop = count;
  }

  /** Whether the task that is being launched is one of them. */
  boolean dropsLaunch() {
    return launchesToDrop > 0 && launchesToDrop-- > 0;
  }

  CallFaults callFaults() {
    return callFaults;
  }

  FaultCatalogue catalogue() {
    return catalogue;
  }

  SimElection election() {
    return election;
  }

  AgentConnections connections() {
    return connections;
  }

  List<Agent> agents() {
    return agents;
  }

  /** Null for an id that no agent has. */
  Agent agent(String id) {
    return agents.stream().filter(agent -> agent.id().equals(id)).findFirst().orElse(null);
  }

  /** The leader's memory; null while nobody leads. */
  SimMaster master() {
    return election.master();
  }

  /** Hands an agent's update to the leader; lost while the two are apart. */
  void forward(Task task, SimTaskStatus update) {
    if (update != null && task.agent().isRegistered() && master() != null) {
      master().update(task, update);
    }
  }

  /** Hands an agent's message for a framework to the leader; lost while the two are apart. */
  void forward(Agent agent, String frameworkId, ObjectNode event) {
    if (agent.isRegistered() && master() != null) {
      master().tell(frameworkId, event);
    }
  }

  void taskIsOver(Task task) {
    if (master() != null) {
      master().taskIsOver(task);
    }
  }

  void executorExited(Agent agent, Executor executor, int exitStatus) {
    ObjectNode failure = SimJson.object();
    failure.set("agent_id", SimJson.id(agent.id()));
    failure.set("executor_id", SimJson.id(executor.id()));
    failure.put("status", exitStatus);
    forward(agent, executor.frameworkId(), SimJson.event("FAILURE", "failure", failure));
  }

  /** Has all agents send a framework's unacknowledged updates now, but not those of operations. */
  void resendUpdates(String frameworkId) {
    for (Agent agent : agents) {
      for (Task task : List.copyOf(agent.tasks())) {
        if (task.framework().id().equals(frameworkId)) {
          task.updates().resend();
        }
      }
    }
  }

  /** Null for one that is unknown or acknowledged. */
  SimOperation operation(String frameworkId, String operationId) {
    return operations(frameworkId).stream()
        .filter(operation -> operation.id().equals(operationId))
        .findFirst()
        .orElse(null);
  }

  List<SimOperation> operations(String frameworkId) {
    return agents.stream()
        .flatMap(agent -> agent.operations().entrySet().stream())
        .filter(entry -> entry.getKey().get(0).equals(frameworkId))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The uuids of the updates that agents go on sending. */
  Stream<String> unacknowledged() {
    return agents.stream()
        .flatMap(agent -> agent.tasks().stream())
        .flatMap(task -> task.updates().pending());
  }

  List<Ledger.LiveTask> liveTasks() {
    return agents.stream()
        .flatMap(agent -> agent.tasks().stream())
        .filter(task -> !task.state().hasEnded())
        .map(
            task ->
                new Ledger.LiveTask(
                    task.framework().id(),
                    task.id(),
                    task.state(),
                    task.reportedState(),
                    task.agent().id()))
        .toList();
  }

  Map<String, Set<String>> outstandingOffers() {
    Map<String, Set<String>> offers = new LinkedHashMap<>();
    if (master() != null) {
      for (SimFramework framework : master().frameworks()) {
        offers.put(framework.id(), new LinkedHashSet<>(framework.offers().keySet()));
      }
    }
    return offers;
  }
}
