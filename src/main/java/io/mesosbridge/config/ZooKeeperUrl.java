package io.mesosbridge.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where masters announce themselves, in the notation that Mesos uses: {@code
 * zk://[user:password@]host[:port],host[:port]/path}. The password may hold anything: what stands
 * before the last {@code @} are credentials.
 *
 * @param hosts ZooKeeper's servers, {@code host:port,host:port}
 * @param path the node that masters announce themselves below, e.g. {@code /mesos}
 * @param credentials {@code user:password}, if there are any
 */
public record ZooKeeperUrl(String hosts, String path, Optional<String> credentials) {

  private static final String SCHEME = "zk://";
  private static final String EXAMPLE =
      "zk://user:password@zk1.example.com:2181,zk2.example.com:2181/mesos";
  private static final int DEFAULT_PORT = 2181;
  private static final Pattern SERVER =
      Pattern.compile(
          "(?<host>\\[[0-9A-Fa-f:.]+(?:%\\w+)?]|[^:@/,\\s\\[\\]]+)(?::(?<port>\\d{1,5}))?");
  private static final Pattern PATH =
      Pattern.compile(
          "(?:/(?!\\.{1,2}(?:/|$))[^/\\s\\p{Cntrl}\\x7f-\\x9f\\ud800-\\uf8ff\\ufff0-\\uffff]+)+");

  /** Whether this is meant to be such a URL. */
  public static boolean isOne(String url) {
    return url.startsWith(SCHEME);
  }

  /**
   * Reads such a URL.
   *
   * @throws IllegalArgumentException if it is none; the message says which part is wrong, and
   *     repeats none, since parts of a password may stand anywhere in what is written wrongly
   */
  public static ZooKeeperUrl parse(String url) {
    if (!isOne(url)) {
      throw wrong("is not a URL that begins with " + SCHEME);
    }
    String rest = url.substring(SCHEME.length());
    int at = rest.lastIndexOf('@');
    Optional<String> credentials = at < 0 ? Optional.empty() : Optional.of(rest.substring(0, at));
    if (credentials.filter(pair -> pair.indexOf(':') < 1).isPresent()) {
      throw wrong("has credentials before the last @ that are not user:password");
    }
    String place = rest.substring(at + 1);
    int slash = place.indexOf('/');
    String path = slash < 0 ? "" : place.substring(slash).replaceFirst("/$", "");
    String servers = slash < 0 ? place : place.substring(0, slash);
    String hosts = hosts(servers);
    if (!PATH.matcher(path).matches()) {
      throw wrong(
          "has no path behind its servers, or one with a part that is empty, . or .., or with a"
              + " space or a character that ZooKeeper does not take");
    }
    return new ZooKeeperUrl(hosts, path, credentials);
  }

  private static String hosts(String servers) {
    List<String> hosts = new ArrayList<>();
    for (String written : servers.split(",", -1)) {
      Matcher server = SERVER.matcher(written);
      String which = "has as server number " + (hosts.size() + 1);
      if (!server.matches()) {
        throw wrong(which + " none of the form host, host:port or [IPv6]:port");
      }
      String port = server.group("port");
      int number = port == null ? DEFAULT_PORT : Integer.parseInt(port);
      if (number < 1 || number > 65_535) {
        throw wrong(which + " one whose port is not from 1 to 65535");
      }
      hosts.add(server.group("host") + ":" + number);
    }
    return String.join(",", hosts);
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + ", which would be e.g. " + EXAMPLE);
  }

  /** Without the password, for logs. */
  @Override
  public String toString() {
    return SCHEME + (credentials.isPresent() ? "...@" : "") + hosts + path;
  }
}
