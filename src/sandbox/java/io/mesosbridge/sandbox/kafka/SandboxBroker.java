package io.mesosbridge.sandbox.kafka;

import static io.mesosbridge.sandbox.net.Ports.LOOPBACK;

import io.mesosbridge.sandbox.net.Certificate;
import io.mesosbridge.sandbox.net.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka in this JVM: one node, controller and broker at once, on the loopback interface.
 *
 * <p>{@link #stop()} and {@link #start()} make an outage: port and data outlive it. {@link
 * #close()} deletes the data. Topics have to be created, as in production.
 */
public final class SandboxBroker implements AutoCloseable {

  private static final String SASL_SSL = "SASL_SSL";

  private final int port;
  private final Path data;
  private final Map<String, String> settings;
  private final Map<String, Integer> furtherPorts = new HashMap<>();
  private KafkaRaftServer server;

  private SandboxBroker(int port) {
    QuietLogs.ofKafka();
    this.port = port;
    try {
      data = Files.createTempDirectory("sandbox-kafka-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    settings = BrokerSettings.of(port, Ports.free(), data.resolve("log"));
    format();
  }

  /** A stopped broker for a port that is free. */
  public static SandboxBroker create() {
    return new SandboxBroker(Ports.free());
  }

  /** A stopped broker for this port, or for another one when it is taken. */
  public static SandboxBroker preferring(int port) {
    return new SandboxBroker(Ports.preferring(port));
  }

  /**
   * A stopped broker with a second address, where clients speak TLS, log in with PLAIN, and may do
   * what access control lists allow.
   */
  public static SandboxBroker secured(Certificate certificate, String user, String password) {
    SandboxBroker broker =
        create()
            .listening(
                SASL_SSL,
                SecurityProtocol.SASL_SSL,
                BrokerSettings.plainLogin(certificate, user, password));
    broker.settings.putAll(BrokerSettings.ACCESS_CONTROL);
    return broker;
  }

  /**
   * The same, stopped, with one more address.
   *
   * @param name what {@link #servers(String)} calls it, in capital letters
   * @param own Kafka's settings that are this address' alone, such as {@code ssl.client.auth}
   */
  public SandboxBroker listening(String name, SecurityProtocol protocol, Map<String, String> own) {
    int its = Ports.free();
    furtherPorts.put(name, its);
    String listener = ",%s://%s:%d".formatted(name, LOOPBACK, its);
    settings.merge("listeners", listener, String::concat);
    settings.merge("advertised.listeners", listener, String::concat);
    settings.merge("listener.security.protocol.map", "," + name + ":" + protocol, String::concat);
    own.forEach((key, value) -> changing(name, key, value));
    return this;
  }

  /** With another setting of one of its further addresses, from the next start on. */
  public SandboxBroker changing(String name, String key, String value) {
    settings.put("listener.name." + name.toLowerCase(Locale.ROOT) + "." + key, value);
    return this;
  }

  /** The same, stopped, but making a topic of every name, as brokers do unless told otherwise. */
  public SandboxBroker makingTopics() {
    settings.put("auto.create.topics.enable", "true");
    return this;
  }

  /** Returns once clients are served; does nothing when the broker runs. */
  public synchronized SandboxBroker start() {
    if (server == null) {
      KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
      starting.startup();
      server = starting;
    }
    return this;
  }

  /** Returns once the port is closed and the data is on disk; does nothing when stopped. */
  public synchronized void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
  }

  /** What clients call {@code bootstrap.servers}; the same before and after an outage. */
  public String bootstrapServers() {
    return LOOPBACK + ":" + port;
  }

  /** The second address, of a {@link #secured} broker. */
  public String securedServers() {
    return servers(SASL_SSL);
  }

  /** The address of that name, of a broker that has it. */
  public String servers(String name) {
    return LOOPBACK + ":" + furtherPorts.get(name);
  }

  /** The port that clients connect to. */
  public int port() {
    return port;
  }

  @Override
  public synchronized void close() {
    stop();
    try {
      Utils.delete(data.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the broker's data in " + data, e);
    }
  }

  private void format() {
    try {
      new Formatter()
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER)
          .setMetadataLogDirectory(settings.get("log.dirs"))
          .addDirectory(settings.get("log.dirs"))
          .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("cannot format the broker's storage in " + data, e);
    }
  }
}
