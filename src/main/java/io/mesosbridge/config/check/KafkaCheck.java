package io.mesosbridge.config.check;

import static java.util.stream.Collectors.toSet;

import io.mesosbridge.config.Converters.NearestName;
import io.mesosbridge.config.check.ConfigCheck.UnknownKeys;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
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

  /** How the keys begin that protect a connection. */
  private static final List<String> PROTECTION = List.of("security.", "sasl.", "ssl.", "tls-");

  private static final String PROTOCOL = PREFIX + "security.protocol";

  private static final List<String> GROUP_PROTOCOL =
      List.of(
          "kafka.group.protocol",
          "mp.messaging.connector.smallrye-kafka.group.protocol",
          "mp.messaging.incoming.commands.group.protocol");

  private KafkaCheck() {}

  static void check(
      SmallRyeConfig config, Predicate<String> isTlsConfiguration, ConfigCheck.Problems problems) {
    checkKeys(config, problems);
    for (String key : GROUP_PROTOCOL) {
      if ("consumer".equalsIgnoreCase(value(key, config))) {
        problems.add(
            key,
            "cannot keep a take-over within 15 s: brokers allow this protocol no session timeout"
                + " below 45 s",
            "classic");
      }
    }
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
    String protocol = value(PROTOCOL, config);
    if (protocol == null || !protocol.toUpperCase(Locale.ROOT).endsWith("SSL")) {
      problems.add(
          PROTOCOL, "does not encrypt, although there is " + problems.shown(TLS), "SASL_SSL");
    }
  }

  /** As clients take it, without the blanks that files of properties keep behind a value. */
  private static String value(String key, SmallRyeConfig config) {
    String value = config.getConfigValue(key).getValue();
    return value == null ? null : value.strip();
  }

  /**
   * Plug-ins of a client have keys of their own, so only what looks like a typo is refused. An
   * environment has many a variable that begins with KAFKA and is meant for others, so of those
   * only what looks like a typo of what protects.
   */
  private static void checkKeys(SmallRyeConfig config, ConfigCheck.Problems problems) {
    Set<String> known = new TreeSet<>();
    known.addAll(AdminClientConfig.configNames());
    known.addAll(ConsumerConfig.configNames());
    known.addAll(ProducerConfig.configNames());
    known.add(TLS.substring(PREFIX.length()));
    Set<String> variables =
        known.stream()
            .filter(name -> PROTECTION.stream().anyMatch(name::startsWith))
            .map(name -> UnknownKeys.variable(PREFIX + name))
            .collect(toSet());
    UnknownKeys.variables(config)
        .forEach(
            (variable, written) -> {
              if (variable.startsWith(UnknownKeys.variable(PREFIX))) {
                refuseSlip(
                    "the environment variable " + written, variable, "", variables, problems);
              }
            });
    for (String key : config.getPropertyNames()) {
      if (key.startsWith(PREFIX) && !isVariable(config, key)) {
        refuseSlip(key, key.substring(PREFIX.length()), PREFIX, known, problems);
      }
    }
  }

  private static void refuseSlip(
      String what, String name, String prefix, Set<String> known, ConfigCheck.Problems problems) {
    if (!known.contains(name)) {
      NearestName.slip(name, known)
          .ifPresent(
              nearest ->
                  problems.add(
                      what
                          + " is a key that no Kafka client has; the nearest is "
                          + prefix
                          + nearest));
    }
  }

  /** SmallRye names variables as keys as well. */
  private static boolean isVariable(SmallRyeConfig config, String key) {
    return String.valueOf(config.getConfigValue(key).getSourceName())
        .startsWith(EnvConfigSource.NAME);
  }
}
