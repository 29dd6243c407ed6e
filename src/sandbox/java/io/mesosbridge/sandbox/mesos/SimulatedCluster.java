package io.mesosbridge.sandbox.mesos;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A Mesos cluster that is simulated in this JVM and speaks the v1 HTTP scheduler API in JSON:
 * masters, agents, tasks, and whatever can befall them. Usable from any thread.
 */
public final class SimulatedCluster implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofHours(1);

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

  /**
   * A connection to a master without a socket, for a cluster on a {@link VirtualLoop}.
   *
   * @param master its number, from 0 as in {@link #urls}
   * @param latency how long a request takes to the master, and an answer or an event back
   */
  public SimConnection connect(int master, Duration latency) {
    return cluster.election().servers().get(master).connect(latency);
  }

  SimSchedulerEndpoint schedulerOfTheFirstMaster() {
    return cluster.election().servers().get(0).scheduler();
  }

  /** As if an agent were broken, so that whoever looks at it fails; returns what mends it. */
  Runnable breakFirstAgent() {
    Agent agent = cluster.loop().call(() -> cluster.agents().set(0, null));
    return () -> cluster.loop().run(() -> cluster.agents().set(0, agent));
  }

  /** The ids of all agents. */
  public List<String> agentIds() {
    return cluster.loop().call(() -> cluster.agents().stream().map(Agent::id).toList());
  }

  /** Masters, agents, tasks, frameworks and offers at a glance, as JSON. */
  public String state() {
    return cluster.loop().call(() -> ClusterState.of(cluster).toString());
  }

  /** The faults by name with what they mean and the fields they read, as JSON. */
  String faultsByName() {
    return cluster.catalogue().describe().toString();
  }

  /** What can befall the cluster. */
  public Faults faults() {
    return new Faults(cluster);
  }

  /** What really happened. */
  public Ledger ledger() {
    return cluster.ledger();
  }

  /** Whether time passes only on demand: {@link ClusterBuilder#timeStandsStill}. */
  public boolean isTimeStandingStill() {
    return cluster.config().time() != null;
  }

  /** How much time has passed, where it stands still otherwise. */
  public Duration time() {
    return cluster.loop().call(() -> Duration.ofMillis(cluster.config().time().nowMillis()));
  }

  /**
   * Lets time pass, where it stands still otherwise, until the condition holds: not at all if it
   * does already, and from one thing that is due to the next.
   *
   * @throws IllegalStateException when an hour has passed in vain
   */
  public void passTimeUntil(BooleanSupplier condition) {
    Duration end = time().plus(LONGEST);
    while (!condition.getAsBoolean()) {
      if (time().compareTo(end) > 0) {
        throw new IllegalStateException("Not within " + LONGEST + " of the cluster's time");
      }
      if (!cluster.loop().call(cluster.config().time()::step)) {
        throw new IllegalStateException("Nothing will ever happen: there is no timer");
      }
    }
  }

  /** Breaks all connections and ends all tasks. */
  @Override
  public void close() {
    cluster.close();
  }
}
