package io.mesosbridge.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.PolicyRule;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.policy.Verdict.Item;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Holds what a task or an executor runs, as whom, and with how much, against a rule.
 *
 * @param frameworkUser whom commands run as that name no user
 */
record TaskCheck(
    PolicyRule rule, Verdict verdict, ContainerCheck containers, String frameworkUser) {

  /** From where Mesos' fetcher takes no file of the agent. */
  private static final Set<String> REMOTE =
      Set.of("http", "https", "ftp", "ftps", "hdfs", "s3", "s3a", "s3n");

  static TaskCheck of(PolicyRule rule, String frameworkUser) {
    return new TaskCheck(rule, new Verdict(rule), new ContainerCheck(rule), frameworkUser);
  }

  /** A task; one of a group runs in a container within that of its executor. */
  void task(JsonNode task, Pointer at, boolean ofGroup) {
    boolean runs = task.hasNonNull("command") || !task.hasNonNull("executor");
    boolean hasImage = containers.check(task, at, ofGroup, runs);
    String user = command(verdict.object(task, "command", at), frameworkUser);
    Item health = verdict.object(task, "health_check", at);
    command(verdict.object(health.json(), "command", health.at()), user);
    Item check = verdict.object(task, "check", at);
    Item checked = verdict.object(check.json(), "command", check.at());
    command(verdict.object(checked.json(), "command", checked.at()), user);
    resources(task, at, hasImage);
    limits(verdict.object(task, "limits", at));
  }

  /** An executor; the one that Mesos brings along has no command, and needs no image. */
  void executor(Item executor) {
    if (executor.json().isObject()) {
      boolean hasImage =
          containers.check(
              executor.json(), executor.at(), false, executor.json().hasNonNull("command"));
      command(verdict.object(executor.json(), "command", executor.at()), frameworkUser);
      resources(executor.json(), executor.at(), hasImage);
    }
  }

  /** Returns whom it runs as. */
  private String command(Item command, String usual) {
    if (!command.json().isObject()) {
      return usual;
    }
    String named =
        rule.users().isEmpty() ? null : verdict.text(command.json(), "user", command.at());
    String user = named == null ? usual : named;
    user(user, command.at().field("user"));
    if (!rule.hostPaths()) {
      verdict.each(command.json(), "uris", command.at()).forEach(this::uri);
    }
    return user;
  }

  /** Whether the rule allows the user. */
  void user(String user, Pointer at) {
    if (!rule.users().isEmpty() && !rule.users().contains(user)) {
      throw verdict.refuse(
          at, "user %.100s".formatted(user), "allowed are " + String.join(", ", rule.users()));
    }
  }

  private void uri(Item uri) {
    String value = verdict.text(uri.json(), "value", uri.at());
    int end = value == null ? -1 : value.indexOf("://");
    if (end < 0 || !REMOTE.contains(value.substring(0, end).toLowerCase(Locale.ROOT))) {
      throw verdict.refuse(
          uri.at().field("value"),
          "file of the agent, which the fetcher may copy",
          "write a URL of one of " + String.join(", ", REMOTE.stream().sorted().toList()));
    }
    String path = verdict.text(uri.json(), "output_file", uri.at());
    if (path != null && ContainerCheck.leavesSandbox(path)) {
      throw verdict.refuse(
          uri.at().field("output_file"),
          "path that leaves the sandbox, to where the fetcher may write",
          "write one within it, or let the rule say host-paths: true");
    }
  }

  private void resources(JsonNode holder, Pointer at, boolean hasImage) {
    Amounts amounts = new Amounts();
    for (Item resource : verdict.each(holder, "resources", at)) {
      if (!amounts.add(resource.json(), rule.mostPerTask())) {
        throw verdict.refuse(resource.at(), "resource that it cannot read", right());
      }
      Item disk = verdict.object(resource.json(), "disk", resource.at());
      Item volume = verdict.object(disk.json(), "volume", disk.at());
      if (!rule.hostPaths() && volume.json().isObject()) {
        containers.checkVolume(volume, hasImage);
      }
    }
    amounts
        .beyond(rule.mostPerTask())
        .ifPresent(
            name -> {
              throw beyond(name, at.field("resources"));
            });
  }

  /** How far a task may go beyond its resources; a number, or a text for infinity. */
  private void limits(Item limits) {
    for (Map.Entry<String, JsonNode> limit : limits.json().properties()) {
      Long most = rule.mostPerTask().get(limit.getKey());
      JsonNode value = limit.getValue().path("value");
      if (most != null && !(value.isNumber() && value.asDouble() * 1000 <= most)) {
        throw beyond(limit.getKey(), limits.at().field(limit.getKey()));
      }
    }
  }

  private RuntimeException beyond(String name, Pointer at) {
    return verdict.refuse(
        at,
        "task with more %s than %s".formatted(name, Amounts.text(rule.mostPerTask().get(name))),
        right());
  }

  private String right() {
    return "see most-per-task";
  }
}
