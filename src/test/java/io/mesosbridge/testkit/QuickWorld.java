package io.mesosbridge.testkit;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import io.mesosbridge.sandbox.mesos.ClusterBuilder;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.mesosbridge.sandbox.net.Certificate;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A broker and a Mesos cluster that is quick, for any number of bridges. */
public final class QuickWorld implements AutoCloseable {

  /**
   * Five of them without a sign of the master end a subscription, which a busy machine must not.
   */
  private static final Duration HEARTBEAT = Duration.ofSeconds(4);

  /** Nor is a bridge that gets no CPU for a while to lose its partition. */
  private static final String SESSION_TIMEOUT = "30000";

  private final SandboxBroker kafka;
  private final SimulatedCluster mesos;

  private QuickWorld(SandboxBroker kafka, SimulatedCluster mesos) {
    this.kafka = kafka.start();
    this.mesos = mesos;
  }

  /** Four agents, offers five times a second, and tasks that live ten times as fast. */
  public static QuickWorld quick() {
    return with(cluster -> cluster);
  }

  /**
   * The same with TLS; Kafka wants a login where {@link SandboxBroker#securedServers} is, and makes
   * a topic of every name.
   */
  public static QuickWorld secured(Certificate certificate, String user, String password) {
    return new QuickWorld(
        SandboxBroker.secured(certificate, user, password).makingTopics(),
        cluster(builder -> builder.certificate(certificate)));
  }

  /** The same with some things changed. */
  public static QuickWorld with(UnaryOperator<ClusterBuilder> change) {
    return new QuickWorld(SandboxBroker.create(), cluster(change));
  }

  /** The same with this Kafka, which it starts and closes. */
  public static QuickWorld with(SandboxBroker kafka, UnaryOperator<ClusterBuilder> change) {
    return new QuickWorld(kafka, cluster(change));
  }

  private static SimulatedCluster cluster(UnaryOperator<ClusterBuilder> change) {
    return change
        .apply(
            SimulatedCluster.builder()
                .agents(4)
                .speed(10)
                .heartbeatInterval(HEARTBEAT)
                .allocationInterval(Duration.ofMillis(200))
                .updateRetry(Duration.ofMillis(500))
                .leaderDetection(Duration.ofMillis(500)))
        .start();
  }

  public SandboxBroker kafka() {
    return kafka;
  }

  public SimulatedCluster mesos() {
    return mesos;
  }

  /** Starts a bridge with topics and a framework of its own, all else at its default. */
  public TestedBridge bridge(String name) {
    return bridge(name, launcher -> launcher);
  }

  /** Starts a bridge with topics and a framework of its own, configured further. */
  public TestedBridge bridge(String name, UnaryOperator<BridgeLauncher> change) {
    String prefix = name + ".";
    BridgeLauncher launcher =
        BridgeLauncher.between(String.join(",", mesos.urls()), kafka.bootstrapServers())
            .withMaxHeap("512m")
            .with("mp.messaging.incoming.commands.session.timeout.ms", SESSION_TIMEOUT)
            .with("bridge.topics.prefix", prefix)
            .with("bridge.group-id", name)
            .with("bridge.framework.name", name);
    return new TestedBridge(change.apply(launcher), kafka.bootstrapServers(), prefix);
  }

  /** The broker's topics and groups. */
  public KafkaAdmin admin() {
    return new KafkaAdmin(kafka.bootstrapServers());
  }

  /** What became of a call that the bridge made, as the master saw it. */
  public MasterView master() {
    return new MasterView(mesos, TestedBridge.PATIENCE);
  }

  @Override
  public void close() {
    mesos.close();
    kafka.close();
  }
}
