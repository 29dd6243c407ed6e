package io.mesosbridge.commands;

import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.CallOutcome;
import io.mesosbridge.mesos.subscription.CallSender;
import io.mesosbridge.state.Intent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Lets calls leave in order. One that must not be repeated leaves only after Kafka has the intents
 * of all commands that it carries out, and those behind it wait; intents of many calls are on their
 * way at once.
 */
final class Outbox {

  private final Completion completion;
  private final CallSender calls;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();

  Outbox(Completion completion, CallSender calls) {
    this.completion = completion;
    this.calls = calls;
  }

  /**
   * A call that carries out these commands.
   *
   * @param tooLarge told instead of an outcome when Kafka has no room for one of their intents
   */
  void add(
      Call call, List<PreparedWork> commands, Consumer<CallOutcome> outcome, Runnable tooLarge) {
    List<Intent> intents =
        commands.stream().map(PreparedWork::intent).filter(Objects::nonNull).toList();
    Entry entry = new Entry(call, commands, outcome, tooLarge, intents.size());
    entries.add(entry);
    intents.forEach(
        intent ->
            completion.intend(intent, () -> decided(entry, true), () -> decided(entry, false)));
    flush();
  }

  private void decided(Entry entry, boolean written) {
    entry.undecided--;
    entry.mayLeave &= written;
    flush();
  }

  /** There is no subscription: takes back what has not left. */
  List<PreparedWork> takeBack() {
    List<PreparedWork> unsent = new ArrayList<>();
    entries.forEach(entry -> unsent.addAll(entry.commands));
    entries.clear();
    return unsent;
  }

  private void flush() {
    while (!entries.isEmpty() && entries.peek().undecided == 0) {
      Entry entry = entries.remove();
      if (entry.mayLeave) {
        calls.send(entry.call).onSuccess(entry.outcome::accept);
      } else {
        entry.tooLarge.run();
      }
    }
  }

  private static final class Entry {
    private final Call call;
    private final List<PreparedWork> commands;
    private final Consumer<CallOutcome> outcome;
    private final Runnable tooLarge;
    private int undecided;
    private boolean mayLeave = true;

    private Entry(
        Call call,
        List<PreparedWork> commands,
        Consumer<CallOutcome> outcome,
        Runnable tooLarge,
        int intents) {
      this.call = call;
      this.commands = commands;
      this.outcome = outcome;
      this.tooLarge = tooLarge;
      this.undecided = intents;
    }
  }
}
