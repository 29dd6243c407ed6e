package io.mesosbridge.config.check;

import io.mesosbridge.config.ApiConfig;
import io.mesosbridge.config.ApiConfig.Anonymous;
import io.smallrye.config.SmallRyeConfig;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Whether whoever reaches the API may do what that allows, and every user has a role. */
final class ApiCheck {

  private static final String ANONYMOUS = "bridge.api.anonymous";
  private static final String HOST = "quarkus.http.host";
  private static final String USERS = ApiConfig.USERS;
  private static final String EMBEDDED = "quarkus.security.users.embedded.";
  private static final String ROLES = EMBEDDED + "roles.";
  private static final Set<String> KNOWN = Set.of("viewer", "operator");

  /** Any other is read as well, and then no password is right. */
  private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]{128}");

  private ApiCheck() {}

  static void check(ApiConfig api, SmallRyeConfig config, ConfigCheck.Problems problems) {
    String host = config.getOptionalValue(HOST, String.class).orElse("0.0.0.0");
    if (api.anonymous().filter(Anonymous.OPERATOR::equals).isPresent()
        && !ApiConfig.LOOPBACK.matcher(host).matches()) {
      problems.add(
          ANONYMOUS,
          "lets whoever reaches "
              + HOST
              + "="
              + host
              + " send commands, which is root on the agents; it is for a bridge that only its own"
              + " machine can reach, "
              + HOST
              + "=127.0.0.1, or else name users",
          "viewer");
    }
    Set<String> users = new TreeSet<>();
    config.getPropertyNames().forEach(name -> addUser(name, users));
    users.forEach(user -> checkRole(user, config, problems));
  }

  private static void addUser(String key, Set<String> users) {
    for (String prefix : Set.of(USERS, ROLES)) {
      if (key.startsWith(prefix)) {
        users.add(key.substring(prefix.length()));
      }
    }
  }

  private static void checkRole(String user, SmallRyeConfig config, ConfigCheck.Problems problems) {
    String role = config.getOptionalValue(ROLES + user, String.class).orElse("");
    if (!KNOWN.contains(role.strip())) {
      problems.add(
          ROLES + user, "has to be the user's role, which is viewer or operator", "operator");
    }
    String hash = config.getOptionalValue(USERS + user, String.class).orElse("");
    if (hash.isEmpty() || (isHashed(config) && !HASH.matcher(hash).matches())) {
      problems.add(
          USERS
              + user
              + (hash.isEmpty() ? " is not set" : " is no SHA-512 in hexadecimal digits")
              + "; right is the SHA-512 of user:mesos-kafka-bridge:password in hexadecimal digits");
    }
  }

  /** Quarkus knows other forms, of which the bridge's reference tells nobody. */
  private static boolean isHashed(SmallRyeConfig config) {
    boolean plain = config.getOptionalValue(EMBEDDED + "plain-text", Boolean.class).orElse(false);
    String algorithm = config.getConfigValue(EMBEDDED + "algorithm").getValue();
    return !plain && (algorithm == null || algorithm.matches("(?i)digest.sha.512"));
  }
}
