package io.mesosbridge.simulation;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** How the bridges of a world are configured. */
final class CoreSettings {

  /** Launches wait less long for offers than by default, so that a world comes to rest soon. */
  private static final Map<String, String> ALWAYS =
      Map.of("bridge.placement.deadline", "20s", "bridge.placement.head-start", "2s");

  private static final Map<Map<String, String>, BridgeConfig> CONFIGS = new ConcurrentHashMap<>();

  private CoreSettings() {}

  /** Of any world. */
  static BridgeConfig any() {
    return Configs.of(ALWAYS);
  }

  /** One of these, by the world's seed and which setting it is for. */
  private static String drawn(SimWorld world, int setting, String... values) {
    int number = new SplittableRandom(world.seed() ^ setting).nextInt(values.length);
    return values[number];
  }

  static BridgeConfig of(SimWorld world) {
    Map<String, String> settings = new HashMap<>(ALWAYS);
    if (!world.isPartitionAware()) {
      settings.put("bridge.framework.capabilities", "RESERVATION_REFINEMENT");
    }
    settings.put("bridge.offers.mode", world.hasOffersOnDemand() ? "on-demand" : "forward");
    settings.put("bridge.framework.checkpoint", String.valueOf(world.checkpoints()));
    settings.put(
        "bridge.updates.acknowledge",
        world.doConsumersAcknowledge() ? "by-command" : "after-publish");
    settings.put("bridge.placement.policy", drawn(world, 2, "pack", "spread"));
    settings.put("bridge.maintenance.mode", drawn(world, 3, "forward", "accept", "decline"));
    settings.put("bridge.offers.hold", drawn(world, 5, "5m", "5m", "5m", "20s"));
    settings.put("bridge.publish.max-in-flight-bytes", drawn(world, 7, "64M", "64M", "10000"));
    return CONFIGS.computeIfAbsent(settings, Configs::of);
  }
}
