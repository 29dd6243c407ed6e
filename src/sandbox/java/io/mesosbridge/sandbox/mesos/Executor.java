package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.LinkedHashSet;
import java.util.Set;

/** What runs tasks on an agent: the command executor of a single task, or one that is shared. */
final class Executor {

  private final String id;
  private final String frameworkId;
  private final JsonNode info;
  private final boolean command;
  private final SimResources resources;
  private final String containerId;
  private final int pid;
  private final Set<Task> tasks = new LinkedHashSet<>();

  /**
   * @param info missing for Mesos' own executor of one command, which has its task's id
   */
  Executor(
      String id,
      String frameworkId,
      JsonNode info,
      SimResources resources,
      String containerId,
      int pid) {
    this.id = id;
    this.frameworkId = frameworkId;
    this.info = info;
    this.command = info.isMissingNode();
    this.resources = resources;
    this.containerId = containerId;
    this.pid = pid;
  }

  String id() {
    return id;
  }

  String frameworkId() {
    return frameworkId;
  }

  JsonNode info() {
    return info;
  }

  boolean isCommand() {
    return command;
  }

  SimResources resources() {
    return resources;
  }

  Set<Task> tasks() {
    return tasks;
  }

  /** The container of a task of this executor while it is in that state. */
  JsonNode containerStatus(String nestedContainer, SimTaskState state) {
    ObjectNode status = SimJson.object();
    ObjectNode container = status.putObject("container_id");
    if (command) {
      container.put("value", containerId);
    } else {
      container.put("value", nestedContainer).putObject("parent").put("value", containerId);
    }
    if (command || !state.hasEnded()) {
      status
          .putArray("network_infos")
          .addObject()
          .putArray("ip_addresses")
          .addObject()
          .put("protocol", "IPv4")
          .put("ip_address", "127.0.0.1");
    }
    if (command || state == SimTaskState.RUNNING || state == SimTaskState.KILLING) {
      status.put("executor_pid", pid);
    }
    return status;
  }
}
