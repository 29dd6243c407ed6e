package io.mesosbridge.core.mesos;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The leading master as it announced itself. The same master is known by its address to one and by
 * its host name to another: ZooKeeper's nodes hold both, a redirect only the host name.
 *
 * @param endpoint the scheduler endpoint under which it is asked
 * @param id the id that the master gave itself when it started, or null
 * @param names all of its names, {@code host:port}, in any case
 */
public record Leader(URI endpoint, String id, Set<String> names) {

  /** Keeps the names in lower case. */
  public Leader {
    names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
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
    return name(endpoint).equals(name(state.master())) || isNamed(name(state.master()));
  }

  private boolean isNamed(String name) {
    return names.contains(name.toLowerCase(Locale.ROOT));
  }

  private static String name(URI endpoint) {
    int standard = endpoint.getScheme().equals("https") ? 443 : 80;
    int port = endpoint.getPort() >= 0 ? endpoint.getPort() : standard;
    return endpoint.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }
}
