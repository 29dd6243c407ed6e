package io.mesosbridge.config.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.config.Bounds;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.CommandNames;
import io.mesosbridge.config.Converters.InfoFile;
import io.mesosbridge.config.Converters.NearestName;
import io.mesosbridge.config.CredentialFile;
import io.mesosbridge.config.MasterUrl;
import io.mesosbridge.config.PolicyFile;
import io.mesosbridge.config.ZooKeeperUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Whether the masters can be addressed, with the protection that was asked for, and whether
 * principal and secret belong together.
 */
final class MesosCheck {

  private static final String MASTERS = "bridge.mesos.masters";
  private static final String TLS = "bridge.mesos.tls-configuration-name";
  private static final String URLS = "http://mesos1.example:5050,http://mesos2.example:5050";
  private static final String ZK = "zk://user:password@zk1.example:2181,zk2.example:2181/mesos";

  private static final String PRINCIPAL = "bridge.mesos.principal";
  private static final String SECRET = "bridge.mesos.secret";
  private static final String SECRET_FILE = "bridge.mesos.secret-file";
  private static final String MOUNTED = "/run/secrets/mesos";
  private static final String TOKEN_FILE = "bridge.mesos.token-file";
  private static final String MOUNTED_TOKEN = "/run/secrets/mesos-token";

  private MesosCheck() {}

  static void check(
      BridgeConfig.Mesos mesos,
      Predicate<String> isTlsConfiguration,
      ConfigCheck.Problems problems) {
    List<String> masters = mesos.masters();
    if (masters.equals(List.of(BridgeConfig.Mesos.NO_MASTERS))) {
      problems.add(MASTERS + " is not set; valid is for example " + MASTERS + "=" + URLS);
    } else if (masters.stream().anyMatch(master -> master.startsWith("zk://"))) {
      checkZooKeeper(String.join(",", masters), problems);
    } else {
      masters.forEach(master -> checkUrl(master, problems));
    }
    mesos
        .tlsConfigurationName()
        .ifPresent(name -> checkTls(name, isTlsConfiguration, masters, problems));
    checkCredentials(mesos, problems);
  }

  private static void checkZooKeeper(String masters, ConfigCheck.Problems problems) {
    if (masters.matches("(?is).*https?://.*")) {
      problems.add(MASTERS, "mixes zk:// with URLs, and only one of them can be right", ZK);
      return;
    }
    try {
      ZooKeeperUrl.parse(masters);
    } catch (IllegalArgumentException e) {
      problems.add(MASTERS, e.getMessage(), ZK);
    }
  }

  private static void checkUrl(String master, ConfigCheck.Problems problems) {
    try {
      URI uri = MasterUrl.parse(master);
      if (uri.getRawAuthority().contains("@")) {
        problems.add(MASTERS, "has credentials, which belong in bridge.mesos.principal", URLS);
      } else if (uri.getQuery() != null || uri.getFragment() != null) {
        problems.add(MASTERS, "has a URL with more than scheme, host, port and path", URLS);
      }
    } catch (IllegalArgumentException e) {
      String shown = ConfigCheck.Problems.withoutCredentials(master);
      problems.add(MASTERS, "has \"" + shown + "\", " + e.getMessage(), URLS);
    }
  }

  private static void checkTls(
      String name, Predicate<String> isKnown, List<String> masters, ConfigCheck.Problems problems) {
    if (!isKnown.test(name)) {
      problems.add(
          TLS,
          "is not in the TLS registry, which has what quarkus.tls." + name + ".* sets",
          "mesos with quarkus.tls.mesos.trust-store.pem.certs=/etc/mesos/ca.pem");
    }
    if (masters.stream().anyMatch(master -> master.regionMatches(true, 0, "http://", 0, 7))) {
      problems.add(
          MASTERS,
          "would not be encrypted, although there is " + problems.shown(TLS),
          "https://mesos.example:5050");
    }
  }

  private static void checkCredentials(BridgeConfig.Mesos mesos, ConfigCheck.Problems problems) {
    boolean secret = mesos.secret().isPresent();
    boolean file = mesos.secretFile().isPresent();
    boolean token = mesos.tokenFile().isPresent();
    if (token && (secret || file)) {
      problems.add(
          TOKEN_FILE,
          "and " + (secret ? SECRET : SECRET_FILE) + " are both set; one of them has to go",
          MOUNTED_TOKEN);
    }
    if (secret && file) {
      problems.add(SECRET, "and " + SECRET_FILE + " are both set; one of them has to go", "s3cret");
    }
    if ((secret || file) && mesos.principal().isEmpty()) {
      problems.add(
          problems.shown(secret ? SECRET : SECRET_FILE)
              + " is of no use without "
              + PRINCIPAL
              + "; valid is for example "
              + PRINCIPAL
              + "=mesos-kafka-bridge");
    }
    if (!token && mesos.principal().filter(name -> name.contains(":")).isPresent()) {
      problems.add(PRINCIPAL, "has a colon, at which a master ends the name", "mesos-kafka-bridge");
    } else if (mesos.principal().isPresent() && !secret && !file && !token) {
      problems.add(
          problems.shown(PRINCIPAL)
              + " has no secret; valid is for example "
              + SECRET_FILE
              + "="
              + MOUNTED);
    }
    mesos
        .secretFile()
        .flatMap(path -> whyUseless(path, CredentialFile::secret))
        .ifPresent(why -> problems.add(SECRET_FILE, why, MOUNTED));
    mesos
        .tokenFile()
        .flatMap(path -> whyUseless(path, CredentialFile::token))
        .ifPresent(why -> problems.add(TOKEN_FILE, why, MOUNTED_TOKEN));
  }

