package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.SimTaskStatus.Health;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A task's {@code check} and {@code health_check}: TASK_RUNNING again and again, whenever a result
 * changes and at every failure; too many failures in a row, and the task is killed.
 */
final class HealthChecks {

  /**
   * The key of a task's label: the ports on which it is taken to listen, as {@code 31000,31001}.
   */
  private static final String OPEN_PORTS = "sandbox.open-ports";

  private static final Pattern TEST_FILE = Pattern.compile("test\\s+-f\\s+(\\S+)");

  private final Task task;
  private final JsonNode check;
  private final JsonNode healthCheck;
  private final CommandPlan plan;
  private final Cluster cluster;
  private final Runnable kill;
  private final IdentityHashMap<JsonNode, Long> timers = new IdentityHashMap<>(2);
  private int failures;

  /** After the first success no failure is forgiven any more. */
  private boolean hasSucceeded;

  HealthChecks(Task task, CommandPlan plan, Cluster cluster, Runnable kill) {
    this.task = task;
    this.check = task.info().path("check");
    this.healthCheck = task.info().path("health_check");
    this.plan = plan;
    this.cluster = cluster;
    this.kill = kill;
  }

  /** Before the first result and after the last one, a task with a check tells an empty one. */
  void withoutResult() {
    if (check.isObject()) {
      task.health(new Health(task.health().healthy(), checkStatus()));
    }
  }

  void start() {
    if (check.isObject()) {
      schedule(check, check.path("delay_seconds").asDouble(15), this::runCheck);
    }
    if (healthCheck.isObject()) {
      schedule(healthCheck, healthCheck.path("delay_seconds").asDouble(15), this::runHealthCheck);
    }
  }

  private interface Probe {
    void run(double elapsed);
  }

  private void schedule(JsonNode settings, double at, Probe probe) {
    double interval = settings.path("interval_seconds").asDouble(10);
    double wait = timers.containsKey(settings) ? interval : at;
    timers.put(
        settings,
        cluster
            .loop()
            .after(
                cluster.config().simulated(wait),
                () -> {
                  schedule(settings, at + interval, probe);
                  probe.run(at);
                }));
  }

  private void runCheck(double elapsed) {
    ObjectNode result = checkStatus();
    if (result.get("command") instanceof ObjectNode command) {
      command.put("exit_code", status(check.path("command").path("command"), elapsed));
    } else if (result.get("tcp") instanceof ObjectNode tcp) {
      tcp.put("succeeded", isOpen(check.path("tcp")));
    } else if (result.get("http") instanceof ObjectNode http && isOpen(check.path("http"))) {
      http.put("status_code", 200);
    }
    if (!result.equals(task.health().checkStatus())) {
      task.health(new Health(task.health().healthy(), result));
      task.report(SimTaskState.RUNNING, "REASON_TASK_CHECK_STATUS_UPDATED", null);
    }
  }

  private void runHealthCheck(double elapsed) {
    boolean healthy =
        switch (healthCheck.path("type").asText()) {
          case "TCP" -> isOpen(healthCheck.path("tcp"));
          case "HTTP" -> isOpen(healthCheck.path("http"));
          default -> status(healthCheck.path("command"), elapsed) == 0;
        };
    hasSucceeded |= healthy;
    boolean grace =
        !hasSucceeded && elapsed < healthCheck.path("grace_period_seconds").asDouble(10);
    failures = healthy || grace ? 0 : failures + 1;
    boolean changed = !Boolean.valueOf(healthy).equals(task.health().healthy());
    if ((!changed && healthy) || (!healthy && grace)) {
      return;
    }
    task.health(new Health(healthy, task.health().checkStatus()));
    task.report(SimTaskState.RUNNING, "REASON_TASK_HEALTH_CHECK_STATUS_UPDATED", null);
    if (failures >= healthCheck.path("consecutive_failures").asInt(3)) {
      kill.run();
    }
  }

  /** No process runs that could listen: what its label does not declare open is refused. */
  private boolean isOpen(JsonNode probed) {
    for (JsonNode label : task.info().path("labels").path("labels")) {
      if (label.path("key").asText().equals(OPEN_PORTS)
          && List.of(label.path("value").asText().split("[,\\s]+", -1))
              .contains(probed.path("port").asText())) {
        return true;
      }
    }
    return false;
  }

  private int status(JsonNode command, double elapsed) {
    Matcher file = TEST_FILE.matcher(command.path("value").asText());
    if (file.find()) {
      return plan.hasFile(file.group(1), elapsed) ? 0 : 1;
    }
    return CommandPlan.of(command, 0).exitStatus();
  }

  private ObjectNode checkStatus() {
    String type = check.path("type").asText("COMMAND");
    ObjectNode status = SimJson.object().put("type", type);
    switch (type) {
      case "HTTP" -> status.putObject("http");
      case "TCP" -> status.putObject("tcp");
      default -> status.putObject("command");
    }
    return status;
  }

  void stop() {
    timers.values().forEach(cluster.loop()::cancel);
    timers.clear();
  }
}
