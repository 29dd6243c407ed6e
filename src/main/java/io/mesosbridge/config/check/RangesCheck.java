package io.mesosbridge.config.check;

import io.mesosbridge.config.BridgeConfig;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;

/** Whether numbers, times and sizes are within their limits. */
final class RangesCheck {

  private static final BigInteger LARGEST_ARRAY = BigInteger.valueOf(Integer.MAX_VALUE - 8);

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
    size("bridge.mesos.max-record-size", bridge.mesos().maxRecordSize(), problems);
    size("bridge.placement.max-waiting-bytes", bridge.placement().maxWaitingBytes(), problems);
    size("bridge.publish.max-in-flight-bytes", bridge.publish().maxInFlightBytes(), problems);
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

  private static void size(String key, MemorySize size, Problems problems) {
    BigInteger bytes = size.asBigInteger();
    if (bytes.signum() < 1 || bytes.compareTo(LARGEST_ARRAY) > 0) {
      problems.add(key, "has to be more than nothing and less than 2G", "64M");
    }
  }
}
