package io.mesosbridge.chaos;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import io.mesosbridge.sandbox.mesos.ClusterBuilder;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.testkit.KafkaAdmin;

/** A Kafka, a Mesos and bridges between them. Closing ends all of it. */
final class ChaosWorld implements AutoCloseable {

  static final String OFFERS = "mesos.offers";
  static final String UPDATES = "mesos.task-updates";
  static final String TASKS = "mesos.tasks";
  static final String LAUNCHES = "mesos.launches";
  static final String EVENTS = "mesos.events";
  static final String COMMANDS = "mesos.commands";
  static final String RESULTS = "mesos.command-results";
  static final String HEARTBEATS = "mesos.heartbeats";
  static final String OPERATIONS = "mesos.operation-updates";
  static final String STATE = "mesos.bridge-state";
  static final String GROUP = "mesos-kafka-bridge";

  /** Bridges that take little room beside each other. */
  private static final String SMALL_JVM = "-XX:+UseSerialGC";

  private final SandboxBroker broker = SandboxBroker.create().start();
  private final KafkaAdmin admin = new KafkaAdmin(broker.bootstrapServers());
  private final Forgiven forgiven = new Forgiven();
  private final SimulatedCluster cluster;
  private BridgeLauncher launcher;
  private Instances bridges;
  private Follower follower;
  private Commander commander;

  /** Without bridges as yet. */
  ChaosWorld(ClusterBuilder mesos, String maxHeap) {
    cluster = mesos.start();
    launcher =
        BridgeLauncher.between(String.join(",", cluster.urls()), broker.bootstrapServers())
            .withVariable("JAVA_TOOL_OPTIONS", SMALL_JVM)
            .withMaxHeap(maxHeap);
    bridges = new Instances(launcher);
  }

  /** With a configuration property of the bridges. */
  ChaosWorld withSettings(String property, String value) {
    launcher = launcher.with(property, value);
    bridges = new Instances(launcher);
    return this;
  }

  /** So many bridges, the first of which has made the topics. */
  ChaosWorld withBridges(int number) {
    for (int i = 0; i < number; i++) {
      bridges.add();
    }
    follower =
        new Follower(
            broker.bootstrapServers(), OFFERS, UPDATES, TASKS, LAUNCHES, EVENTS, RESULTS, STATE);
    commander = new Commander(broker.bootstrapServers(), COMMANDS);
    return this;
  }

  /** How bridges are started here. */
  BridgeLauncher launcher() {
    return launcher;
  }

  SandboxBroker broker() {
    return broker;
  }

  KafkaAdmin admin() {
    return admin;
  }

  Forgiven forgiven() {
    return forgiven;
  }

  SimulatedCluster cluster() {
    return cluster;
  }

  Instances bridges() {
    return bridges;
  }

  Follower topics() {
    return follower;
  }

  Commander commander() {
    return commander;
  }

  @Override
  public void close() {
    bridges.close();
    if (follower != null) {
      follower.close();
      commander.close();
    }
    cluster.close();
    broker.close();
  }
}
