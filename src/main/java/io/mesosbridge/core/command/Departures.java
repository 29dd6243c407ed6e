package io.mesosbridge.core.command;

import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.Suspects;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.command.CommandState.Why;
import io.mesosbridge.core.command.OutgoingCall.Part;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.offer.Offers;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls of commands: they leave in order, each once Kafka has the intents of its commands, and
 * what the master answers is drawn into the commands' states. Intents of many calls are under way
 * together.
 */
final class Departures {

  private static final CommandError INTENT_TOO_LARGE =
      new CommandError(
          ErrorCode.TOO_LARGE,
          "the topic bridge-state has no room for the ids of so many tasks and offers; launch fewer"
              + " at once, or raise the topic's max.message.bytes",
          null);

  /** Of calls without an answer; no more leave then, and one may be larger than what is left. */
  private static final int ENOUGH_BYTES = 16 << 20;

  private final Journal journal;
  private final Outside outside;
  private final Suspects suspects;
  private final Offers offers;
  private final Registry registry;
  private final Fence fence;
  private final Completion completion;
  private final Effects effects;
  private final ArrayDeque<OutgoingCall> departing = new ArrayDeque<>();
  private final Map<String, OutgoingCall> byIntent = new HashMap<>();
  private final Map<Long, OutgoingCall> sent = new HashMap<>();
  private long bytes;
  private Entry changing;
  private long numbers = Outside.NOBODY_WAITS;
  private boolean callsAreLost;
  private Details torn;

  Departures(
      Journal journal,
      Outside outside,
      Suspects suspects,
      Offers offers,
      Registry registry,
      Fence fence,
      Completion completion,
      Effects effects) {
    this.journal = journal;
    this.outside = outside;
    this.suspects = suspects;
    this.offers = offers;
    this.registry = registry;
    this.fence = fence;
    this.completion = completion;
    this.effects = effects;
  }

  /** Whether a TEARDOWN or SUBSCRIBE is under way, for which all others wait. */
  boolean isChangingFramework() {
    return changing != null;
  }

  /** Whether a call could not leave although the subscription seemed to stand; asked once. */
  boolean takeLost() {
    boolean lost = callsAreLost;
    callsAreLost = false;
    return lost;
  }

  /** A call that carries out these commands is ready. */
  void depart(Prepared.Ready ready, List<Part> parts) {
    OutgoingCall call = new OutgoingCall(++numbers, ready, parts);
    for (Part part : parts) {
      registry.move(part.entry(), part.entry().state.depart(call));
      effects.sending(part);
      part.tellPlaced(outside, journal.now());
      if (part.command() instanceof Command.Teardown) {
        changing = part.entry();
      }
    }
    departing.add(call);
    for (Part part : parts) {
      if (part.intent() != null) {
        byIntent.put(part.entry().id(), call);
        fence.intend(part.entry(), part.intent(), call.number());
      }
    }
    flush();
  }

  /** A SUBSCRIBE registers a framework of that id; null leaves the id to the master. */
  void register(Entry subscribe, String frameworkId) {
    changing = subscribe;
    registry.move(subscribe, subscribe.state.change());
    registerAs(frameworkId);
  }

  /** The SUBSCRIBE under way does so under that id. */
  void registerAs(String frameworkId) {
    Command subscribe = (Command) changing.reading();
    fence.intend(
        changing,
        Intent.of(changing, journal, subscribe, frameworkId, Prepared.Ready.NO_CALL, false),
        ++numbers);
  }

  /** The intent of that attempt was read back, or Kafka has no room for it. */
  void intentDecided(String commandId, long attempt, boolean tooLarge) {
    boolean isAwaited = fence.decided(commandId);
    OutgoingCall call = byIntent.get(commandId);
    if (call != null && call.number() == attempt) {
      byIntent.remove(commandId);
      call.decided(tooLarge);
      flush();
    } else if (isAwaited && isRegistering() && changing.id().equals(commandId)) {
      if (tooLarge) {
        String message = "the topic bridge-state has no room for its intent";
        refuseChange(new CommandError(ErrorCode.TOO_LARGE, message, null));
      } else {
        outside.subscribe();
      }
    }
  }

  /** Sends what waits for nothing any more. */
  void flush() {
    while (!departing.isEmpty() && !departing.peek().isWaiting(registry) && bytes < ENOUGH_BYTES) {
      OutgoingCall call = departing.remove();
      Suspects.Handled outer = suspects.begin(call.first().record(), call.first().id());
      if (call.isTooLarge()) {
        refused(INTENT_TOO_LARGE, null, call);
      } else if (call.parts().stream().anyMatch(effects::isTaskThere)) {
        giveBack(call);
        waitAgain(call);
      } else {
        for (Part part : call.parts()) {
          part.tellLeaving(outside, journal.now());
          registry.move(part.entry(), part.entry().state.leave());
          part.entry().sent(journal.streamId());
        }
        sent.put(call.number(), call);
        Call leaving = call.leave();
        bytes += call.bytes();
        outside.call(call.number(), leaving);
      }
      suspects.end(outer);
    }
  }

