package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.resources.Resources;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** What runs tasks on an agent: the command executor of a single task, or one that is shared. */
final class Executor {

  private final String id;
  private final String frameworkId;
  private final boolean command;
  private final Resources resources;
  private final String containerId = UUID.randomUUID().toString();
  private final int pid;
  private final Set<Task> tasks = new LinkedHashSet<>();

  /**
   * @param command whether it is Mesos' own executor of one command, which has its task's id
   */
  Executor(String id, String frameworkId, boolean command, Resources resources, int pid) {
    this.id = id;
    this.frameworkId = frameworkId;
    this.command = command;
    this.resources = resources;
    this.pid = pid;
  }

  String id() {
    return id;
  }

  String frameworkId() {
    return frameworkId;
  }

  boolean isCommand() {
    return command;
  }

  Resources resources() {
    return resources;
  }

  Set<Task> tasks() {
    return tasks;
  }

  /** The container of a task of this executor while it is in that state. */
  JsonNode containerStatus(String nestedContainer, TaskState state) {
    ObjectNode status = Json.object();
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
    if (command || state == TaskState.RUNNING || state == TaskState.KILLING) {
      status.put("executor_pid", pid);
    }
    return status;
  }
}
