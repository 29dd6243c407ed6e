package io.mesosbridge.config.check;

import io.mesosbridge.config.NearestName;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Whether connections to Kafka are protected as it was meant: a client passes over keys that it
 * does not know, and over certificates when it was not told to speak TLS.
 */
final class KafkaCheck {

  private static final String PREFIX = "kafka.";
  private static final String TLS = PREFIX + "tls-configuration-name";
  private static final String PROTOCOL = PREFIX + "security.protocol";

  private KafkaCheck() {}

  static void check(
      SmallRyeConfig config, Predicate<String> isTlsConfiguration, Problems problems) {
    checkKeys(config, problems);
    String name = config.getConfigValue(TLS).getValue();
    if (name == null) {
      return;
    }
    if (!isTlsConfiguration.test(name)) {
      problems.add(
          TLS,
          "is not in the TLS registry, which has what quarkus.tls." + name + ".* sets",
          "kafka with quarkus.tls.kafka.trust-store.pem.certs=/etc/kafka/ca.pem");
    }
    String protocol = config.getConfigValue(PROTOCOL).getValue();
    if (protocol == null || !protocol.toUpperCase(Locale.ROOT).endsWith("SSL")) {
      problems.add(
          PROTOCOL, "does not encrypt, although there is " + problems.shown(TLS), "SASL_SSL");
    }
  }

  /** Plug-ins of a client have keys of their own, so only what looks like a typo is refused. */
  private static void checkKeys(SmallRyeConfig config, Problems problems) {
    Set<String> known = new TreeSet<>();
    known.addAll(AdminClientConfig.configNames());
    known.addAll(ConsumerConfig.configNames());
    known.addAll(ProducerConfig.configNames());
    known.add(TLS.substring(PREFIX.length()));
    for (String key : config.getPropertyNames()) {
      String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "";
      if (!name.isEmpty() && !known.contains(name) && !isVariable(config, key)) {
        NearestName.slip(name, known)
            .ifPresent(
                nearest ->
                    problems.add(
                        key
                            + " is a key that no Kafka client has; the nearest is "
                            + PREFIX
                            + nearest));
      }
    }
  }

  /** An environment has many a variable that begins with KAFKA and is meant for others. */
  private static boolean isVariable(SmallRyeConfig config, String key) {
    return String.valueOf(config.getConfigValue(key).getSourceName())
        .startsWith(EnvConfigSource.NAME);
  }
}
