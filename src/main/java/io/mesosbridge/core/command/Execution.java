package io.mesosbridge.core.command;

import io.mesosbridge.core.Framework;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Suspects;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.command.CommandState.Stage;
import io.mesosbridge.core.command.CommandState.Why;
import io.mesosbridge.core.command.OutgoingCall.Part;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Refusal;
import io.mesosbridge.core.offer.Fit;
import io.mesosbridge.core.offer.Offers;
import io.mesosbridge.core.offer.WaitingLaunch.Carried;
import io.mesosbridge.core.offer.WaitingLaunch.Placed;
import io.mesosbridge.core.offer.WaitingLaunch.Unplaced;
import io.mesosbridge.core.offer.WaitingLaunches.Standing;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import io.mesosbridge.core.task.LiveTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out one command after the other: refuses it, lets it wait, or makes its call. */
final class Execution {

  private final Journal journal;
  private final Suspects suspects;
  private final Framework framework;
  private final Offers offers;
  private final Registry registry;
  private final Completion completion;
  private final Departures departures;
  private final Placement placement;
  private final Permission permission;
  private final Cancellation cancellation;

  Execution(
      Journal journal,
      Suspects suspects,
      Framework framework,
      Offers offers,
      Registry registry,
      Completion completion,
      Departures departures,
      Placement placement,
      Permission permission,
      PlacedAgain again) {
    this.journal = journal;
    this.suspects = suspects;
    this.framework = framework;
    this.offers = offers;
    this.registry = registry;
    this.completion = completion;
    this.departures = departures;
    this.placement = placement;
    this.permission = permission;
    this.cancellation = new Cancellation(registry, placement, completion, again);
  }

  Standing launches() {
    return placement.launches();
  }

  /**
   * Launches that are to be placed only wait, so that they can share offers with those behind them;
   * any other command comes behind them. Returns whether none is in the way of this one any more.
   */
  boolean placeThoseBefore(Entry entry) {
    if (!(entry.reading() instanceof Command.LaunchToPlace)) {
      placeNewcomers();
    }
    return !isBehind();
  }

  /** Refuses the command, lets it wait, or makes its call; {@link #placeNewcomers} is to follow. */
  void carryOut(Entry entry) {
    Suspects.Handled outer = suspects.begin(entry.record(), entry.id());
    if (entry.reading() instanceof Refusal refusal) {
      completion.refused(entry, refusal);
    } else if (entry.isPast(journal.now().instant())) {
      expire(entry);
    } else {
      carryOut(entry, (Command) entry.reading());
    }
    suspects.end(outer);
  }

  /** Concludes a launch whose tasks tell that it took effect before its result was lost. */
  private boolean tookEffectBefore(Entry entry, Command command) {
    List<String> taskIds = command.taskIds();
    Outcome formerly = permission.formerly(entry, taskIds).orElse(null);
    if (formerly != null) {
      String agentId = permission.launchedBy(entry, taskIds).map(LiveTask::agentId).orElse(null);
      var details = new Details(null, agentId, command.offerIds(), null, Map.of());
      CommandError error = formerly == Outcome.ACCEPTED ? null : CommandError.INTERRUPTED;
      completion.conclude(entry, formerly, details, error);
    }
    return formerly != null;
  }

  private void expire(Entry entry) {
    String at = ((Command) entry.reading()).header().expiresAt().toString();
    String message = "expires_at was %s, before the command could be carried out".formatted(at);
    placement.remove(entry);
    if (entry.isAgain() || !tookEffectBefore(entry, (Command) entry.reading())) {
      refuse(entry, ErrorCode.EXPIRED, message, "/expires_at");
    }
  }

  private void refuse(Entry entry, ErrorCode code, String message, String field) {
    if (!isUncertain(entry)) {
      completion.reject(entry, code, message, field);
    }
  }

  /** What was sent and not answered may have taken effect, whatever speaks against it now. */
  private boolean isUncertain(Entry entry) {
    if (entry.mayHaveTakenEffect()) {
      completion.conclude(entry, Outcome.UNCERTAIN, Details.NONE, CommandError.INTERRUPTED);
      return true;
    }
    return false;
  }

  private void carryOut(Entry entry, Command command) {
    if (command instanceof Command.Subscribe) {
      permission
          .refusal(command)
          .ifPresentOrElse(refusal -> completion.refused(entry, refusal), () -> register(entry));
    } else if (framework.isGone()) {
      refuse(
          entry,
          ErrorCode.TORN_DOWN,
          "framework %s is gone (%s); send SUBSCRIBE to register a new one"
              .formatted(
                  framework.known().orElseThrow().frameworkId(),
                  framework.known().orElseThrow().state()),
          null);
    } else if (!tookEffectBefore(entry, command)) {
      Prepared prepared = permission.prepare(command);
      boolean isKill =
          command.header().type() == CommandType.KILL && prepared instanceof Prepared.Ready;
      if (!isKill || !cancellation.followsLaunch(entry, command.namedTasks().get(0))) {
        carryOut(entry, command, prepared);
      }
    }
  }

  private void register(Entry subscribe) {
    if (framework.isGone()) {
      departures.register(subscribe, framework.decideNext());
    } else {
      completion.reject(
          subscribe,
          ErrorCode.INVALID,
          "SUBSCRIBE registers a new framework after a teardown or removal, but framework %s is"
                  .formatted(framework.id().orElse("(not registered yet)"))
              + " there; send TEARDOWN first",
          "/type");
    }
  }

