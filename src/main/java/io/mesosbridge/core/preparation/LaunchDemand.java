package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.LaunchOperation;
import io.mesosbridge.core.language.Pointer;
import io.mesosbridge.core.offer.Demand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What the launches of a command want of the offers, executor by executor and task by task. */
final class LaunchDemand {

  private final List<Part> parts = new ArrayList<>();
  private final Set<String> executorIds = new HashSet<>();
  private final Predicate<String> isRunning;

  /** The resources of a task or an executor, and where they stand in the command. */
  record Part(JsonNode resources, Pointer at) {}

  private LaunchDemand(Command command, Predicate<String> isRunning) {
    this.isRunning = isRunning;
    for (LaunchOperation launch : LaunchOperation.in(command.call(), command.header().type())) {
      addExecutor(launch.payload(), launch.at());
      for (LaunchOperation.Task task : launch.tasks()) {
        addExecutor(task.info(), task.at());
        add(task.info(), task.at());
      }
    }
  }

  /**
   * @param isRunning which executors run already, so that Mesos charges nothing for them
   */
  static List<Part> parts(Command command, Predicate<String> isRunning) {
    return new LaunchDemand(command, isRunning).parts;
  }

  /** The sum, for an agent where none of the executors runs. */
  static Demand of(Command command) {
    Demand demand = Demand.NOTHING;
    for (Part part : parts(command, executorId -> false)) {
      demand = demand.and(part.resources);
    }
    return demand;
  }

  private void addExecutor(ObjectNode holder, Pointer at) {
    JsonNode executor = holder.path("executor");
    String id = executor.path("executor_id").path("value").asText();
    if (executor.isObject() && !isRunning.test(id) && executorIds.add(id)) {
      add(executor, at.field("executor"));
    }
  }

  private void add(JsonNode holder, Pointer at) {
    parts.add(new Part(holder.path("resources"), at.field("resources")));
  }
}
