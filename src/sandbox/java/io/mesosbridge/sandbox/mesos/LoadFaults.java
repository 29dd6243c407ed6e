package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;

/** The entries of the catalogue about updates; one load at a time is enough over HTTP. */
final class LoadFaults {

  private final UpdateFaults faults;
  private SimLoad running;

  LoadFaults(UpdateFaults faults) {
    this.faults = faults;
  }

  void addTo(FaultCatalogue catalogue) {
    catalogue.add(
        "repeat-update",
        "task_id",
        "sends a task's last update once more",
        json -> faults.repeat(json.path("task_id").asText()));
    catalogue.add(
        "add-tasks",
        "framework_id count prefix? announced?",
        "puts running tasks in place, each with an update if announced",
        json ->
            faults.addTasks(
                json.path("framework_id").asText(),
                json.path("prefix").asText("synthetic"),
                json.path("count").asInt(),
                json.path("announced").asBoolean()));
    catalogue.add(
        "load",
        "updates_per_second",
        "has running tasks send updates at that rate; 0 ends it",
        this::load);
  }

  private void load(JsonNode json) {
    if (running != null) {
      running.close();
      running = null;
    }
    int rate = json.path("updates_per_second").asInt();
    if (rate > 0) {
      running = faults.load(rate);
    }
  }
}
