package io.mesosbridge.mesos.master;

import io.mesosbridge.config.MesosConfig;
import io.vertx.core.Context;
import java.util.List;

/** Makes of the key {@code bridge.mesos.masters} what finds the leader. */
public final class MastersFactory {

  private MastersFactory() {}

  /**
   * The masters of this configuration.
   *
   * @param context the one that the subscription runs on
   * @throws IllegalArgumentException if they are written wrongly
   */
  public static Masters create(Context context, MesosConfig config) {
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
}
