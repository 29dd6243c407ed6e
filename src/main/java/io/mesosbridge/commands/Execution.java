package io.mesosbridge.commands;

import io.mesosbridge.commands.Completion.Details;
import io.mesosbridge.commands.Outbox.PreparedWork;
import io.mesosbridge.commands.language.Command;
import io.mesosbridge.commands.language.CommandError;
import io.mesosbridge.commands.language.ErrorCode;
import io.mesosbridge.commands.language.Refusal;
import io.mesosbridge.commands.language.Repetition;
import io.mesosbridge.commands.preparation.Context;
import io.mesosbridge.commands.preparation.Preparation;
import io.mesosbridge.commands.preparation.Prepared;
import io.mesosbridge.mesos.call.CallOutcome;
import io.mesosbridge.placement.Placed;
import io.mesosbridge.placement.Unplaced;
import io.mesosbridge.state.Framework;
import io.mesosbridge.state.Intent;
import io.mesosbridge.state.Offers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Carries out one command after the other: prepares it, sends its call, draws its result. */
final class Execution {

  private final Framework framework;
  private final Offers offers;
  private final Supplier<Context> knowledge;
  private final PlacementDesk desk;
  private final Outbox outbox;
  private final CommandEffects effects;
  private final Completion completion;
  private final Lifecycle lifecycle;
  private Doubts doubts;
  private Consumer<List<CommandWork>> again;
  private CommandWork changingFramework;

  Execution(Parts parts, PlacementDesk desk, CommandEffects effects, Completion completion) {
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
    this.outbox = new Outbox(completion, parts.calls());
    this.effects = effects;
    this.completion = completion;
    this.lifecycle = parts.lifecycle();
  }

  /** Where doubts go, and commands that have to be carried out again. */
  void connect(Doubts theDoubts, Consumer<List<CommandWork>> carryOutAgain) {
    this.doubts = theDoubts;
    this.again = carryOutAgain;
  }

  boolean isChangingFramework() {
    return changingFramework != null;
  }

  int waitingForOffers() {
    return desk.size();
  }

  void carryOut(CommandWork work) {
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
    reject(
        work,
        ErrorCode.EXPIRED,
        "expires_at was %s, before the command could be carried out"
            .formatted(command.header().expiresAt()),
        "/expires_at");
  }

  private void carryOut(CommandWork work, Command command) {
    if (command instanceof Command.Subscribe) {
      register(work);
    } else if (framework.isGone()) {
      reject(
          work,
          ErrorCode.TORN_DOWN,
          "framework %s is gone (%s); send SUBSCRIBE to register a new one"
              .formatted(
                  framework.known().orElseThrow().frameworkId(),
                  framework.known().orElseThrow().state()),
          null);
    } else {
      carryOut(work, command, Preparation.prepare(command, knowledge.get()), false);
    }
  }

  private void carryOut(CommandWork work, Command command, Prepared prepared, boolean placed) {
    if (prepared instanceof Prepared.Ready ready) {
      send(work, command, ready, placed);
    } else if (prepared instanceof Prepared.ToPlace toPlace) {
      await(work, (Command.LaunchToPlace) command, toPlace);
    } else if (prepared instanceof Prepared.Refused refused) {
      completion.refused(work, refused.refusal());
    }
  }

  private void await(CommandWork work, Command.LaunchToPlace launch, Prepared.ToPlace toPlace) {
    if (desk.add(work, launch, toPlace.demand())) {
      work.message().stepAside();
      place();
    } else {
      reject(
          work,
          ErrorCode.NO_FIT,
          "%d launches wait for offers already, as many as bridge.placement.max-waiting lets"
              .formatted(desk.size()),
          null);
    }
  }

  /** Gives the outstanding offers to launches that wait for one. */
  void place() {
    boolean unused = false;
    for (Placed<CommandWork> placed : desk.place(offers.outstanding())) {
      CommandWork work = placed.launch().launch();
      Command.LaunchToPlace launch = (Command.LaunchToPlace) work.reading();
      Prepared prepared = Preparation.prepareOn(placed.offerId(), launch, knowledge.get());
      if (prepared instanceof Prepared.Refused) {
        desk.giveBack(placed.offerId());
        unused = true;
      }
      carryOut(work, launch, prepared, true);
    }
    if (unused) {
      place();
    }
  }

