package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.CommandType;
import io.mesosbridge.core.language.LaunchOperation;
import io.mesosbridge.core.language.Pointer;
import io.mesosbridge.core.language.RefusedException;

/** Fills in what Mesos requires of tasks and executors: agent, name, framework. */
final class LaunchFilling {

  private LaunchFilling() {}

  static void fill(ObjectNode call, CommandType type, AcceptedOffers offers, Context context) {
    for (LaunchOperation launch : LaunchOperation.in(call, type)) {
      fillExecutor(launch.payload(), launch.at(), context);
      for (LaunchOperation.Task task : launch.tasks()) {
        fillAgent(task, offers.agentId());
        if (!task.info().hasNonNull("name")) {
          task.info().put("name", task.id());
        }
        fillExecutor(task.info(), task.at(), context);
      }
    }
  }

  private static void fillAgent(LaunchOperation.Task task, String agentId) {
    String named = task.info().at("/agent_id/value").textValue();
    if (named == null) {
      task.info().putObject("agent_id").put("value", agentId);
    } else if (!named.equals(agentId)) {
      throw RefusedException.invalid(
          task.at().field("agent_id"),
          "is %s, but the offer is of %s; leave it out".formatted(named, agentId));
    }
  }

  private static void fillExecutor(ObjectNode holder, Pointer at, Context context) {
    if (holder.get("executor") instanceof ObjectNode executor) {
      FrameworkFilling.fillExecutor(executor, at.field("executor"), context);
    }
  }
}
