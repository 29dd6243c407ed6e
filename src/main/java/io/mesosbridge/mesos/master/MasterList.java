package io.mesosbridge.mesos.master;

import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/** A fixed list of masters, tried in turn; whoever led last is asked first. */
public final class MasterList implements Masters {

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
  public void onLeaderChange(Consumer<URI> handler) {
    // A list does not know who leads; the masters themselves redirect.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
