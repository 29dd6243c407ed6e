package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What tools read of a cluster before they do anything: its state as JSON, and its gauges. */
final class StateEndpoints {

  private static final Set<String> PARTS = Set.of("/state", "/slaves", "/frameworks");
  private static final Pattern AGENT = Pattern.compile("/slave\\((\\d+)\\)(/[^?]*)?");
  private static final List<String> QUANTITIES = List.of("cpus", "gpus", "mem", "disk");

  private final Cluster cluster;
  private final MasterServer server;

  StateEndpoints(Cluster cluster, MasterServer server) {
    this.cluster = cluster;
    this.server = server;
  }

  private static String plain(String path) {
    return path.replaceFirst("\\.json$", "");
  }

  boolean isPart(String path) {
    return PARTS.contains(plain(path));
  }

  /** Needs a leader. */
  Answer part(String path) {
    return Answer.json(
        switch (plain(path)) {
          case "/slaves" -> slaves(SimJson.object()).toString();
          case "/frameworks" -> frameworks(SimJson.object(), cluster.master()).toString();
          default -> state().toString();
        });
  }

  private ObjectNode state() {
    SimMaster master = cluster.master();
    ObjectNode state = SimMasterInfo.versionInfo(cluster.version());
    state
        .put("id", master.id())
        .put("pid", "master@127.0.0.1:" + server.port())
        .put("hostname", "127.0.0.1")
        .put("leader", "master@127.0.0.1:" + server.port())
        .put("activated_slaves", active().size())
        .put("deactivated_slaves", cluster.agents().size() - active().size())
        .put("start_time", started(master))
        .put("elected_time", started(master));
    state.set("leader_info", master.info());
    state.set("capabilities", SimMasterInfo.capabilities(server.version()));
    state.putObject("flags").put("port", Integer.toString(server.port()));
    slaves(state);
    frameworks(state, master);
    state.putArray("orphan_tasks");
    return state;
  }

  private static double started(SimMaster master) {
    return master.elected().toEpochMilli() / 1e3;
  }

  private List<Agent> active() {
    return cluster.agents().stream()
        .filter(agent -> agent.isRegistered() && !agent.isDeactivated())
        .toList();
  }

  private ObjectNode slaves(ObjectNode into) {
    ArrayNode slaves = into.putArray("slaves");
    ArrayNode recovered = into.putArray("recovered_slaves");
    for (Agent agent : cluster.agents()) {
      switch (agent.status()) {
        case RECOVERED -> recovered.add(slave(agent));
        case REGISTERED, DISCONNECTED -> slaves.add(slave(agent));
        case UNREACHABLE, GONE -> {}
      }
    }
    return into;
  }

  private static ObjectNode slave(Agent agent) {
    ObjectNode slave =
        SimJson.object()
            .put("id", agent.id())
            .put("hostname", agent.hostname())
            .put("port", agent.port())
            .put("pid", agent.pid())
            .put("version", agent.version().toString())
            .put("active", agent.isRegistered() && !agent.isDeactivated())
            .put("deactivated", agent.isDeactivated());
    ObjectNode attributes = slave.putObject("attributes");
    for (var attribute : agent.attributes()) {
      String kind = attribute.has("text") ? "text" : "scalar";
      attributes.set(attribute.path("name").asText(), attribute.path(kind).path("value"));
    }
    slave.set("resources", agent.total().byName());
    slave.set("used_resources", agent.used().byName());
    slave.set("offered_resources", agent.offered().byName());
    slave.set("unreserved_resources", agent.total().offerableTo("*").byName());
    return slave;
  }

  private ObjectNode frameworks(ObjectNode into, SimMaster master) {
    ArrayNode frameworks = into.putArray("frameworks");
    master.frameworks().forEach(each -> frameworks.add(framework(each)));
    ArrayNode completed = into.putArray("completed_frameworks");
    master.completed().forEach(id -> completed.addObject().put("id", id).put("active", false));
    into.putArray("unregistered_frameworks");
    return into;
  }

  private ObjectNode framework(SimFramework framework) {
    ObjectNode json = SimJson.object().put("id", framework.id());
    var info = framework.info().json();
    for (String field : List.of("name", "user", "principal", "hostname", "webui_url", "role")) {
      if (info.has(field)) {
        json.set(field, info.path(field));
      }
    }
    framework.info().roles().forEach(json.withArray("roles")::add);
    info.path("capabilities")
        .forEach(each -> json.withArray("capabilities").add(each.path("type").asText()));
    json.put("failover_timeout", framework.info().failoverTimeout())
        .put("checkpoint", info.path("checkpoint").asBoolean())
        .put("active", framework.isSubscribed())
        .put("connected", framework.isSubscribed())
        .put("recovered", false);
    json.set("used_resources", sum(framework.tasks().values()).byName());
    SimResources offered = SimResources.NONE;
    for (SimOffer offer : framework.offers().values()) {
      offered = offered.plus(offer.resources());
      json.withArray("offers").add(offer.toJson(server.version()));
    }
    json.set("offered_resources", offered.byName());
    ArrayNode tasks = json.putArray("tasks");
    ArrayNode unreachable = json.putArray("unreachable_tasks");
    for (Task task : framework.tasks().values()) {
      if (isUnreachable(task)) {
        SimTaskState state =
            framework.ifPartitionAware(SimTaskState.UNREACHABLE, SimTaskState.LOST);
        unreachable.add(task(task).put("state", state.text()));
      } else {
        tasks.add(task(task));
      }
    }
    json.putArray("completed_tasks");
    return json;
  }

