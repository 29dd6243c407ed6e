package io.mesosbridge.config;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a master. Its scheme may be in any case, and the name of its host may have underscores
 * as those of containers do, with which a {@link URI} says neither host nor port.
 */
public final class MasterUrl {

  private static final Pattern SCHEME = Pattern.compile("(?i)https?(?=://)");
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:.*@)?(?<host>\\[[^]@]+]|[\\w.~-]+)(?::(?<port>\\d{0,5}))?");

  private MasterUrl() {}

  /**
   * Reads such a URL, with any path and whatever follows that; its scheme is in lower case then.
   *
   * @throws IllegalArgumentException if it is none; the message goes on from what was written
   */
  public static URI parse(String url) {
    Matcher scheme = SCHEME.matcher(url);
    if (!scheme.lookingAt()) {
      throw new IllegalArgumentException("which begins with neither http:// nor https://");
    }
    URI uri;
    try {
      uri = URI.create(scheme.group().toLowerCase(Locale.ROOT) + url.substring(scheme.end()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("which is no URL", e);
    }
    Matcher authority = AUTHORITY.matcher(String.valueOf(uri.getRawAuthority()));
    if (uri.getRawAuthority() == null || !authority.matches()) {
      throw new IllegalArgumentException(
          "whose host is neither of letters, digits, '.', '-' and '_' nor an address, or whose port"
              + " is no number from 1 to 65535");
    }
    if (port(uri) < 1 || port(uri) > 65_535) {
      throw new IllegalArgumentException("whose port is not from 1 to 65535");
    }
    return uri;
  }

  /** The host of what was read; an IPv6 address in brackets. */
  public static String host(URI url) {
    return authority(url).group("host");
  }

  /** The port of what was read; the usual one of the scheme when it names none. */
  public static int port(URI url) {
    String port = authority(url).group("port");
    return port != null && !port.isEmpty()
        ? Integer.parseInt(port)
        : url.getScheme().equals("https") ? 443 : 80;
  }

  private static Matcher authority(URI url) {
    Matcher authority = AUTHORITY.matcher(url.getRawAuthority());
    if (!authority.matches()) {
      throw new IllegalArgumentException(url + " was not read here");
    }
    return authority;
  }
}
