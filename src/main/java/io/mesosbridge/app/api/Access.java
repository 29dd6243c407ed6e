package io.mesosbridge.app.api;

import io.mesosbridge.app.api.Problem.ProblemException;
import io.mesosbridge.config.ApiConfig;
import io.mesosbridge.config.ApiConfig.Anonymous;
import io.mesosbridge.config.BridgeConfig;
import io.quarkus.runtime.Startup;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response.Status;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Who may do what. Users and their roles are Quarkus'; whoever does not say who they are has the
 * role that {@code bridge.api.anonymous} names: to read, as long as there are no users.
 */
@ApplicationScoped
@Startup // it may look a name up, for which no request is to wait
class Access implements SecurityIdentityAugmentor {

  static final String VIEWER = "viewer";
  static final String OPERATOR = "operator";
  static final String REALM = "mesos-kafka-bridge";

  static final String WITHOUT_USERS =
      "Nobody may do this, since there are no users: name some by"
          + " quarkus.security.users.embedded.users and .roles, or say by bridge.api.anonymous what"
          + " those may do who name none";

  private final boolean users;
  private final Anonymous anonymous;
  private final String host;
  private final boolean ofThisMachine;

  Access(BridgeConfig config, Config keys) {
    users =
        StreamSupport.stream(keys.getPropertyNames().spliterator(), false)
            .anyMatch(name -> name.startsWith(ApiConfig.USERS));
    host = keys.getOptionalValue("quarkus.http.host", String.class).orElse("0.0.0.0");
    anonymous = config.api().anonymous().orElse(users ? Anonymous.NONE : Anonymous.VIEWER);
    ofThisMachine = (!users || anonymous == Anonymous.OPERATOR) && leadsToThisMachine(host);
  }

  /** Whether an operator has named users. */
  boolean hasUsers() {
    return users;
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    QuarkusSecurityIdentity.Builder more = QuarkusSecurityIdentity.builder(identity);
    Anonymous own = identity.isAnonymous() ? anonymous : Anonymous.NONE;
    if (own == Anonymous.OPERATOR) {
      more.addRole(OPERATOR);
    }
    if (own != Anonymous.NONE || identity.hasRole(OPERATOR)) {
      more.addRole(VIEWER);
    }
    return Uni.createFrom().item(more.build());
  }

  /**
   * A page of another origin has its reader's browser send requests, with the password that it
   * remembers, or to a machine that only the browser can reach. Where nobody has to say who they
   * are, a name that leads to this machine could be any page's own.
   */
  @ServerRequestFilter(preMatching = true)
  void refuseOtherOriginsAndNames(ContainerRequestContext request) {
    refusal(
            request.getMethod(),
            String.valueOf(request.getUriInfo().getBaseUri().getRawAuthority()),
            request.getHeaderString("Origin"),
            request.getHeaderString("Sec-Fetch-Site"))
        .ifPresent(
            why -> {
              throw ProblemException.of(Status.FORBIDDEN, why);
            });
  }

  /**
   * Why a request is refused, whoever sends it.
   *
   * @param named the host that it names, with its port
   * @param origin the page's that sent it, or null
   * @param site how that is related to the host, as a browser says, or null
   */
  Optional<String> refusal(String method, String named, String origin, String site) {
    if (ofThisMachine && !isOwn(withoutPort(named))) {
      return Optional.of(
          "What needs no user is answered on this machine only, under the name localhost or"
              + " 127.0.0.1, and not under "
              + named
              + "; name users and leave bridge.api.anonymous=operator out, or name another address"
              + " by quarkus.http.host");
    }
    boolean isOther =
        (origin != null && !named.equalsIgnoreCase(authority(origin)))
            || "cross-site".equals(site)
            || "same-site".equals(site);
    return isOther && !method.equals("GET") && !method.equals("HEAD")
        ? Optional.of(
            "A page of another origin sent this; commands are taken from the bridge's own page")
        : Optional.empty();
  }

  /** However it is spelt, and by whatever name: nobody else reaches what listens there. */
  private static boolean leadsToThisMachine(String host) {
    try {
      return ApiConfig.LOOPBACK.matcher(host).matches()
          || InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false; // nothing can listen there
    }
  }

  private boolean isOwn(String name) {
    return ApiConfig.LOOPBACK.matcher(name).matches() || name.equalsIgnoreCase(host);
  }

  private static String authority(String origin) {
    try {
      return URI.create(origin).getRawAuthority();
    } catch (IllegalArgumentException none) {
      return null;
    }
  }

  private static String withoutPort(String host) {
    return host.replaceFirst(":\\d+$", "");
  }
}
