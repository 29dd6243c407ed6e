package io.mesosbridge.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.PolicyRule;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import io.mesosbridge.core.language.LaunchOperation;
import io.mesosbridge.core.offer.Allocation;
import io.mesosbridge.core.offer.Fit;
import io.mesosbridge.core.policy.Verdict.Item;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds one command, supposed to be of one role, against the policy. */
final class Judgement {

  static final Pointer TYPE = Pointer.ROOT.field("type");

  private final CommandPolicy policy;
  private final String role;
  private final String apiRole;
  private final Situation situation;

  /** What the tasks of the command want, by the rules that are about them. */
  private final Map<PolicyRule, Amounts> wanted = new LinkedHashMap<>();

  Judgement(CommandPolicy policy, String role, String apiRole, Situation situation) {
    this.policy = policy;
    this.role = role;
    this.apiRole = apiRole;
    this.situation = situation;
  }

  /**
   * Returns when all of it is allowed.
   *
   * @throws RefusedException with NOT_ALLOWED
   */
  void judge(Command command) {
    CommandType type = command.header().type();
    JsonNode payload = command.call().path(type.payload());
    Pointer at = Pointer.ROOT.field(type.payload());
    switch (type) {
      case ACCEPT, LAUNCH, LAUNCH_GROUP -> accept(command);
      case KILL, ACKNOWLEDGE -> task(type, idIn(payload, "task_id"), at.field("task_id"));
      case RECONCILE -> tasks(type, command.namedTasks(), at.field("tasks"));
      case CANCEL -> tasks(type, situation.cancelled(), at.field("command_id"));
      case SHUTDOWN, MESSAGE -> {
        String executorId = idIn(payload, "executor_id");
        List<String> its = situation.tasksOf(executorId, idIn(payload, "agent_id"));
        tasks(type, its.isEmpty() ? List.of(executorId) : its, at.field("executor_id"));
      }
      case UPDATE_FRAMEWORK -> {
        PolicyRule rule = allowing(type.name(), null, TYPE);
        String user = payload.path("framework_info").path("user").asText();
        TaskCheck.of(rule, user).user(user, at.field("framework_info").field("user"));
      }
      default -> allowing(type.name(), null, TYPE);
    }
  }

  private static String idIn(JsonNode payload, String field) {
    return payload.path(field).path("value").textValue();
  }

  private void tasks(CommandType type, List<String> taskIds, Pointer at) {
    if (taskIds.isEmpty()) {
      allowing(type.name(), null, TYPE);
    }
    taskIds.forEach(taskId -> task(type, taskId, at));
  }

  private void task(CommandType type, String taskId, Pointer at) {
    allowing(type.name(), taskId, at);
  }

  /** The rule that is about the task, or about what names none, if it allows that. */
  private PolicyRule allowing(String type, String taskId, Pointer at) {
    PolicyRule rule = ruleOf(taskId, at);
    if (!rule.allows(type)) {
      throw new Verdict(rule).refuseType(type, at);
    }
    return rule;
  }

  private PolicyRule ruleOf(String taskId, Pointer at) {
    String its = taskId == null ? role : situation.roleOf(taskId, role);
    return policy
        .ruleOf(taskId, its, apiRole)
        .orElseThrow(
            () ->
                new RefusedException(
                    ErrorCode.NOT_ALLOWED,
                    at,
                    "%s: rule \"none\" allows nothing, and no other is about %s of role %s%s; %s"
                        .formatted(
                            at,
                            taskId == null ? "commands without task" : "task " + taskId,
                            its,
                            apiRole == null ? "" : " from a user with the role " + apiRole,
                            "see bridge.commands.policy-file")));
  }

  private void accept(Command command) {
    JsonNode operations = command.call().path("accept").path("operations");
    Pointer at = Pointer.ROOT.field("accept").field("operations");
    if (operations.isEmpty()) {
      allowing(CommandType.ACCEPT.name(), null, TYPE);
    }
    for (int i = 0; i < operations.size(); i++) {
      String type = operations.get(i).path("type").textValue();
      if (!type.startsWith("LAUNCH")) {
        allowing(type, null, at.item(i).field("type"));
      }
    }
    String agentId = situation.agentOf(command);
    for (LaunchOperation launch : LaunchOperation.in(command.call(), command.header().type())) {
      launch.tasks().forEach(task -> launched(launch, task, agentId));
    }
    wanted.forEach((rule, amounts) -> sum(rule, amounts, command));
    if (command.taskIds().size() > Allocation.MOST_DIFFERENT) {
      wanted.keySet().forEach(rule -> mustBeAlike(command, rule));
    }
  }

