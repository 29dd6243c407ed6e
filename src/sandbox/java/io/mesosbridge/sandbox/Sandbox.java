package io.mesosbridge.sandbox;

import static java.time.Duration.ofSeconds;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import io.mesosbridge.sandbox.mesos.ClusterBuilder;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.mesosbridge.sandbox.net.Ports;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.sandbox.process.BridgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Kafka, Mesos and the bridge between them, in one terminal until Ctrl-C, or until what started
 * them ends. A real Kafka or Mesos takes the place of the sandbox's own by {@code
 * -Dsandbox.kafka=host:port} and {@code -Dsandbox.mesos=http://host:port}; {@code
 * -Dsandbox.mesos.version=1.3.0} makes the simulated Mesos as strict as that one.
 */
public final class Sandbox implements AutoCloseable {

  private static final int KAFKA_PORT = 9092;
  private static final int MESOS_PORT = 5050;
  private static final int HTTP_PORT = 8080;
  private static final int MANAGEMENT_PORT = 9000;
  private static final Duration UNTIL_CTRL_C = Duration.ofDays(365);
  private static final String LOG = "bridge.log";

  private final Deque<Runnable> ends = new ConcurrentLinkedDeque<>();
  private final String kafka;
  private final String mesos;
  private final BridgeProcess bridge;

  /** Whatever it has started when it fails or is ended is taken down again. */
  private Sandbox(Path directory) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "sandbox-end"));
    kafka = given("sandbox.kafka").orElseGet(this::startKafka);
    mesos = given("sandbox.mesos").orElseGet(this::startMesos);
    bridge = startBridge(directory.resolve(LOG));
  }

  /**
   * Starts everything and prints the banner once the bridge has its subscription; ends when the
   * bridge does.
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) {
    try {
      run();
    } catch (IOException | RuntimeException e) {
      System.err.println("The sandbox did not start: " + e.getMessage());
    }
    System.exit(1);
  }

  @SuppressWarnings("SystemOut")
  private static void run() throws IOException {
    Path directory = Files.createDirectories(Path.of("target", "sandbox"));
    Files.deleteIfExists(directory.resolve(LOG));
    Optional<ProcessHandle> parent = ProcessHandle.current().parent(); // it may end meanwhile
    Sandbox sandbox = new Sandbox(directory);
    parent.ifPresent(Sandbox::endWith);
    BridgeProcess bridge = sandbox.bridge.awaitSubscribed(ofSeconds(60));
    ConsoleTools tools = ConsoleTools.in(directory);
    System.out.println(Banner.of(sandbox.kafka, sandbox.mesos, bridge, tools));
    bridge.awaitExit(UNTIL_CTRL_C);
    System.err.println("The bridge has ended; its last words are in " + bridge.log());
  }

  /** Maven does not end what it started when it is killed. */
  private static void endWith(ProcessHandle parent) {
    Thread watch =
        new Thread(
            () -> {
              parent.onExit().join();
              System.exit(1);
            },
            "sandbox-parent");
    watch.setDaemon(true);
    watch.start();
  }

  @Override
  public synchronized void close() {
    while (!ends.isEmpty()) {
      ends.pop().run();
    }
  }

  private String startKafka() {
    SandboxBroker broker = SandboxBroker.preferring(KAFKA_PORT);
    ends.push(broker::close);
    return broker.start().bootstrapServers();
  }

  private String startMesos() {
    ClusterBuilder builder = setUp(SimulatedCluster.builder());
    SimulatedCluster cluster = builder.port(Ports.preferring(MESOS_PORT)).start();
    ends.push(cluster::close);
    return cluster.url();
  }

  /** Makes a cluster as large as the sandbox's own, and of the version that was asked for. */
  public static ClusterBuilder setUp(ClusterBuilder builder) {
    given("sandbox.mesos.version").ifPresent(builder::version);
    return builder.agents(2);
  }

  private BridgeProcess startBridge(Path log) {
    BridgeProcess started =
        BridgeLauncher.between(mesos, kafka)
            .with("bridge.api.anonymous", "operator")
            .withPorts(Ports.preferring(HTTP_PORT), Ports.preferring(MANAGEMENT_PORT))
            .withMaxHeap("256m")
            .withLog(log)
            .start();
    ends.push(() -> started.terminate(ofSeconds(10)));
    return started;
  }

  private static Optional<String> given(String property) {
    return Optional.ofNullable(System.getProperty(property)).filter(value -> !value.isBlank());
  }
}
