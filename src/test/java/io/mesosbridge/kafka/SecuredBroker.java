package io.mesosbridge.kafka;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import io.mesosbridge.sandbox.net.Certificate;
import io.mesosbridge.testkit.KafkaAdmin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * One broker for the tests of this package: by its first address everybody may do everything, by
 * its second one a user may do what he was allowed.
 */
final class SecuredBroker {

  static final String USER = "bridge";
  private static final Certificate CERTIFICATE = certificate();
  private static final SandboxBroker BROKER =
      SandboxBroker.secured(CERTIFICATE, USER, "s3cret").start();
  static final KafkaAdmin ADMIN = new KafkaAdmin(BROKER.bootstrapServers());

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close));
  }

  private SecuredBroker() {}

  private static Certificate certificate() {
    try {
      return Certificate.ofLoopback(Files.createTempDirectory(Path.of("target"), "certificates-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The settings of a client that may do everything. */
  static Map<String, Object> open() {
    return Map.of("bootstrap.servers", BROKER.bootstrapServers());
  }

  /** The settings of the user's clients, but for these. */
  static Map<String, Object> secured(Map<String, Object> changes) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", BROKER.securedServers());
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", "PLAIN");
    settings.put("sasl.jaas.config", login("plain.Plain", "s3cret"));
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", CERTIFICATE.pem().toString());
    settings.putAll(changes);
    return settings;
  }

  /** What a client logs in with. */
  static String login(String module, String password) {
    return "org.apache.kafka.common.security.%sLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(module, USER, password);
  }
}
