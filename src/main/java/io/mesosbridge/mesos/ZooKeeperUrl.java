package io.mesosbridge.mesos;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where masters announce themselves, in the notation that Mesos uses: {@code
 * zk://[user:password@]host:port,host:port/path}.
 *
 * @param hosts ZooKeeper's servers, {@code host:port,host:port}
 * @param path the node that masters announce themselves below, e.g. {@code /mesos}
 * @param credentials {@code user:password}, if there are any
 */
public record ZooKeeperUrl(String hosts, String path, Optional<String> credentials) {

  private static final String SCHEME = "zk://";
  private static final Pattern REST =
      Pattern.compile("(?:(?<credentials>[^:]+:.*)@)?(?<hosts>[^@/\\s]+)(?<path>(?:/[^/\\s]+)+)/?");

  /** Whether this is meant to be such a URL. */
  public static boolean isOne(String url) {
    return url.startsWith(SCHEME);
  }

  /**
   * Reads such a URL.
   *
   * @throws IllegalArgumentException if it is none; the message does not repeat the password
   */
  public static ZooKeeperUrl parse(String url) {
    Matcher rest = REST.matcher(isOne(url) ? url.substring(SCHEME.length()) : "");
    if (!rest.matches()) {
      throw new IllegalArgumentException(
          "'%s' names no ZooKeeper servers and path, which would be e.g."
                  .formatted(url.replaceFirst("//.*@", "//...@"))
              + " zk://user:password@zk1.example.com:2181,zk2.example.com:2181/mesos");
    }
    return new ZooKeeperUrl(
        rest.group("hosts"), rest.group("path"), Optional.ofNullable(rest.group("credentials")));
  }

  /** Without the password, for logs. */
  @Override
  public String toString() {
    return SCHEME + (credentials.isPresent() ? "...@" : "") + hosts + path;
  }
}
