package io.mesosbridge.commands;

import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandType;
import io.mesosbridge.core.language.ErrorCode;
import io.mesosbridge.core.language.Refusal;
import io.mesosbridge.core.offer.Placed;
import io.mesosbridge.core.offer.Unplaced;
import io.mesosbridge.core.offer.WaitingLaunch;
import io.mesosbridge.core.preparation.Context;
import io.mesosbridge.core.preparation.Preparation;
import io.mesosbridge.core.preparation.Prepared;
import io.mesosbridge.core.preparation.SharedAccept;
import io.mesosbridge.state.Framework;
import io.mesosbridge.state.Offers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Carries out one command after the other: refuses it, lets it wait, or prepares and sends it. */
final class Execution {

  private final Framework framework;
  private final Offers offers;
  private final Supplier<Context> knowledge;
  private final PlacementDesk desk;
  private final Followers followers;
  private final Completion completion;
  private final FrameworkChange change;
  private final Dispatch dispatch;

  Execution(
      Parts parts,
      PlacementDesk desk,
      Followers followers,
      CommandEffects effects,
      Completion completion) {
    this.framework = parts.framework();
    this.offers = parts.offers();
    this.knowledge =
        () ->
            new Context(
                framework.id().orElseThrow(),
                framework.roles(),
                offers,
                parts.tasks(),
                taskId -> parts.launches().contains(taskId) || desk.isWaitingFor(taskId));
    this.desk = desk;
    this.followers = followers;
    this.completion = completion;
    this.change = new FrameworkChange(framework, completion, parts.lifecycle());
    this.dispatch = new Dispatch(parts, effects, completion, change);
  }

  /** Where commands go that cannot be concluded. */
  void connect(Dispatch.Unconcluded unconcluded) {
    dispatch.connect(unconcluded);
  }

  boolean isChangingFramework() {
    return change.isUnderWay();
  }

  int waitingForOffers() {
    return desk.size();
  }

  /** Launches that are to be placed only wait; {@link #placeNewcomers} is to follow. */
  void carryOut(CommandWork work) {
    if (!(work.reading() instanceof Command.LaunchToPlace)) {
      placeNewcomers();
    }
    if (work.reading() instanceof Refusal refusal) {
      completion.refused(work, refusal);
    } else if (isExpired(work)) {
      expire(work);
    } else {
      carryOut(work, (Command) work.reading());
    }
  }

  boolean isExpired(CommandWork work) {
    return work.reading() instanceof Command command
        && command.header().expiresAt() != null
        && !command.header().expiresAt().isAfter(Instant.now());
  }

  void expire(CommandWork work) {
    Command command = (Command) work.reading();
    completion.reject(
        work,
        ErrorCode.EXPIRED,
        "expires_at was %s, before the command could be carried out"
            .formatted(command.header().expiresAt()),
        "/expires_at");
  }

  private void carryOut(CommandWork work, Command command) {
    if (command instanceof Command.Subscribe) {
      change.register(work);
    } else if (framework.isGone()) {
      completion.reject(
          work,
          ErrorCode.TORN_DOWN,
          "framework %s is gone (%s); send SUBSCRIBE to register a new one"
              .formatted(
                  framework.known().orElseThrow().frameworkId(),
                  framework.known().orElseThrow().state()),
          null);
    } else {
      Prepared prepared = Preparation.prepare(command, knowledge.get());
      boolean isKill =
          command.header().type() == CommandType.KILL && prepared instanceof Prepared.Ready;
      if (!isKill || !followsLaunch(work, command.namedTasks().get(0))) {
        carryOut(work, command, prepared);
      }
    }
  }

  /**
   * A launch that still waits for an offer would start later what is to be killed now: it is given
   * up, or, where it is of other tasks as well or under way, the KILL waits for it.
   */
  private boolean followsLaunch(CommandWork kill, String taskId) {
    giveUpLaunchOf(taskId, kill.id());
    boolean follows = followers.add(taskId, kill);
    if (follows) {
      kill.message().stepAside();
    }
    return follows;
  }

  private void giveUpLaunchOf(String taskId, String killId) {
    desk.takeLaunchOf(taskId)
        .ifPresent(
            launch ->
                completion.reject(
                    launch,
                    ErrorCode.NO_FIT,
                    "command %s killed task %s before an offer fitted".formatted(killId, taskId),
                    null));
  }

  private void carryOut(CommandWork work, Command command, Prepared prepared) {
    if (prepared instanceof Prepared.Ready ready) {
      dispatch.send(ready, List.of(dispatch.prepared(work, ready, false)));
    } else if (prepared instanceof Prepared.ToPlace toPlace) {
      await(work, (Command.LaunchToPlace) command, toPlace);
    } else if (prepared instanceof Prepared.Refused refused) {
      completion.refused(work, refused.refusal());
    }
  }

  private void await(CommandWork work, Command.LaunchToPlace launch, Prepared.ToPlace toPlace) {
    if (desk.isFull()) {
      placeNewcomers();
    }
    if (desk.add(work, launch, toPlace.demand())) {
      followers.launching(work.id(), launch.taskIds());
      work.message().stepAside();
    } else {
      completion.reject(
          work,
          ErrorCode.NO_FIT,
          "%d launches of %d bytes in all wait for offers already, as many as"
                  .formatted(desk.size(), desk.bytes())
              + " bridge.placement.max-waiting and max-waiting-bytes let",
          null);
    }
  }

  /** Gives the outstanding offers to launches that came together, so that they can share them. */
  void placeNewcomers() {
    if (desk.hasNewcomers()) {
      place();
    }
  }

  /** Gives the outstanding offers to launches that wait for one. */
  void place() {
    boolean unused = false;
    for (Placed<CommandWork> placed : desk.place(offers.outstanding())) {
      List<PreparedWork> ready = new ArrayList<>();
      for (WaitingLaunch<CommandWork> launch : placed.launches()) {
        prepareOn(placed.offerId(), launch.launch()).ifPresent(ready::add);
      }
      if (ready.isEmpty()) {
        desk.giveBack(placed.offerId());
        unused = true;
      } else {
        dispatch.send(SharedAccept.of(ready.stream().map(PreparedWork::ready).toList()), ready);
      }
    }
    if (unused) {
      place();
    }
  }

  private Optional<PreparedWork> prepareOn(String offerId, CommandWork work) {
    var launch = (Command.LaunchToPlace) work.reading();
    Prepared prepared = Preparation.prepareOn(offerId, launch, knowledge.get());
    if (prepared instanceof Prepared.Ready ready) {
      return Optional.of(dispatch.prepared(work, ready, true));
    }
    carryOut(work, launch, prepared);
    return Optional.empty();
  }

  /** Gives up the launches whose deadline has passed, and the KILLs that lapsed meanwhile. */
  void giveUpLate() {
    for (Unplaced<CommandWork> unplaced : desk.expired()) {
      completion.reject(unplaced.launch().launch(), ErrorCode.NO_FIT, unplaced.message(), null);
    }
    followers.takeIf(this::isExpired).forEach(this::expire);
  }

  /** Takes back what has not left; launches that wait for offers go on waiting. */
  List<CommandWork> takeBack() {
    List<CommandWork> back = new ArrayList<>(dispatch.takeBack());
    if (framework.isGone()) {
      back.addAll(desk.takeAll());
    }
    return back;
  }

  void registered() {
    change.registered();
  }

  void registrationRefused(String text) {
    change.registrationRefused(text);
  }
}
