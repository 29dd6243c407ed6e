package io.mesosbridge.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.FrameworkRecord.State;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.task.LiveTask;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** Which framework the bridge is, as far as the log tells once it has been read. */
public final class FrameworkOfLog {

  private static final String PLACE = Outgoing.Topic.STATE + "/" + StateKeys.FRAMEWORK;

  private FrameworkOfLog() {}

  /**
   * The FrameworkInfo in force: a command's, as long as the configuration is the same.
   *
   * @param known what became of the framework, if there is one
   * @param configured the FrameworkInfo that the configuration makes
   */
  public static JsonNode info(Optional<FrameworkRecord> known, JsonNode configured) {
    return known
        .filter(record -> record.state() == State.REGISTERED)
        .filter(record -> record.frameworkInfo() != null && configured.equals(record.configured()))
        .map(FrameworkRecord::frameworkInfo)
        .orElse(configured);
  }

  /** The roles that a FrameworkInfo names, in its order. */
  public static Set<String> roles(JsonNode info) {
    Set<String> roles = new LinkedHashSet<>();
    info.path("roles").forEach(role -> roles.add(role.asText()));
    return Collections.unmodifiableSet(roles);
  }

  /**
   * Everything has been read. What a former leader wrote late of the framework counts if compaction
   * took the rightful record and no task tells otherwise: but for the rarest case it is the same
   * one, and better than a second. The same holds for what this instance knew when the log was
   * lost.
   */
  static void settle(Memory memory) {
    LogRecord last = memory.lateRecords.get(PLACE);
    if (memory.framework == null
        && last != null
        && last.fact() instanceof Fact.FrameworkIs late
        && EnumSet.of(State.CHOSEN, State.REGISTERED).contains(late.framework().state())
        && isOfAllTasks(late.framework().frameworkId(), memory)) {
      late.applyTo(memory);
    }
    if (memory.framework == null
        && memory.former != null
        && memory.former.state() != State.CHOSEN // which nobody may ever have read
        && isOfAllTasks(memory.former.frameworkId(), memory)) {
      memory.takeUp(StateKeys.FRAMEWORK, new Fact.FrameworkIs(memory.former));
    }
  }

  /** Forgets the tasks whose rows name another framework; returns which these were. */
  static List<String> forgetOthersThan(String frameworkId, Memory memory) {
    List<LiveTask> others =
        memory.tasks.values().stream()
            .filter(task -> memory.taskFrameworks.of(task) != null)
            .filter(task -> !frameworkId.equals(memory.taskFrameworks.of(task)))
            .toList();
    others.forEach(
        task -> memory.apply(new Fact.TaskEnded(task.taskId(), null, task.commandId(), false)));
    return others.stream().map(LiveTask::taskId).toList();
  }

  private static boolean isOfAllTasks(String frameworkId, Memory memory) {
    return Set.of(frameworkId).containsAll(memory.frameworksOfTasks());
  }

  /**
   * Why nobody can lead before an operator has said more, or null: records that the order of claims
   * does not hold for, or live tasks that do not agree on the framework while nothing else tells
   * it.
   *
   * @param configuredId the framework that the configuration names, if any
   */
  static String contest(Memory memory, Optional<String> configuredId) {
    if (memory.misplaced != null) {
      return ("bridge-state has record %s outside of partition 0, so that nobody knows what came"
              + " before it; copy all records into a topic of one partition, in their order")
          .formatted(memory.misplaced);
    }
    SortedSet<String> frameworks = memory.frameworksOfTasks();
    boolean isClear =
        memory.framework != null || configuredId.isPresent() || memory.tasks.isEmpty();
    if (isClear || frameworks.size() == 1) {
      return null;
    }
    String whose =
        frameworks.isEmpty()
            ? "do not say whose they are"
            : "are of several frameworks: " + String.join(", ", frameworks);
    return "bridge-state has no framework, and the live tasks "
        + whose
        + "; set bridge.framework.id to the one that this bridge is to be";
  }
}
