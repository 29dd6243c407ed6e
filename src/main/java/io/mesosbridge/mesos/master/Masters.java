package io.mesosbridge.mesos.master;

import io.vertx.core.Future;
import java.net.URI;
import java.util.function.Consumer;

/** Where the leading master may be found; used on one Vert.x context. */
public sealed interface Masters permits MasterList, ZooKeeperMasters {

  /** The scheduler endpoint to ask next; never fails, but may take as long as none is known. */
  Future<URI> locate();

  /** That endpoint accepted a subscription. */
  void led(URI leader);

  /** Sets who is told of each new leader, where that can be known without asking a master. */
  void onLeaderChange(Consumer<URI> handler);

  /** Lets go of what was needed for it, and tells nobody of anything any more. */
  void close();
}