  void giveUpUnplaced() {
    for (Unplaced<CommandWork> unplaced : desk.expired()) {
      reject(unplaced.launch().launch(), ErrorCode.NO_FIT, unplaced.message(), null);
    }
  }

  private void send(CommandWork work, Command command, Prepared.Ready ready, boolean placed) {
    PreparedWork prepared = new PreparedWork(work, ready.call(), ready.offerIds(), ready.agentId());
    effects.sending(command, prepared);
    if (command instanceof Command.Teardown) {
      changingFramework = work;
    }
    if (command.repetition() == Repetition.REPEATABLE) {
      outbox.add(prepared, outcome -> came(outcome, prepared, command, ready, null));
    } else {
      Intent intent =
          work.intent(
              command, framework.id().orElse(null), ready.offerIds(), ready.agentId(), placed);
      outbox.add(prepared, intent, outcome -> came(outcome, prepared, command, ready, intent));
    }
  }

  private void came(
      CallOutcome outcome,
      PreparedWork prepared,
      Command command,
      Prepared.Ready ready,
      Intent intent) {
    CommandWork work = prepared.work();
    if (outcome instanceof CallOutcome.Accepted accepted) {
      Details details = details(ready, accepted.status());
      if (command instanceof Command.Teardown) {
        lifecycle.tornDown(() -> finishChange(Outcome.ACCEPTED, details, null));
      } else {
        effects.taken(command, ready.agentId());
        completion.finish(work, Outcome.ACCEPTED, details, null);
      }
      return;
    }
    if (work.equals(changingFramework)) {
      changingFramework = null;
    }
    if (outcome instanceof CallOutcome.Refused refused) {
      effects.refused(command, ready.offerIds());
      String text = "the master answered %d: %s".formatted(refused.status(), refused.text());
      completion.finish(
          work,
          Outcome.REJECTED,
          details(ready, refused.status()),
          new CommandError(ErrorCode.REFUSED_BY_MASTER, text, null));
      again.accept(List.of());
    } else if (outcome instanceof CallOutcome.InDoubt && intent != null) {
      doubts.add(intent, work);
    } else {
      effects.hadNoEffect(command);
      offers.wereLost(ready.offerIds());
      again.accept(List.of(work));
    }
  }

  /** Takes back what has not left; launches that wait for offers go on waiting. */
  List<CommandWork> takeBack() {
    List<CommandWork> back = new ArrayList<>();
    for (PreparedWork prepared : outbox.takeBack()) {
      effects.hadNoEffect((Command) prepared.work().reading());
      offers.wereLost(prepared.offerIds());
      back.add(prepared.work());
    }
    if (back.contains(changingFramework)) {
      changingFramework = null;
    }
    if (framework.isGone()) {
      back.addAll(desk.takeAll());
    }
    return back;
  }

  private void register(CommandWork work) {
    if (framework.isGone()) {
      changingFramework = work;
      String gone = framework.known().orElseThrow().frameworkId();
      completion.intend(
          work.intent((Command) work.reading(), gone, List.of(), null, false),
          lifecycle::registerAnew);
    } else {
      reject(
          work,
          ErrorCode.INVALID,
          "SUBSCRIBE registers a new framework after a teardown or removal, but framework %s is"
                  .formatted(framework.id().orElse("(not registered yet)"))
              + " there; send TEARDOWN first",
          "/type");
    }
  }

  void registered() {
    if (isRegistering()) {
      finishChange(Outcome.ACCEPTED, Details.NONE, null);
    }
  }

  void registrationRefused(String text) {
    if (isRegistering()) {
      String message = "the master answered: " + text;
      CommandError error = new CommandError(ErrorCode.REFUSED_BY_MASTER, message, null);
      finishChange(Outcome.REJECTED, Details.NONE, error);
    }
  }

  private boolean isRegistering() {
    return changingFramework != null && changingFramework.reading() instanceof Command.Subscribe;
  }

  private void finishChange(Outcome outcome, Details details, CommandError error) {
    CommandWork work = changingFramework;
    changingFramework = null;
    completion.finish(work, outcome, details, error);
  }

  private void reject(CommandWork work, ErrorCode code, String message, String field) {
    completion.finish(work, Outcome.REJECTED, Details.NONE, new CommandError(code, message, field));
  }

  private static Details details(Prepared.Ready ready, int status) {
    return new Details(ready.taskIds(), ready.agentId(), ready.offerIds(), status);
  }
}