  /** What so many tasks have is remembered only once for all of them. */
  private static void mustBeAlike(Command command, PolicyRule rule) {
    Set<Allocation> different = new HashSet<>();
    boolean isOpen = false;
    for (LaunchOperation launch : LaunchOperation.in(command.call(), command.header().type())) {
      for (LaunchOperation.Task task : launch.tasks()) {
        JsonNode own = task.info().path("executor");
        JsonNode executor = own.isObject() ? own : launch.payload().path("executor");
        different.add(Allocation.of(task.info(), executor));
        isOpen |= Fit.fillsIn(task.info().path("resources"));
        isOpen |= Fit.fillsIn(executor.path("resources"));
      }
    }
    if (isOpen || different.size() > 1) {
      throw new Verdict(rule)
          .refuse(
              Pointer.ROOT.field(command.header().type().payload()),
              "launch of %d tasks that may differ in what they have, which it could not count"
                  .formatted(command.taskIds().size()),
              "write several of at most %d, or give all tasks the same, without ports or volumes that an offer fills in"
                  .formatted(Allocation.MOST_DIFFERENT));
    }
  }

  private void launched(LaunchOperation launch, LaunchOperation.Task task, String agentId) {
    PolicyRule rule = allowing(launch.type().name(), task.id(), task.at().field("task_id"));
    boolean ofGroup = launch.type() == CommandType.LAUNCH_GROUP;
    TaskCheck check = TaskCheck.of(rule, situation.user());
    check.task(task.info(), task.at(), ofGroup);
    Item own = executor(task.info(), task.at(), rule, check, agentId);
    Item groups = executor(launch.payload(), launch.at(), rule, check, agentId);
    if (!ofGroup && !own.json().isObject()) {
      mustNotJoinOthers(task.id(), task.at().field("task_id"), rule, agentId);
    }
    if (!rule.mostInAll().isEmpty()) {
      Amounts amounts = wanted.computeIfAbsent(rule, any -> new Amounts());
      Verdict verdict = new Verdict(rule);
      add(task.info(), task.at(), amounts, verdict);
      add(own.json(), own.at(), amounts, verdict);
      add(groups.json(), groups.at(), amounts, verdict);
    }
  }

  private Item executor(
      JsonNode holder, Pointer at, PolicyRule rule, TaskCheck check, String agentId) {
    Item executor = new Verdict(rule).object(holder, "executor", at);
    check.executor(executor);
    if (executor.json().isObject()) {
      String executorId = idIn(executor.json(), "executor_id");
      mustNotJoinOthers(executorId, executor.at().field("executor_id"), rule, agentId);
    }
    return executor;
  }

  /**
   * Another's executor would run the task in another's container. That of a task which names none
   * has the task's id, for Mesos' agent, which gives the task to the one that runs.
   */
  private void mustNotJoinOthers(String executorId, Pointer at, PolicyRule rule, String agentId) {
    if (agentId == null) {
      return; // of a launch that waits for an offer, which is judged again once it has one
    }
    for (String taskId : situation.tasksOf(executorId, agentId)) {
      if (!ruleOf(taskId, at).name().equals(rule.name())) {
        throw new Verdict(rule)
            .refuse(at, "executor of others' tasks, such as " + taskId, "give it another id");
      }
    }
  }

  private static void add(JsonNode holder, Pointer at, Amounts amounts, Verdict verdict) {
    for (Item resource : verdict.each(holder, "resources", at)) {
      if (!amounts.add(resource.json(), verdict.rule().mostInAll())) {
        throw verdict.refuse(
            resource.at(), "resource that it cannot read", "write for example cpus:0.1;mem:32");
      }
    }
    if (!Allocation.isTold(holder)) {
      throw verdict.refuse(
          at.field("resources"),
          "resources of so many or such long names, which it could not count",
          "write for example cpus:0.1;mem:32");
    }
  }

  private void sum(PolicyRule rule, Amounts more, Command command) {
    Amounts sum = situation.used().of(rule, command.taskIds());
    Amounts all = new Amounts();
    all.add(sum);
    all.add(more);
    all.beyond(rule.mostInAll())
        .ifPresent(
            name -> {
              throw new Verdict(rule)
                  .refuse(
                      Pointer.ROOT.field(command.header().type().payload()),
                      "more %s in all than %s"
                          .formatted(name, Amounts.text(rule.mostInAll().get(name))),
                      "its tasks have %s, and this wants %s more"
                          .formatted(Amounts.text(sum.of(name)), Amounts.text(more.of(name))));
            });
  }
}
