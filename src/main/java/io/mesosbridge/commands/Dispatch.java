package io.mesosbridge.commands;

import io.mesosbridge.commands.Completion.Details;
import io.mesosbridge.commands.language.Command;
import io.mesosbridge.commands.language.CommandError;
import io.mesosbridge.commands.language.ErrorCode;
import io.mesosbridge.commands.language.Repetition;
import io.mesosbridge.commands.preparation.Prepared;
import io.mesosbridge.mesos.call.CallOutcome;
import io.mesosbridge.state.Framework;
import io.mesosbridge.state.Offers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Sends the calls of prepared commands and draws what follows from the master's answers. */
final class Dispatch {

  private static final CommandError INTENT_TOO_LARGE =
      new CommandError(
          ErrorCode.TOO_LARGE,
          "the topic bridge-state has no room for the ids of so many tasks and offers; launch fewer"
              + " at once, or raise the topic's max.message.bytes",
          null);

  private final Framework framework;
  private final Offers offers;
  private final Outbox outbox;
  private final CommandEffects effects;
  private final Completion completion;
  private final FrameworkChange change;
  private Doubts doubts;
  private Consumer<List<CommandWork>> again;

  Dispatch(Parts parts, CommandEffects effects, Completion completion, FrameworkChange change) {
    this.framework = parts.framework();
    this.offers = parts.offers();
    this.outbox = new Outbox(completion, parts.calls());
    this.effects = effects;
    this.completion = completion;
    this.change = change;
  }

  /** Where doubts go, and commands that have to be carried out again. */
  void connect(Doubts theDoubts, Consumer<List<CommandWork>> carryOutAgain) {
    this.doubts = theDoubts;
    this.again = carryOutAgain;
  }

  /** The command with its call, and the intent to be written before that leaves. */
  PreparedWork prepared(CommandWork work, Prepared.Ready ready, boolean placed) {
    Command command = (Command) work.reading();
    if (command.repetition() == Repetition.REPEATABLE) {
      return new PreparedWork(work, ready, null);
    }
    String frameworkId = framework.id().orElse(null);
    return new PreparedWork(
        work, ready, work.intent(command, frameworkId, ready.offerIds(), ready.agentId(), placed));
  }

  /** Sends a call that carries out these commands. */
  void send(Prepared.Ready call, List<PreparedWork> commands) {
    commands.forEach(effects::sending);
    change.sending(commands.get(0).work());
    outbox.add(
        call.call(),
        commands,
        outcome -> came(outcome, call.offerIds(), commands),
        () -> refused(INTENT_TOO_LARGE, null, call.offerIds(), commands));
  }

  private void came(CallOutcome outcome, List<String> offerIds, List<PreparedWork> commands) {
    if (outcome instanceof CallOutcome.Accepted accepted) {
      commands.forEach(command -> taken(command, accepted.status()));
      return;
    }
    PreparedWork first = commands.get(0);
    change.isOff(first.work());
    if (outcome instanceof CallOutcome.InDoubt && first.intent() != null) {
      commands.forEach(command -> doubts.add(command.intent(), command.work()));
    } else if (outcome instanceof CallOutcome.Refused refused) {
      String text = "the master answered %d: %s".formatted(refused.status(), refused.text());
      CommandError error = new CommandError(ErrorCode.REFUSED_BY_MASTER, text, null);
      refused(error, refused.status(), offerIds, commands);
    } else {
      commands.forEach(command -> effects.hadNoEffect(command.command()));
      offers.wereLost(offerIds);
      again.accept(commands.stream().map(PreparedWork::work).toList());
    }
  }

  /** One bad command has all refused that share its call: they are told apart by halves. */
  private void refused(
      CommandError error, Integer status, List<String> offerIds, List<PreparedWork> commands) {
    commands.forEach(command -> effects.hadNoEffect(command.command()));
    effects.giveBack(offerIds);
    if (commands.size() > 1) {
      again.accept(
          commands.stream()
              .map(command -> command.work().inSmallerCompany(commands.size()))
              .toList());
    } else {
      PreparedWork only = commands.get(0);
      completion.finish(only.work(), Outcome.REJECTED, details(only.ready(), status), error);
    }
  }

  private void taken(PreparedWork prepared, int status) {
    Details details = details(prepared.ready(), status);
    if (prepared.command() instanceof Command.Teardown) {
      change.tornDown(details);
    } else {
      effects.taken(prepared.command(), prepared.ready().agentId());
      completion.finish(prepared.work(), Outcome.ACCEPTED, details, null);
    }
  }

  /** Takes back what has not left. */
  List<CommandWork> takeBack() {
    List<CommandWork> back = new ArrayList<>();
    for (PreparedWork prepared : outbox.takeBack()) {
      effects.hadNoEffect(prepared.command());
      offers.wereLost(prepared.offerIds());
      back.add(prepared.work());
    }
    back.forEach(change::isOff);
    return back;
  }

  private static Details details(Prepared.Ready ready, Integer status) {
    return new Details(ready.taskIds(), ready.agentId(), ready.offerIds(), status);
  }
}
