package io.mesosbridge.sandbox.mesos;

import java.util.List;

/**
 * A Mesos cluster that is simulated in this JVM and speaks the v1 HTTP scheduler API in JSON:
 * masters, agents, tasks, and whatever can befall them. Usable from any thread.
 */
public final class SimulatedCluster implements AutoCloseable {

  private final Cluster cluster;

  SimulatedCluster(Cluster cluster) {
    this.cluster = cluster;
  }

  public static ClusterBuilder builder() {
    return new ClusterBuilder();
  }

  /** The leading master's base URL, such as {@code http://127.0.0.1:5050}; else the last one's. */
  public String url() {
    return cluster.loop().call(() -> cluster.election().lastLeader().url());
  }

  /** The base URLs of all masters. */
  public List<String> urls() {
    return cluster.election().servers().stream().map(MasterServer::url).toList();
  }

  /** The ids of all agents. */
  public List<String> agentIds() {
    return cluster.loop().call(() -> cluster.agents().stream().map(Agent::id).toList());
  }

  /** Masters, agents, tasks, frameworks and offers at a glance, as JSON. */
  public String state() {
    return cluster.loop().call(() -> ClusterState.of(cluster).toString());
  }

  /** What can befall the cluster. */
  public Faults faults() {
    return new Faults(cluster);
  }

  /** What really happened. */
  public Ledger ledger() {
    return cluster.ledger();
  }

  /** Breaks all connections and ends all tasks. */
  @Override
  public void close() {
    cluster.close();
  }
}