  private void carryOut(Entry entry, Command command, Prepared prepared) {
    if (prepared instanceof Prepared.Ready ready) {
      departures.depart(ready, List.of(part(entry, command, ready, false)));
    } else if (command instanceof Command.Cancel cancel && prepared instanceof Prepared.NoCall) {
      cancellation.cancel(entry, cancel);
    } else if (prepared instanceof Prepared.ToPlace toPlace) {
      await(entry, (Command.LaunchToPlace) command, toPlace);
    } else if (prepared instanceof Prepared.Refused refused && !isUncertain(entry)) {
      completion.refused(entry, refused.refusal());
    }
  }

  private Part part(Entry entry, Command command, Prepared.Ready ready, boolean placed) {
    boolean repeatable = command.repetition() == Command.Repetition.REPEATABLE;
    String frameworkId = framework.id().orElse(null);
    return new Part(
        entry,
        ready,
        repeatable ? null : Intent.of(entry, journal, command, frameworkId, ready, placed));
  }

  private void await(Entry entry, Command.LaunchToPlace launch, Prepared.ToPlace toPlace) {
    if (placement.isFull()) {
      placeNewcomers();
    }
    if (placement.add(entry, launch, toPlace.demand(), journal.now())) {
      registry.move(entry, entry.state.place());
      completion.writeThoseAbout(entry.subjects()); // which may have waited for its call's outcome
    } else {
      completion.reject(entry, ErrorCode.NO_FIT, placement.fullness(), null);
    }
  }

  /**
   * Gives the outstanding offers to launches that came together, so that they can share them; none
   * leaves behind a TEARDOWN.
   */
  void placeNewcomers() {
    if (placement.hasNewcomers() && !departures.isChangingFramework()) {
      offers.roles().launchesWait(true);
      place();
    }
    offers.roles().launchesWait(!placement.isEmpty());
  }

  /** Whether too many launches waited for all of them to be held against the offers at once. */
  boolean isBehind() {
    return placement.isBehind();
  }

  /** New offers are outstanding: {@link #placeNewcomers} is to follow. */
  void offered() {
    placement.offered();
  }

  private void place() {
    if (!placement.isEmpty()) {
      placement.expired(journal.now()).forEach(this::rejectUnplaced);
    }
    boolean unused = true;
    while (unused) {
      unused = false;
      for (Placed<Entry> placed : placement.place(journal.now())) {
        unused |= !place(placed);
      }
    }
  }

  private boolean place(Placed<Entry> placed) {
    List<Part> parts = new ArrayList<>();
    for (Carried<Entry> carried : placed.launches()) {
      Entry launch = carried.launch().launch();
      Suspects.Handled outer = suspects.begin(launch.record(), launch.id());
      prepareOn(placed.offerIds(), carried.fit(), launch)
          .ifPresentOrElse(parts::add, () -> placement.wasNotUsed(carried));
      suspects.end(outer);
    }
    if (parts.isEmpty()) {
      placement.giveBack(placed.offerIds());
      return placement.awaitsReturn();
    }
    departures.depart(Prepared.Ready.together(parts.stream().map(Part::ready).toList()), parts);
    return true;
  }

  private Optional<Part> prepareOn(List<String> offerIds, Fit fit, Entry entry) {
    var launch = (Command.LaunchToPlace) entry.reading();
    boolean overtakes = registry.isBehind(entry, Stage.WAITING); // a KILL whose call was lost, say
    if (overtakes || !suspects.mayHandle(entry.record(), entry.id())) {
      if (!overtakes) {
        placement.willReturn(entry);
      }
      registry.move(entry, entry.state.waitFor(Why.ORDER));
      return Optional.empty();
    }
    Prepared prepared = permission.prepareOn(offerIds, fit, launch);
    if (prepared instanceof Prepared.Ready ready) {
      placement.willUse(launch, ready);
      return Optional.of(part(entry, launch, ready, true));
    }
    registry.move(entry, entry.state.waitFor(Why.ORDER));
    carryOut(entry, launch, prepared);
    return Optional.empty();
  }

  /** Gives up what lapsed meanwhile. */
  void giveUpLate() {
    placement.tellLate(journal.now());
    placement.show(journal.now()).forEach(this::rejectUnplaced);
    placement.expired(journal.now()).forEach(this::rejectUnplaced);
    placement.holdForFirst(journal.now());
    registry.expiring.past(journal.now().instant()).stream()
        .filter(registry::hasItsId) // else what is kept under its id is another command's
        .filter(entry -> !entry.isWaiting() || !hasTakenEffect(entry)) // it is told so in its turn
        .forEach(this::expire);
  }

  private boolean hasTakenEffect(Entry entry) {
    return permission.formerly(entry, ((Command) entry.reading()).taskIds()).isPresent();
  }

  private void rejectUnplaced(Unplaced<Entry> unplaced) {
    completion.reject(unplaced.launch().launch(), ErrorCode.NO_FIT, unplaced.message(), null);
  }

  /** The framework is gone: launches wait for no offer any more. */
  void giveUpPlacing() {
    List<Entry> placing =
        registry.all().stream().filter(e -> e.state instanceof CommandState.ToPlace).toList();
    placing.forEach(placement::remove);
    placing.forEach(entry -> registry.move(entry, entry.state.waitFor(Why.ORDER)));
  }
}
