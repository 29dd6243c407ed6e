package io.mesosbridge.mesos;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.ZooKeeperUrl;
import io.mesosbridge.core.mesos.SchedulerEndpoint;
import io.mesosbridge.core.mesos.SchedulerEndpoint.Leader;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/** Where the leading master may be found; used on one Vert.x context. */
public sealed interface Masters permits Masters.MasterList, ZooKeeperMasters {

  /** The scheduler endpoint to ask next; never fails, but may take as long as none is known. */
  Future<URI> locate();

  /** That endpoint accepted a subscription. */
  void led(URI leader);

  /** Sets who is told of each new leader, where that can be known without asking a master. */
  void onLeaderChange(Consumer<Leader> handler);

  /** Lets go of what was needed for it, and tells nobody of anything any more. */
  void close();

  /**
   * The masters of the key {@code bridge.mesos.masters}.
   *
   * @param context the one that the subscription runs on
   * @throws IllegalArgumentException if they are written wrongly
   */
  static Masters of(Context context, BridgeConfig.Mesos config) {
    List<String> masters = config.masters().stream().map(String::strip).toList();
    try {
      if (!masters.isEmpty() && ZooKeeperUrl.isOne(masters.get(0))) {
        // The commas between ZooKeeper's servers look like those between masters.
        ZooKeeperUrl url = ZooKeeperUrl.parse(String.join(",", masters));
        return new ZooKeeperMasters(context, url, config.tlsConfigurationName().isPresent());
      }
      return new MasterList(masters.stream().map(SchedulerEndpoint::of).toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("bridge.mesos.masters: " + e.getMessage(), e);
    }
  }

  /** A fixed list of masters, tried in turn; whoever led last is asked first. */
  final class MasterList implements Masters {

    private final List<URI> masters;
    private int next;
    private URI lastLeader;

    /** At least one scheduler endpoint. */
    public MasterList(List<URI> masters) {
      if (masters.isEmpty()) {
        throw new IllegalArgumentException("there must be at least one master");
      }
      this.masters = List.copyOf(masters);
    }

    @Override
    public Future<URI> locate() {
      URI candidate = lastLeader;
      lastLeader = null;
      if (candidate == null) {
        candidate = masters.get(next);
        next = (next + 1) % masters.size();
      }
      return Future.succeededFuture(candidate);
    }

    @Override
    public void led(URI leader) {
      lastLeader = leader;
    }

    @Override
    public void onLeaderChange(Consumer<Leader> handler) {
      // A list does not know who leads; the masters themselves redirect.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
