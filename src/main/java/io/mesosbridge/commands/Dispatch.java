package io.mesosbridge.commands;

import io.mesosbridge.commands.Completion.Details;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.ErrorCode;
import io.mesosbridge.core.language.Repetition;
import io.mesosbridge.core.mesos.CallOutcome;
import io.mesosbridge.core.preparation.Prepared;
import io.mesosbridge.state.Framework;
import io.mesosbridge.state.Intent;
import io.mesosbridge.state.Offers;
import java.util.List;

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
  private Unconcluded unconcluded;

  Dispatch(Parts parts, CommandEffects effects, Completion completion, FrameworkChange change) {
    this.framework = parts.framework();
    this.offers = parts.offers();
    this.outbox = new Outbox(completion, parts.calls());
    this.effects = effects;
    this.completion = completion;
    this.change = change;
  }

  /** Where commands go that cannot be concluded. */
  void connect(Unconcluded whereTo) {
    this.unconcluded = whereTo;
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
      unconcluded.again(List.of());
      return;
    }
    PreparedWork first = commands.get(0);
    if (outcome instanceof CallOutcome.InDoubt && first.intent() != null) {
      change.isOff(first.work());
      commands.forEach(command -> unconcluded.inDoubt(command.intent(), command.work()));
    } else if (outcome instanceof CallOutcome.Refused refused) {
      String text = "the master answered %d: %s".formatted(refused.status(), refused.text());
      CommandError error = new CommandError(ErrorCode.REFUSED_BY_MASTER, text, null);
      refused(error, refused.status(), offerIds, commands);
    } else {
      hadNoEffect(commands);
      offers.wereLost(offerIds);
      unconcluded.waitAgain(commands.stream().map(PreparedWork::work).toList());
    }
  }

  /** One bad command has all refused that share its call: they are told apart by halves. */
  private void refused(
      CommandError error, Integer status, List<String> offerIds, List<PreparedWork> commands) {
    hadNoEffect(commands);
    effects.giveBack(offerIds);
    if (commands.size() > 1) {
      unconcluded.again(
          commands.stream()
              .map(command -> command.work().inSmallerCompany(commands.size()))
              .toList());
    } else {
      PreparedWork only = commands.get(0);
      completion.finish(only.work(), Outcome.REJECTED, details(only.ready(), status), error);
      unconcluded.again(List.of());
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
    List<PreparedWork> unsent = outbox.takeBack();
    hadNoEffect(unsent);
    unsent.forEach(command -> offers.wereLost(command.offerIds()));
    return unsent.stream().map(PreparedWork::work).toList();
  }

  private void hadNoEffect(List<PreparedWork> commands) {
    for (PreparedWork command : commands) {
      change.isOff(command.work());
      effects.hadNoEffect(command.command());
    }
  }

  private static Details details(Prepared.Ready ready, Integer status) {
    return new Details(ready.taskIds(), ready.agentId(), ready.offerIds(), status);
  }

  /** Takes the commands that a call has not brought to their result. */
  interface Unconcluded {

    /** These are to be carried out again, and the others behind them. */
    void again(List<CommandWork> commands);

    /** These are to be carried out again when a call has a chance to leave. */
    void waitAgain(List<CommandWork> commands);

    /** Nobody knows whether this one took effect. */
    void inDoubt(Intent intent, CommandWork command);
  }
}
