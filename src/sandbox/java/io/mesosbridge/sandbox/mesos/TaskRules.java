package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What commands, checks, containers and limits must be like, in the words of {@code Mesos}. */
final class TaskRules {

  private TaskRules() {}

  private static String prefixed(String prefix, String broken) {
    return broken == null ? null : prefix + broken;
  }

  /** What is wrong with how a task is to end or is looked after; null when nothing is. */
  static String care(JsonNode task) {
    return FrameworkRules.firstOf(
        List.of(
            () ->
                nanos(task.path("kill_policy").path("grace_period")) < 0
                    ? "Task's 'kill_policy.grace_period' must be non-negative"
                    : null,
            () ->
                nanos(task.path("max_completion_time")) < 0
                    ? "Task's `max_completion_time` must be non-negative"
                    : null,
            () -> prefixed("Task uses invalid check: ", check(task.path("check"))),
            () ->
                prefixed(
                    "Task uses invalid health check: ", healthCheck(task.path("health_check")))));
  }

  /** What is wrong with what a task runs in; null when nothing is. */
  static String surroundings(JsonNode task) {
    return FrameworkRules.firstOf(
        List.of(
            () -> prefixed("Task's `CommandInfo` is invalid: ", command(task.path("command"))),
            () ->
                prefixed("Task's `ContainerInfo` is invalid: ", container(task.path("container"))),
            () -> limits(task)));
  }

  /** Zero for a duration that is not there. */
  static double nanos(JsonNode duration) {
    return duration.path("nanoseconds").asDouble();
  }

  private static String check(JsonNode check) {
    if (!check.isObject()) {
      return null;
    }
    return FrameworkRules.firstOf(
        List.of(
            () -> kind("CheckInfo", "check", check, check.path("command").path("command"), "Check"),
            () -> negative(check, "delay_seconds", "interval_seconds", "timeout_seconds")));
  }

  private static String healthCheck(JsonNode check) {
    if (!check.isObject()) {
      return null;
    }
    return FrameworkRules.firstOf(
        List.of(
            () -> kind("HealthCheck", "health check", check, check.path("command"), "Health check"),
            () -> scheme(check.path("http").path("scheme").asText("http")),
            () ->
                negative(
                    check,
                    "delay_seconds",
                    "grace_period_seconds",
                    "interval_seconds",
                    "timeout_seconds")));
  }

  private static String scheme(String scheme) {
    return Set.of("http", "https").contains(scheme)
        ? null
        : "Unsupported HTTP health check scheme: '" + scheme + "'";
  }

  private static String kind(
      String message, String name, JsonNode check, JsonNode command, String owner) {
    String type = check.path("type").asText();
    String field = type.toLowerCase(Locale.ROOT);
    switch (type) {
      case "COMMAND", "HTTP", "TCP" -> {
        if (!check.has(field)) {
          return "Expecting '%s' to be set for %s %s".formatted(field, type, name);
        }
      }
      case "UNKNOWN" -> {
        return "'UNKNOWN' is not a valid " + name + " type";
      }
      default -> {
        return message + " must specify 'type'"; // JSON of an enum that the master does not know
      }
    }
    String path = check.path("http").path("path").asText("/");
    if (type.equals("HTTP") && !path.startsWith("/")) {
      return "The path '%s' of HTTP %s must start with '/'".formatted(path, name);
    }
    if (!type.equals("COMMAND")) {
      return null;
    }
    if (!command.has("value")) {
      return "Command %s must contain %s"
          .formatted(
              name,
              command.path("shell").asBoolean(true) ? "'shell command'" : "'executable path'");
    }
    return prefixed(owner + "'s `CommandInfo` is invalid: ", command(command));
  }

  private static String negative(JsonNode check, String... fields) {
    for (String field : fields) {
      if (check.path(field).asDouble() < 0) {
        return "Expecting '" + field + "' to be non-negative";
      }
    }
    return null;
  }

  /** What is wrong with a CommandInfo; null when nothing is. */
  static String command(JsonNode command) {
    for (JsonNode variable : command.path("environment").path("variables")) {
      String type = variable.path("type").asText("VALUE");
      if (type.equals("UNKNOWN")) {
        return "Environment variable of type 'UNKNOWN' is not allowed";
      }
      boolean secret = type.equals("SECRET");
      String needed = secret ? "secret" : "value";
      String barred = secret ? "value" : "secret";
      String name = "Environment variable '" + variable.path("name").asText() + "' of type '";
      if (!variable.has(needed)) {
        return name + type + "' must have a " + needed + " set";
      }
      if (variable.has(barred)) {
        return name + type + "' must not have a " + barred + " set";
      }
    }
    return null;
  }

  /** What is wrong with a ContainerInfo; null when nothing is. */
  static String container(JsonNode container) {
    for (JsonNode volume : container.path("volumes")) {
      long origins = List.of("host_path", "image", "source").stream().filter(volume::has).count();
      if (origins != 1) {
        return "Invalid volume: Only one of them should be set: 'host_path', 'image' and 'source'";
      }
      String broken = volume.has("source") ? source(volume.path("source")) : null;
      if (broken != null) {
        return "Invalid volume: " + broken;
      }
    }
    if (!container.path("type").asText().equals("DOCKER")) {
      return null;
    }
    if (!container.has("docker")) {
      return "DockerInfo 'docker' is not set for DOCKER typed ContainerInfo";
    }
    for (JsonNode parameter : container.path("docker").path("parameters")) {
      if (parameter.path("key").asText().equals("name")) {
        return "Parameter in DockerInfo must not be 'name'";
      }
    }
    return null;
  }

  private static String source(JsonNode source) {
    String type = source.path("type").asText();
    String field =
        switch (type) {
          case "DOCKER_VOLUME", "HOST_PATH", "SANDBOX_PATH", "SECRET", "CSI_VOLUME" ->
              type.toLowerCase(Locale.ROOT);
          default -> "";
        };
    if (field.isEmpty()) {
      return "'source.type' is unknown";
    }
    return source.has(field)
        ? null
        : "'source.%s' is not set for %s volume"
            .formatted(field, type.equals("CSI_VOLUME") ? "CSI" : type);
  }

  private static String limits(JsonNode task) {
    for (var limit : task.path("limits").properties()) {
      boolean cpus = limit.getKey().equals("cpus");
      if (!cpus && !limit.getKey().equals("mem")) {
        return "Only cpus and mem may be included in a task's resource limits";
      }
      double requested = -1;
      for (JsonNode resource : task.path("resources")) {
        if (resource.path("name").asText().equals(limit.getKey())) {
          requested = Math.max(0, requested) + ResourceRules.size(resource);
        }
      }
      String name = cpus ? "CPU" : "memory";
      if (requested < 0) {
        return "When a %s limit is specified, a %s request must also be specified"
            .formatted(name, name);
      }
      if (limit.getValue().path("value").asDouble() < requested) {
        return "The %s limit must be greater than or equal to the %1$s request"
            .formatted(cpus ? "cpu" : "memory");
      }
    }
    return null;
  }
}
