package io.mesosbridge.config.check;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.Converters.InfoFile;
import io.mesosbridge.config.Converters.NearestName;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;

/**
 * Whether capabilities and commands are called as Mesos calls them, and whether the file with a
 * FrameworkInfo holds one.
 */
final class FrameworkCheck {

  /** From {@code FrameworkInfo.Capability.Type} in Mesos' {@code include/mesos/v1/mesos.proto}. */
  private static final Set<String> CAPABILITIES =
      Set.of(
          "REVOCABLE_RESOURCES",
          "TASK_KILLING_STATE",
          "GPU_RESOURCES",
          "SHARED_RESOURCES",
          "PARTITION_AWARE",
          "MULTI_ROLE",
          "RESERVATION_REFINEMENT",
          "REGION_AWARE");

  /** The calls of {@code scheduler.proto} and the bridge's two shorthands. */
  private static final Set<String> COMMANDS =
      Set.of(
          "SUBSCRIBE",
          "TEARDOWN",
          "ACCEPT",
          "DECLINE",
          "ACCEPT_INVERSE_OFFERS",
          "DECLINE_INVERSE_OFFERS",
          "REVIVE",
          "SUPPRESS",
          "KILL",
          "SHUTDOWN",
          "ACKNOWLEDGE",
          "ACKNOWLEDGE_OPERATION_STATUS",
          "RECONCILE",
          "RECONCILE_OPERATIONS",
          "MESSAGE",
          "REQUEST",
          "UPDATE_FRAMEWORK",
          "LAUNCH",
          "LAUNCH_GROUP");

  private FrameworkCheck() {}

  static void check(BridgeConfig bridge, ConfigCheck.Problems problems) {
    check(
        "bridge.framework.capabilities", bridge.framework().capabilities(), CAPABILITIES, problems);
    bridge
        .commands()
        .allowed()
        .ifPresent(names -> check("bridge.commands.allowed", names, COMMANDS, problems));
    bridge.framework().infoFile().ifPresent(file -> checkInfo(file, problems));
  }

  private static void checkInfo(Path file, ConfigCheck.Problems problems) {
    try {
      InfoFile.read(file);
    } catch (IllegalArgumentException e) {
      problems.add(
          "bridge.framework.info-file", e.getMessage(), "/etc/mesos-kafka-bridge/framework.json");
    }
  }

  private static void check(
      String key, Collection<String> names, Set<String> known, ConfigCheck.Problems problems) {
    names.stream()
        .filter(name -> !known.contains(name))
        .forEach(
            name ->
                problems.add(
                    key, "has the unknown name \"" + name + "\"", NearestName.to(name, known)));
  }
}
