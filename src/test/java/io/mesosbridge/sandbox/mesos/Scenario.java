package io.mesosbridge.sandbox.mesos;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What a recording does not say: how its cluster was set up, and what was done to it when. */
final class Scenario {

  private static final Set<String> CLIENT_HANGS_UP =
      Set.of("disconnected-then-call-then-resubscribe", "removed-framework", "protobuf-stream");

  private static final Map<String, UnaryOperator<ClusterBuilder>> SETUPS =
      Map.of(
          "authentication",
          cluster -> cluster.agents(0).credentials("alice", "secret"),
          "leader-change",
          cluster -> cluster.masters(2).leaderDetection(Duration.ofMillis(400)),
          "offer-timeout",
          cluster -> cluster.offerTimeout(Duration.ofMillis(100)),
          "two-agents-one-offers-event",
          cluster -> cluster.agent("ports:[31000-31010];cpus:2;mem:1024;disk:1000"),
          "unacknowledged-update-retried-and-resent",
          cluster -> cluster.updateRetry(Duration.ofMillis(200)),
          "inverse-offers",
          cluster -> cluster.allocationInterval(Duration.ofMillis(200)),
          "launch-group",
          cluster -> cluster.allocationInterval(Duration.ofMillis(400)));

  /** By scenario, connection and number of the record that is the effect. */
  private static final Map<String, Consumer<SimulatedCluster>> DEEDS =
      Map.of(
          "agent-lost-and-back stream 7",
          cluster -> cluster.faults().agents().lose(cluster.agentIds().get(0)),
          "agent-lost-and-back stream 11",
          cluster -> cluster.faults().agents().bringBack(cluster.agentIds().get(0)),
          "agent-lost-not-partition-aware stream 6",
          cluster -> cluster.faults().agents().lose(cluster.agentIds().get(0)),
          "executor-killed stream 7",
          cluster -> cluster.faults().agents().killExecutorOf("victim"),
          "suppress-revive-decline-rescind stream 5",
          cluster -> cluster.faults().agents().disconnect(cluster.agentIds().get(0)),
          "suppress-revive-decline-rescind stream 6",
          cluster -> cluster.faults().agents().bringBack(cluster.agentIds().get(0)),
          "leader-change stream eof",
          cluster -> cluster.faults().masters().killLeader(),
          "leader-change stream-2 request",
          cluster -> cluster.passTimeUntil(() -> cluster.url().equals(cluster.urls().get(1))));

  private Scenario() {}

  static SimulatedCluster start(String name) {
    ClusterBuilder builder =
        SimulatedCluster.builder()
            .agentResources("ports:[31000-32000];cpus:4;mem:2048;disk:4096")
            .attribute("rack", "r2d2")
            .attribute("pod", "demo,dev")
            .allocationInterval(Duration.ofMillis(40))
            .speed(10)
            .timeStandsStill();
    return SETUPS.getOrDefault(name, setup -> setup).apply(builder).start();
  }

  /** Does what made the recorded step happen, if anything had to be done. */
  static void cause(String name, String step, SimulatedCluster cluster) {
    DEEDS.getOrDefault(name + " " + step, nothing -> {}).accept(cluster);
  }

  static boolean clientHangsUp(String name, String connection) {
    return CLIENT_HANGS_UP.contains(name) && connection.equals("stream");
  }

  /** The master that a connection went to. */
  static String url(String connection, SimulatedCluster cluster) {
    boolean toTheOther = Set.of("to-non-leader", "redirect", "probe").contains(connection);
    return toTheOther ? cluster.urls().get(1) : cluster.url();
  }
}