  /** There is no subscription: what has not left waits for the next one. */
  void takeBack() {
    List<OutgoingCall> unsent = List.copyOf(departing);
    departing.clear();
    byIntent.keySet().forEach(fence::decided);
    byIntent.clear();
    unsent.forEach(this::hadNoEffect);
    for (OutgoingCall call : unsent) {
      offers.wereLost(call.offerIds());
      waitAgain(call);
    }
  }

  /**
   * What follows from an answer: of which commands nobody knows whether they took effect, and
   * whether a TEARDOWN was taken.
   */
  record Answered(List<Entry> inDoubt, boolean tornDown) {}

  /** What became of a call. */
  Answered answered(long number, CallOutcome outcome) {
    OutgoingCall call = sent.remove(number);
    if (call == null) {
      return new Answered(List.of(), false);
    }
    bytes -= call.bytes();
    Suspects.Handled outer = suspects.begin(call.first().record(), call.first().id());
    List<Entry> inDoubt = List.of();
    if (outcome instanceof CallOutcome.InDoubt doubt && doubt.itsTurn()) {
      call.parts().forEach(part -> part.entry().tries().sentInVain(doubt));
    }
    if (outcome instanceof CallOutcome.Accepted accepted) {
      call.parts().forEach(part -> taken(part, accepted.status()));
    } else if (outcome instanceof CallOutcome.InDoubt && call.parts().get(0).intent() != null) {
      changeIsOff(call);
      call.parts()
          .forEach(part -> registry.move(part.entry(), part.entry().state.doubt(part.intent())));
      inDoubt = call.parts().stream().map(Part::entry).toList();
    } else if (outcome instanceof CallOutcome.Refused refused) {
      String text = "the master answered %d: %s".formatted(refused.status(), refused.text());
      refused(CommandError.byMaster(text), refused.status(), call);
    } else {
      callsAreLost = true;
      boolean broke = outcome instanceof CallOutcome.InDoubt lost && !lost.answered();
      call.parts().forEach(part -> part.entry().returned(!broke));
      hadNoEffect(call);
      offers.wereLost(call.offerIds());
      waitAgain(call);
    }
    suspects.end(outer);
    flush();
    return new Answered(inDoubt, torn != null);
  }

  private void waitAgain(OutgoingCall call) {
    call.parts()
        .forEach(part -> registry.move(part.entry(), part.entry().state.waitFor(Why.ORDER)));
  }

  /** One bad command has all refused that share its call: they are told apart by halves. */
  private void refused(CommandError error, Integer status, OutgoingCall call) {
    giveBack(call);
    if (call.parts().size() > 1) {
      waitAgain(call);
      call.parts().forEach(part -> part.entry().tries().inSmallerCompany(call.parts().size()));
    } else {
      Part only = call.parts().get(0);
      completion.conclude(only.entry(), Outcome.REJECTED, only.details(status), error);
    }
  }

  private void taken(Part part, int status) {
    if (part.command() instanceof Command.Teardown) {
      registry.move(part.entry(), part.entry().state.change());
      torn = part.details(status);
    } else {
      effects.taken(part);
      completion.conclude(part.entry(), Outcome.ACCEPTED, part.details(status), null);
    }
  }

  /** Kafka knows that the framework was torn down. */
  void tornDown() {
    if (torn != null) {
      Details details = torn;
      torn = null;
      concludeChange(Outcome.ACCEPTED, details, null);
    }
  }

  /** A subscription stands. */
  void registered() {
    if (isRegistering()) {
      concludeChange(Outcome.ACCEPTED, Details.NONE, null);
    }
  }

  /** The master accepts no new framework. */
  void registrationRefused(String text) {
    if (isRegistering()) {
      refuseChange(CommandError.byMaster("the master answered: " + text));
    }
  }

  private boolean isRegistering() {
    return changing != null && changing.reading() instanceof Command.Subscribe;
  }

  private void refuseChange(CommandError error) {
    concludeChange(Outcome.REJECTED, Details.NONE, error);
  }

  private void concludeChange(Outcome outcome, Details details, CommandError error) {
    Entry entry = changing;
    changing = null;
    completion.conclude(entry, outcome, details, error);
  }

  private void giveBack(OutgoingCall call) {
    hadNoEffect(call);
    offers.giveBack(call.offerIds());
  }

  private void hadNoEffect(OutgoingCall call) {
    changeIsOff(call);
    call.parts().forEach(part -> effects.hadNoEffect(part.entry(), part.command().taskIds()));
  }

  /** If the TEARDOWN is among these, the others wait no longer. */
  private void changeIsOff(OutgoingCall call) {
    if (changing != null && call.parts().stream().anyMatch(part -> part.entry() == changing)) {
      changing = null;
    }
  }
}
