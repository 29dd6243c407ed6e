package io.mesosbridge.core.mesos;

import java.net.URI;

/** The URL at which a master takes calls. */
public final class SchedulerEndpoint {

  private static final String PATH = "/api/v1/scheduler";

  private SchedulerEndpoint() {}

  /**
   * The endpoint of a master that is named by its URL.
   *
   * @param master {@code http://host:port}, {@code https://host:port} or {@code host:port}
   * @throws IllegalArgumentException if it is none of these
   */
  public static URI of(String master) {
    String url = master.contains("://") ? master : "http://" + master;
    return complete(parse(url.strip(), master), master);
  }

  /**
   * Where a redirect leads. Masters answer with a scheme-relative location, {@code
   * //host:port/master/api/v1/scheduler}; what the documentation shows is {@code host:port}.
   *
   * @throws IllegalArgumentException if the location is null, empty, or no URL of a master, or if
   *     it would send credentials in the clear that were encrypted so far
   */
  public static URI redirected(URI from, String location) {
    if (location == null || location.isBlank()) {
      throw new IllegalArgumentException("a redirect without a location");
    }
    boolean asItIs = location.startsWith("/") || location.contains("://");
    String reference = asItIs ? location : "//" + location;
    URI to = complete(from.resolve(parse(reference, location)), location);
    if (from.getScheme().equals("https") && !to.getScheme().equals("https")) {
      throw new IllegalArgumentException(
          "a redirect from " + from.getAuthority() + " to " + to + ", which is not encrypted");
    }
    return to;
  }

  private static URI parse(String url, String written) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      throw invalid(written, e);
    }
  }

  private static URI complete(URI url, String written) {
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null) {
      throw invalid(written, null);
    }
    boolean bare = url.getPath().isEmpty() || url.getPath().equals("/");
    return bare ? url.resolve(PATH) : url;
  }

  private static IllegalArgumentException invalid(String written, Throwable cause) {
    return new IllegalArgumentException(
        "'%s' is no URL of a master, which would be e.g. http://master.example.com:5050"
            .formatted(written),
        cause);
  }
}
