package io.mesosbridge.sandbox.kafka;

import static io.mesosbridge.sandbox.net.Ports.LOOPBACK;

import io.mesosbridge.sandbox.net.Certificate;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/** How the one node is set up that is Kafka's controller and broker at once. */
final class BrokerSettings {

  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";
  private static final String MIB_256 = String.valueOf(256 * 1024 * 1024);

  private BrokerSettings() {}

  static Map<String, String> of(int port, int controllerPort, Path data) {
    String broker = "PLAINTEXT://" + LOOPBACK + ":" + port;
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", String.valueOf(NODE_ID));
    settings.put("listeners", broker + "," + CONTROLLER + "://" + LOOPBACK + ":" + controllerPort);
    settings.put("advertised.listeners", broker);
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("listener.security.protocol.map", CONTROLLER + ":PLAINTEXT,PLAINTEXT:PLAINTEXT");
    settings.put("controller.quorum.voters", NODE_ID + "@" + LOOPBACK + ":" + controllerPort);
    settings.put("log.dirs", data.toString());
    settings.putAll(ASKED_OF_A_SINGLE_BROKER);
    settings.putAll(LIKE_PRODUCTION);
    settings.putAll(QUICK_AND_SMALL);
    return settings;
  }

  /** What an address needs where clients speak TLS and log in with PLAIN. */
  static Map<String, String> plainLogin(Certificate certificate, String user, String password) {
    Map<String, String> all = new HashMap<>(certificate.kafkaSettings());
    all.put("sasl.enabled.mechanisms", "PLAIN");
    all.put(
        "plain.sasl.jaas.config",
        PlainLoginModule.class.getName() + " required user_" + user + "=\"" + password + "\";");
    return all;
  }

  /** Who logs in may do what access control lists allow; who need not, everything. */
  static final Map<String, String> ACCESS_CONTROL =
      Map.of(
          "authorizer.class.name",
          StandardAuthorizer.class.getName(),
          "super.users",
          "User:ANONYMOUS");

  private static final Map<String, String> ASKED_OF_A_SINGLE_BROKER =
      Map.of(
          "offsets.topic.replication.factor", "1",
          "offsets.topic.num.partitions", "1",
          "transaction.state.log.replication.factor", "1",
          "transaction.state.log.min.isr", "1",
          "transaction.state.log.num.partitions", "1",
          "share.coordinator.state.topic.replication.factor", "1",
          "share.coordinator.state.topic.min.isr", "1",
          "share.coordinator.state.topic.num.partitions", "1");

  private static final Map<String, String> LIKE_PRODUCTION =
      Map.of(
          "auto.create.topics.enable",
          "false",
          TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
          "1",
          "message.max.bytes",
          MIB_256,
          "replica.fetch.max.bytes",
          MIB_256,
          "socket.request.max.bytes",
          MIB_256);

  private static final Map<String, String> QUICK_AND_SMALL =
      Map.of(
          "group.initial.rebalance.delay.ms", "0",
          "group.min.session.timeout.ms", "100",
          "broker.heartbeat.interval.ms", "200",
          "num.network.threads", "2",
          "num.io.threads", "2",
          "log.cleaner.dedupe.buffer.size", "4194304",
          "log.cleaner.io.buffer.size", "65536",
          "log.cleaner.backoff.ms", "1000",
          "group.coordinator.threads", "1");
}
