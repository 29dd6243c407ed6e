package io.mesosbridge.testkit;

import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import io.mesosbridge.sandbox.net.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * A Kafka with an address for each way to be known to it: LOGIN takes all logins, and wants those
 * of SCRAM-SHA-512 anew every few seconds, MUTUAL wants a certificate. Those of EXPIRED, EARLY and
 * ELSEWHERE are no good ones.
 */
public final class LoginWorld implements AutoCloseable {

  public static final String USER = TokenEndpoint.CLIENT;
  public static final String PASSWORD = "r1ght";

  private final Path files;
  private final Certificate broker;
  private final Certificate bridges;
  private final Certificate expiredOfBridge;
  private final Map<String, Certificate> faulty;
  private final TokenEndpoint tokens = new TokenEndpoint();
  private final SandboxBroker kafka;

  /**
   * One that is stopped, with an open token endpoint.
   *
   * @param files gets the certificates
   */
  public LoginWorld(Path files) throws IOException {
    this.files = files;
    broker = Certificate.ofLoopback(files);
    bridges = Certificate.of(files, "dns:bridge.example");
    expiredOfBridge = Certificate.expired(files);
    faulty =
        Map.of(
            "EXPIRED",
            Certificate.expired(files),
            "EARLY",
            Certificate.notYetValid(files),
            "ELSEWHERE",
            Certificate.of(files, "dns:another.example"));
    tokens.open(200);
    SandboxBroker all =
        SandboxBroker.create()
            .listening("LOGIN", SecurityProtocol.SASL_SSL, logins())
            .listening("MUTUAL", SecurityProtocol.SSL, mutual());
    faulty.forEach((name, its) -> all.listening(name, SecurityProtocol.SSL, its.kafkaSettings()));
    kafka = all;
  }

  private Map<String, String> logins() throws IOException {
    Map<String, String> all = new HashMap<>(broker.kafkaSettings());
    all.putAll(tokens.ofBroker(files));
    all.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER");
    all.put("plain.sasl.jaas.config", plainUsers(PASSWORD));
    for (String mechanism : new String[] {"scram-sha-256", "scram-sha-512"}) {
      all.put(mechanism + ".sasl.jaas.config", ScramLoginModule.class.getName() + " required;");
    }
    // or who is connected stays so, whatever becomes of his password
    all.put("scram-sha-512.connections.max.reauth.ms", "3000");
    return all;
  }

  private Map<String, String> mutual() throws IOException {
    String both = Files.readString(bridges.pem()) + Files.readString(expiredOfBridge.pem());
    Map<String, String> all = new HashMap<>(broker.kafkaSettings());
    all.put("ssl.client.auth", "required");
    all.put("ssl.truststore.type", "PEM");
    all.put(
        "ssl.truststore.location",
        Files.writeString(files.resolve("clients.pem"), both).toString());
    return all;
  }

  private static String plainUsers(String password) {
    return "%s required user_%s=\"%s\";"
        .formatted(PlainLoginModule.class.getName(), USER, password);
  }

  /** The settings of a client that logs in with PLAIN. */
  public static Map<String, String> plain(String password) {
    return login("PLAIN", PlainLoginModule.class, password);
  }

  /** The settings of a client that logs in with SCRAM, such as {@code SCRAM-SHA-256}. */
  public static Map<String, String> scram(String mechanism, String password) {
    return login(mechanism, ScramLoginModule.class, password);
  }

  private static Map<String, String> login(String mechanism, Class<?> module, String password) {
    return Map.of(
        "sasl.mechanism",
        mechanism,
        "sasl.jaas.config",
        "%s required username=\"%s\" password=\"%s\";".formatted(module.getName(), USER, password));
  }

  /** The settings of a client that connects there and trusts that broker, to be added to. */
  public Map<String, Object> client(String address, String protocol, Certificate trusted) {
    return new HashMap<>(
        Map.of(
            "bootstrap.servers",
            kafka.servers(address),
            "security.protocol",
            protocol,
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.location",
            trusted.pem().toString()));
  }

  /** The settings of a client with that login. */
  public Map<String, Object> client(Map<String, String> login) {
    Map<String, Object> all = client("LOGIN", "SASL_SSL", broker);
    all.putAll(login);
    return all;
  }

  public SandboxBroker kafka() {
    return kafka;
  }

  public KafkaAdmin admin() {
    return new KafkaAdmin(kafka.bootstrapServers());
  }

  public TokenEndpoint tokens() {
    return tokens;
  }

  /** What the broker shows where nothing is wrong with it. */
  public Certificate broker() {
    return broker;
  }

  /** What is wrong with the certificate at that address. */
  public Certificate faulty(String address) {
    return faulty.get(address);
  }

  /** What MUTUAL takes. */
  public Certificate bridges() {
    return bridges;
  }

  /** What MUTUAL took until yesterday. */
  public Certificate expiredOfBridge() {
    return expiredOfBridge;
  }

  /** The broker shows a good certificate there, and the file with its authority is another. */
  public void renew(String address) {
    faulty.get(address).replace(Certificate.ofLoopback(files));
    restart();
  }

  /** The broker knows the user by another password of PLAIN. */
  public void changePlain(String password) {
    change("LOGIN", "plain.sasl.jaas.config", plainUsers(password));
  }

  /** The same with passwords of SCRAM. */
  public void changeScram(String password) {
    admin().scram(USER, password);
    await("brokers learn of passwords a moment later").until(() -> isLetIn(password));
  }

  private boolean isLetIn(String password) throws InterruptedException, ExecutionException {
    try (Admin client = Admin.create(client(scram("SCRAM-SHA-512", password)))) { // the last one
      client.describeCluster().clusterId().get();
      return true;
    } catch (ExecutionException refused) {
      if (refused.getCause() instanceof SaslAuthenticationException) {
        return false;
      }
      throw refused;
    }
  }

  /** The broker has another setting of that address. */
  public void change(String address, String key, String value) {
    kafka.changing(address, key, value);
    restart();
  }

  private void restart() {
    kafka.stop();
    kafka.start();
  }

  @Override
  public void close() {
    kafka.close();
    tokens.close();
  }
}
