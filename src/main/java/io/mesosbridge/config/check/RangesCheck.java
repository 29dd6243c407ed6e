package io.mesosbridge.config.check;

import io.mesosbridge.config.BridgeConfig;
import java.time.Duration;

/** Whether numbers and times are within their limits. */
final class RangesCheck {

  private RangesCheck() {}

  static void check(BridgeConfig bridge, Problems problems) {
    positive("bridge.offers.hold", bridge.offers().hold(), "5m", problems);
    notNegative("bridge.offers.refuse", bridge.offers().refuse(), "5s", problems);
    notNegative(
        "bridge.framework.failover-timeout", bridge.framework().failoverTimeout(), "7d", problems);
    positive("bridge.placement.deadline", bridge.placement().deadline(), "5m", problems);
    atLeastOne("bridge.placement.max-waiting", bridge.placement().maxWaiting(), problems);
    atLeastOne("bridge.topics.partitions", bridge.topics().partitions(), problems);
    bridge
        .topics()
        .replicationFactor()
        .ifPresent(factor -> atLeastOne("bridge.topics.replication-factor", factor, problems));
    if (!bridge.topics().prefix().matches("[a-zA-Z0-9._-]{0,200}")) {
      problems.add(
          "bridge.topics.prefix", "has other than letters, digits, '.', '_' and '-'", "mesos.");
    }
  }

  private static void positive(String key, Duration value, String example, Problems problems) {
    if (value.isZero() || value.isNegative()) {
      problems.add(key, "has to be longer than zero", example);
    }
  }

  private static void notNegative(String key, Duration value, String example, Problems problems) {
    if (value.isNegative()) {
      problems.add(key, "must not be negative", example);
    }
  }

  private static void atLeastOne(String key, int value, Problems problems) {
    if (value < 1) {
      problems.add(key, "has to be at least 1", "1");
    }
  }
}