  private static SimResources sum(Collection<Task> tasks) {
    SimResources sum = SimResources.NONE;
    for (Task task : tasks) {
      boolean counts = !task.state().hasEnded() && !isUnreachable(task);
      sum = counts ? sum.plus(task.resources()) : sum;
    }
    return sum;
  }

  /** The leader knows its task no more, but as one of an agent that it has given up. */
  private static boolean isUnreachable(Task task) {
    return task.agent().status() == AgentStatus.UNREACHABLE;
  }

  private static ObjectNode task(Task task) {
    ObjectNode json =
        SimJson.object()
            .put("id", task.id())
            .put("name", task.info().path("name").asText())
            .put("framework_id", task.framework().id())
            .put("executor_id", task.executor().isCommand() ? "" : task.executor().id())
            .put("slave_id", task.agent().id())
            .put("state", task.reportedState().text());
    json.set("resources", task.resources().byName());
    json.putArray("statuses");
    return json;
  }

  /** The state of an agent by its number, from 1; null when the path is no agent's. */
  Answer ofAgent(String path) {
    Matcher matcher = AGENT.matcher(path);
    if (!matcher.matches()) {
      return null;
    }
    String rest = matcher.group(2) == null ? "" : plain(matcher.group(2));
    for (Agent agent : cluster.agents()) {
      if (rest.equals("/state") && matcher.group(1).equals(Integer.toString(agent.number() + 1))) {
        return ofAgent(cluster, agent);
      }
    }
    return null;
  }

  static Answer ofAgent(Cluster cluster, Agent agent) {
    ObjectNode state = SimMasterInfo.versionInfo(cluster.version());
    state.setAll(slave(agent));
    state.put("master_hostname", cluster.master() == null ? "" : "127.0.0.1");
    ArrayNode frameworks = state.putArray("frameworks");
    agent.tasks().stream()
        .map(Task::framework)
        .distinct()
        .forEach(
            framework -> {
              ObjectNode json =
                  frameworks
                      .addObject()
                      .put("id", framework.id())
                      .put("name", framework.json().path("name").asText());
              agent.tasks().stream()
                  .filter(task -> task.framework().equals(framework))
                  .forEach(task -> json.withArray("tasks").add(task(task)));
            });
    state.putArray("completed_frameworks");
    state.putArray("slaves").add(slave(agent));
    return Answer.json(state.toString());
  }

  /** Gauges by name, of a master that leads or of one that does not. */
  Answer metrics() {
    ObjectNode metrics = SimJson.object();
    boolean leads = cluster.master() != null && server.equals(cluster.election().lastLeader());
    metrics.put("master/elected", leads ? 1.0 : 0.0);
    if (leads) {
      metrics.put("master/slaves_active", (double) active().size());
      metrics.put("master/slaves_inactive", (double) cluster.agents().size() - active().size());
      Collection<SimFramework> frameworks = cluster.master().frameworks();
      long subscribed = frameworks.stream().filter(SimFramework::isSubscribed).count();
      metrics.put("master/frameworks_active", (double) subscribed);
      metrics.put("master/frameworks_connected", (double) subscribed);
      metrics.put("master/frameworks_disconnected", (double) frameworks.size() - subscribed);
      metrics.put("master/outstanding_offers", (double) offers(frameworks));
      for (SimTaskState state : SimTaskState.values()) {
        metrics.put(
            "master/tasks_" + state.name().toLowerCase(Locale.ROOT),
            (double)
                frameworks.stream()
                    .flatMap(framework -> framework.tasks().values().stream())
                    .filter(task -> task.reportedState() == state)
                    .count());
      }
      quantities(metrics);
    }
    return Answer.json(metrics.toString());
  }

  private static long offers(Collection<SimFramework> frameworks) {
    return frameworks.stream().mapToLong(framework -> framework.offers().size()).sum();
  }

  private void quantities(ObjectNode metrics) {
    SimResources total = SimResources.NONE;
    SimResources used = SimResources.NONE;
    for (Agent agent : active()) {
      total = total.plus(agent.total());
      used = used.plus(agent.used());
    }
    ObjectNode totals = total.byName();
    ObjectNode uses = used.byName();
    for (String name : QUANTITIES) {
      double all = totals.path(name).asDouble();
      double some = uses.path(name).asDouble();
      metrics.put("master/" + name + "_total", all);
      metrics.put("master/" + name + "_used", some);
      metrics.put("master/" + name + "_percent", all > 0 ? some / all : 0.0);
    }
  }
}
