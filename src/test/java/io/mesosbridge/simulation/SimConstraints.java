package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.sandbox.mesos.Ledger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * No task is launched where its constraint allows none: beside another of its group of which the
 * same leader has written a row, as far as that task lives and nobody was told otherwise, nor is:
 * without PARTITION_AWARE a lost task comes back as one of which no group is known.
 */
final class SimConstraints {

  /** What a launch says that wants to be the only one of its group on its host. */
  static final String ALONE = "\"group\":\"alone\",\"constraints\":[[\"hostname\",\"UNIQUE\"]],";

  private static final String GROUP = "alone";
  private static final Pattern AGENT =
      Pattern.compile("\"agent_id\"\\s*:\\s*\\{\\s*\"value\"\\s*:\\s*\"([^\"]+)\"");

  private SimConstraints() {}

  /** Which one is broken by the call of that process; null for none. */
  static String broken(SimWorld world, SimProcess process, String call) {
    Matcher agent = AGENT.matcher(call);
    boolean isConstrained =
        BridgePromises.markers(call).stream()
            .map(world.commands()::byMarker)
            .anyMatch(each -> each != null && isAlone(each));
    if (!isConstrained || !agent.find() || SimEvidence.hasForgotten(world.kafka())) {
      return null;
    }
    Map<String, LiveTask> rows = rows(world, process.name());
    for (Ledger.LiveTask task : world.cluster().ledger().liveTasks()) {
      LiveTask row = rows.get(task.taskId());
      if (row != null
          && row.group().equals(GROUP)
          && agent.group(1).equals(row.agentId())
          && agent.group(1).equals(task.agentId())
          && !task.told().hasEnded()
          && !process.producer().isOnTheWay(SimWorld.TASKS, task.taskId())
          && !call.contains("\"task_id\":{\"value\":\"%s\"}".formatted(task.taskId()))) {
        return "%s launches one that wants to be alone beside %s on %s"
            .formatted(process.name(), task.taskId(), task.agentId());
      }
    }
    return null;
  }

  private static boolean isAlone(Written command) {
    return new String(command.record().value(), UTF_8).contains(ALONE);
  }

  private static Map<String, LiveTask> rows(SimWorld world, String writer) {
    Map<String, LiveTask> rows = new HashMap<>();
    for (SimRecord record :
        world.kafka().partition(SimWorld.TASKS, 0).map(SimPartition::records).orElse(List.of())) {
      LogRecord read =
          world.kafka().read(record, () -> SimCodec.read(Outgoing.Topic.TASKS, record));
      rows.remove(record.key());
      if (record.writer().equals(writer) && read.fact() instanceof Fact.TaskRow row) {
        rows.put(record.key(), row.task());
      }
    }
    return rows;
  }
}
