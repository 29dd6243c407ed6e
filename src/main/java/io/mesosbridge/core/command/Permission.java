package io.mesosbridge.core.command;

import static java.util.stream.Collectors.toSet;

import io.mesosbridge.core.Framework;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError.Refusal;
import io.mesosbridge.core.offer.Fit;
import io.mesosbridge.core.offer.Offers;
import io.mesosbridge.core.policy.CommandPolicy;
import io.mesosbridge.core.policy.Situation;
import io.mesosbridge.core.policy.UsedResources;
import io.mesosbridge.core.preparation.Preparation;
import io.mesosbridge.core.preparation.Preparation.Context;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.Tasks;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Prepares commands by what is known when they are carried out, if the policy in force lets. */
final class Permission {

  private final Outside outside;
  private final Framework framework;
  private final Offers offers;
  private final Tasks tasks;
  private final SettledCommands settled;
  private final Registry registry;
  private final UsedResources used;

  Permission(
      Outside outside,
      Framework framework,
      Offers offers,
      Tasks tasks,
      SettledCommands settled,
      Registry registry,
      Memory memory) {
    this.outside = outside;
    this.framework = framework;
    this.offers = offers;
    this.tasks = tasks;
    this.settled = settled;
    this.registry = registry;
    this.used = new UsedResources(memory.groups());
  }

  /**
   * What became of a launch whose tasks tell that it took effect before, though topics were deleted
   * with its result and intent: of one with an id made of a position, which may have been another
   * record's, nobody knows.
   */
  Optional<Outcome> formerly(Entry entry, List<String> taskIds) {
    boolean lives = entry.isNamed() && launchedBy(entry, taskIds).isPresent();
    boolean wasLaunched =
        !entry.isAgain() && taskIds.stream().anyMatch(id -> settled.hasLaunched(id, entry.id()));
    return lives || wasLaunched
        ? Optional.of(entry.isNamed() ? Outcome.ACCEPTED : Outcome.UNCERTAIN)
        : Optional.empty();
  }

  /** The first of these tasks that lives by the command. */
  Optional<LiveTask> launchedBy(Entry entry, List<String> taskIds) {
    return taskIds.stream()
        .flatMap(id -> tasks.find(id).stream())
        .filter(task -> entry.id().equals(task.commandId()))
        .findFirst();
  }

  /** What is to be done about the command. */
  Prepared prepare(Command command) {
    Refusal refusal = refusal(command).orElse(null);
    return refusal == null
        ? Preparation.prepare(command, knowledge(command))
        : new Prepared.Refused(refusal);
  }

  /** The same of a launch that got offers; what all tasks have may have become more meanwhile. */
  Prepared prepareOn(List<String> offerIds, Fit fit, Command.LaunchToPlace launch) {
    boolean isOpen = outside.policy().isOpen(); // an ACCEPT is not written out for nothing
    Refusal refusal = isOpen ? null : refusal(launch.on(offerIds)).orElse(null);
    return refusal == null
        ? Preparation.prepareOn(offerIds, fit, launch, knowledge(launch))
        : new Prepared.Refused(refusal);
  }

  /** Why the policy refuses the command; empty when it does not. */
  Optional<Refusal> refusal(Command command) {
    CommandPolicy policy = outside.policy();
    if (policy.isOpen()) {
      return Optional.empty();
    }
    used.by(policy);
    Situation situation =
        new Situation(
            framework.roles(),
            framework.info().path("user").asText(),
            offers,
            tasks,
            command instanceof Command.Cancel cancel ? tasksOf(cancel.commandId()) : List.of(),
            used);
    Command.Header header = command.header();
    return policy
        .refusal(command, situation)
        .map(error -> new Refusal(header.id(), header.type().name(), error));
  }

  private List<String> tasksOf(String commandId) {
    return registry
        .find(commandId)
        .map(Entry::reading)
        .filter(Command.class::isInstance)
        .map(reading -> ((Command) reading).taskIds())
        .orElseGet(() -> unheardTasksOf(commandId));
  }

  /** A launch that has its result may be placed again until its tasks are heard of. */
  private List<String> unheardTasksOf(String commandId) {
    return tasks.all().stream()
        .filter(task -> commandId.equals(task.commandId()) && task.hasNotBeenHeardOf())
        .map(LiveTask::taskId)
        .toList();
  }

  private Context knowledge(Command command) {
    Set<String> begun = command.taskIds().stream().filter(this::isBeingLaunched).collect(toSet());
    return new Context(
        framework.id().orElseThrow(), framework.roles(), framework.mesos(), offers, tasks, begun);
  }

  private boolean isBeingLaunched(String taskId) {
    return registry.launchUnderWay(taskId) != null || registry.launchToPlace(taskId) != null;
  }
}
