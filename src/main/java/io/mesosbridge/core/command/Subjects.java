package io.mesosbridge.core.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.language.Command;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a command is about. Of two commands about the same, the later one's result is written after
 * the earlier one's: so when the later is known to have taken effect, the earlier left before it.
 */
final class Subjects {

  /** Of the commands that change the FrameworkInfo or its roles. */
  static final String FRAMEWORK = "framework";

  private Subjects() {}

  static List<String> ofTasks(List<String> taskIds) {
    return taskIds.stream().map(Subjects::task).toList();
  }

  static String task(String taskId) {
    return "task/" + taskId;
  }

  static String operation(String operationId) {
    return "operation/" + operationId;
  }

  /** A version of the framework's record. */
  static String framework(long version) {
    return FRAMEWORK + "/" + version;
  }

  /** What the command acknowledges, so that Mesos may forget it; null for another command. */
  static String acknowledged(Command command) {
    return switch (command.header().type()) {
      case ACKNOWLEDGE -> task(command.call().at("/acknowledge/task_id/value").asText());
      case ACKNOWLEDGE_OPERATION_STATUS ->
          operation(command.call().at("/acknowledge_operation_status/operation_id/value").asText());
      default -> null;
    };
  }

  /** Of a launch of these that the bridge places. */
  static List<String> ofLaunch(String commandId, List<String> taskIds) {
    List<String> subjects = new ArrayList<>(ofTasks(taskIds));
    subjects.add(command(commandId));
    return subjects;
  }

  /** Of a launch that may be taken back, and of what takes it back. */
  private static String command(String commandId) {
    return "command/" + commandId;
  }

  private static String executor(JsonNode holder) {
    JsonNode id = holder.path("executor_id").path("value");
    return id.isTextual() ? "executor/" + id.textValue() : null;
  }

  /** The subjects of a command; none for one whose order among others changes nothing. */
  static List<String> of(Command command) {
    Set<String> subjects = new LinkedHashSet<>(ofTasks(command.taskIds()));
    JsonNode call = command.call();
    if (command instanceof Command.LaunchToPlace launch) {
      subjects.add(command(launch.header().id()));
    } else if (command instanceof Command.Cancel cancel) {
      subjects.add(command(cancel.commandId()));
    }
    switch (command.header().type()) {
      case KILL -> subjects.addAll(ofTasks(command.namedTasks()));
      case SHUTDOWN -> add(subjects, executor(call.path("shutdown")));
      case MESSAGE -> add(subjects, executor(call.path("message")));
      case SUPPRESS, REVIVE, UPDATE_FRAMEWORK -> subjects.add(FRAMEWORK);
      case ACCEPT, LAUNCH, LAUNCH_GROUP -> {
        addExecutors(subjects, call);
        command.operations().forEach(each -> subjects.add(operation(each.operationId())));
      }
      default -> {
        // twice, or in another order, they do the same
      }
    }
    return List.copyOf(subjects);
  }

  private static void addExecutors(Set<String> subjects, JsonNode call) {
    for (JsonNode operation : call.path("accept").path("operations")) {
      add(subjects, executor(operation.path("launch_group").path("executor")));
      for (JsonNode task : operation.path("launch").path("task_infos")) {
        add(subjects, executor(task.path("executor")));
      }
    }
  }

  private static void add(Set<String> subjects, String subject) {
    if (subject != null) {
      subjects.add(subject);
    }
  }
}
