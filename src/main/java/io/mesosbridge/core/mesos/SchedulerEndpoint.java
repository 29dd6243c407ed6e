package io.mesosbridge.core.mesos;

import io.mesosbridge.config.MasterUrl;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The URL at which a master takes calls. */
public final class SchedulerEndpoint {

  private static final String PATH = "/api/v1/scheduler";

  private SchedulerEndpoint() {}

  /**
   * The endpoint of a master that is named by its URL.
   *
   * @param master {@code http://host:port}, {@code https://host:port} or {@code host:port}, perhaps
   *     with a path, to which that is appended of the API's which it does not end with
   * @throws IllegalArgumentException if it is none of these
   */
  public static URI of(String master) {
    String url = master.contains("://") ? master : "http://" + master;
    URI web = web(url.strip(), master);
    return isApi(web)
        ? web
        : URI.create(
            web.getScheme()
                + "://"
                + web.getRawAuthority()
                + web.getRawPath().replaceFirst("(?:/api(?:/v1)?)?/*$", "")
                + PATH);
  }

  /**
   * Where a redirect leads. Masters answer with a scheme-relative location, {@code
   * //host:port/master/api/v1/scheduler}; what the documentation shows is {@code host:port}.
   *
   * @throws IllegalArgumentException if the location is null, empty, or no URL of a master's API,
   *     or one of another scheme: credentials would go in the clear, or to who only listens for TLS
   */
  public static URI redirected(URI from, String location) {
    if (location == null || location.isBlank()) {
      throw new IllegalArgumentException("a redirect without a location");
    }
    boolean asItIs = location.startsWith("/") || location.contains("://");
    String reference = asItIs ? location : "//" + location;
    URI to = web(from.resolve(parse(reference, location)).toString(), location);
    boolean bare = to.getPath().isEmpty() || to.getPath().equals("/");
    String wrong =
        !to.getScheme().equals(from.getScheme())
            ? "which is not " + from.getScheme() + " as that is"
            : bare || isApi(to) ? null : "which is not the scheduler API, " + PATH;
    if (wrong != null) {
      throw new IllegalArgumentException(
          "a redirect from %s to %s, %s; it is not followed"
              .formatted(from.getAuthority(), to, wrong));
    }
    return bare ? to.resolve(PATH) : to;
  }

  /** Where the master at that endpoint says its version: beside the API, not below the master. */
  public static URI version(URI endpoint) {
    return endpoint.resolve(
        endpoint.getRawPath().replaceFirst("(/master)?" + PATH + "/?$", "/version"));
  }

  private static URI parse(String url, String written) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      throw invalid(written, new IllegalArgumentException("which is no URL", e));
    }
  }

  private static URI web(String url, String written) {
    try {
      return MasterUrl.parse(url);
    } catch (IllegalArgumentException e) {
      throw invalid(written, e);
    }
  }

  private static boolean isApi(URI url) {
    return url.getPath().matches(".*" + PATH + "/?");
  }

  private static IllegalArgumentException invalid(String written, Throwable cause) {
    return new IllegalArgumentException(
        "'%s', %s, is no URL of a master, which would be e.g. http://master.example.com:5050"
            .formatted(written, cause.getMessage()),
        cause);
  }

  /**
   * The leading master as it announced itself. The same master is known by its address to one and
   * by its host name to another: ZooKeeper's nodes hold both, a redirect only the host name.
   *
   * @param endpoints the scheduler endpoints under which it may be asked, the first one first
   * @param id the id that the master gave itself when it started, or null
   * @param names all of its names, {@code host:port}, in any case
   */
  public record Leader(List<URI> endpoints, String id, Set<String> names) {

    /** Keeps the names in lower case. */
    public Leader {
      names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /** Host and port, for messages. */
    public String authority() {
      return endpoints.get(0).getAuthority();
    }

    /**
     * Whether that state's connection leads to this master. Ids decide when both are known, since
     * they change when a master is started again; else one name that is the same is enough.
     */
    boolean isAt(SubscriptionState.Attached state) {
      if (state instanceof SubscriptionState.Subscribed subscribed) {
        Event.Master said = subscribed.info();
        if (id != null && said.id() != null) {
          return id.equals(said.id());
        }
        if (said.hostname() != null && isNamed(said.hostname() + ":" + said.port())) {
          return true;
        }
      }
      String asked = name(state.master());
      return isNamed(asked) || endpoints.stream().map(Leader::name).anyMatch(asked::equals);
    }

    private boolean isNamed(String name) {
      return names.contains(name.toLowerCase(Locale.ROOT));
    }

    private static String name(URI endpoint) {
      return MasterUrl.host(endpoint).toLowerCase(Locale.ROOT) + ":" + MasterUrl.port(endpoint);
    }
  }
}