  private static Optional<String> whyUseless(Path file, Consumer<Path> reader) {
    try {
      reader.accept(file);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Whether roles are named once, capabilities and commands are called as Mesos calls them, and the
   * file with a FrameworkInfo holds one.
   */
  static final class FrameworkCheck {

    /**
     * From {@code FrameworkInfo.Capability.Type} in Mesos' {@code include/mesos/v1/mesos.proto}.
     */
    private static final Set<String> CAPABILITIES =
        Set.of(
            "REVOCABLE_RESOURCES",
            "TASK_KILLING_STATE",
            "GPU_RESOURCES",
            "SHARED_RESOURCES",
            "PARTITION_AWARE",
            "MULTI_ROLE",
            "RESERVATION_REFINEMENT",
            "REGION_AWARE");

    /** The fields of {@code FrameworkInfo} that are strings. */
    private static final Set<String> TEXTS =
        new TreeSet<>(Set.of("user", "name", "role", "hostname", "principal", "webui_url"));

    private static final Predicate<JsonNode> CAPABLE =
        areAll(each -> each.path("type").isTextual());
    private static final String EXAMPLE_OF_LABELS =
        "{\"labels\": [{\"key\": \"team\", \"value\": \"web\"}]}";

    private FrameworkCheck() {}

    static void check(BridgeConfig bridge, ConfigCheck.Problems problems) {
      List<String> roles = bridge.framework().roles();
      if (Set.copyOf(roles).size() < roles.size()) {
        problems.add("bridge.framework.roles", "has a role twice", "web,batch");
      }
      check(
          "bridge.framework.capabilities",
          bridge.framework().capabilities(),
          CAPABILITIES,
          problems);
      bridge
          .commands()
          .allowed()
          .ifPresent(
              names -> check("bridge.commands.allowed", names, CommandNames.COMMANDS, problems));
      bridge.framework().infoFile().ifPresent(file -> checkInfo(file, problems));
      bridge.commands().policyFile().ifPresent(file -> checkPolicy(file, problems));
    }

    private static void checkPolicy(Path file, ConfigCheck.Problems problems) {
      try {
        PolicyFile.rules(PolicyFile.bytes(file));
      } catch (IllegalArgumentException e) {
        problems.add(
            "bridge.commands.policy-file", e.getMessage(), "/etc/mesos-kafka-bridge/policy.yaml");
      }
    }

    private static void checkInfo(Path file, ConfigCheck.Problems problems) {
      String key = "bridge.framework.info-file";
      String example = "/etc/mesos-kafka-bridge/framework.json";
      try {
        wrong(InfoFile.read(file)).forEach(what -> problems.add(key, what, example));
      } catch (IllegalArgumentException e) {
        problems.add(key, e.getMessage(), example);
      }
    }

    /** Which fields of a FrameworkInfo are not of their types, of those that the bridge knows. */
    private static Stream<String> wrong(ObjectNode info) {
      return Stream.of(
              wrong(info.path("checkpoint"), "checkpoint", JsonNode::isBoolean, "true"),
              wrong(
                  info.path("failover_timeout"),
                  "failover_timeout",
                  FrameworkCheck::isTime,
                  "604800.0"),
              wrong(info.path("roles"), "roles", FrameworkCheck::areRoles, "[\"web\"]"),
              wrong(info.path("labels"), "labels", FrameworkCheck::areLabels, EXAMPLE_OF_LABELS),
              wrong(
                  info.path("capabilities"),
                  "capabilities",
                  CAPABLE,
                  "[{\"type\": \"MULTI_ROLE\"}]"),
              TEXTS.stream()
                  .flatMap(name -> wrong(info.path(name), name, JsonNode::isTextual, "\"web\"")))
          .flatMap(each -> each);
    }

    private static Stream<String> wrong(
        JsonNode value, String name, Predicate<JsonNode> right, String example) {
      return value.isMissingNode() || value.isNull() || right.test(value)
          ? Stream.empty()
          : Stream.of(
              "has \"%s\": %.100s, which should be as in \"%s\": %s"
                  .formatted(name, value, name, example));
    }

    private static boolean isTime(JsonNode time) {
      return time.isNumber() && time.asDouble() >= 0 && Double.isFinite(time.asDouble());
    }

    /** Each once, as of the key of that name: a master refuses all others. */
    private static boolean areRoles(JsonNode roles) {
      Set<String> seen = new TreeSet<>();
      return areAll(
              role ->
                  role.isTextual() && Bounds.Role.isRole(role.asText()) && seen.add(role.asText()))
          .test(roles);
    }

    private static boolean areLabels(JsonNode labels) {
      return areAll(label -> label.path("key").isTextual()).test(labels.path("labels"));
    }

    private static Predicate<JsonNode> areAll(Predicate<JsonNode> right) {
      return list ->
          list.isArray() && StreamSupport.stream(list.spliterator(), false).allMatch(right);
    }

    private static void check(
        String key, Collection<String> names, Set<String> known, ConfigCheck.Problems problems) {
      names.stream()
          .filter(name -> !known.contains(name))
          .forEach(
              name ->
                  problems.add(
                      key, "has the unknown name \"" + name + "\"", NearestName.to(name, known)));
    }
  }
}
