package io.mesosbridge.commands;

import io.mesosbridge.mesos.call.Call;
import io.mesosbridge.mesos.call.CallOutcome;
import io.mesosbridge.mesos.call.CallSender;
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

  /** A call that carries out these commands. */
  void add(Call call, List<PreparedWork> commands, Consumer<CallOutcome> outcome) {
    List<Intent> intents =
        commands.stream().map(PreparedWork::intent).filter(Objects::nonNull).toList();
    Entry entry = new Entry(call, commands, outcome, intents.size());
    entries.add(entry);
    for (Intent intent : intents) {
      completion.intend(
          intent,
          () -> {
            entry.unwritten--;
            flush();
          });
    }
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
    while (!entries.isEmpty() && entries.peek().unwritten == 0) {
      Entry entry = entries.remove();
      calls.send(entry.call).onSuccess(entry.outcome::accept);
    }
  }

  private static final class Entry {
    private final Call call;
    private final List<PreparedWork> commands;
    private final Consumer<CallOutcome> outcome;
    private int unwritten;

    private Entry(
        Call call, List<PreparedWork> commands, Consumer<CallOutcome> outcome, int unwritten) {
      this.call = call;
      this.commands = commands;
      this.outcome = outcome;
      this.unwritten = unwritten;
    }
  }
}
