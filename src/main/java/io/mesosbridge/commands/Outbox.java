package io.mesosbridge.commands;

import io.mesosbridge.mesos.call.Call;
import io.mesosbridge.mesos.call.CallOutcome;
import io.mesosbridge.mesos.call.CallSender;
import io.mesosbridge.state.Intent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets calls leave in order. One that must not be repeated leaves only after Kafka has its intent,
 * and those behind it wait; intents of many calls are on their way at once.
 */
final class Outbox {

  private final Completion completion;
  private final CallSender calls;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();

  Outbox(Completion completion, CallSender calls) {
    this.completion = completion;
    this.calls = calls;
  }

  /** A call that may be repeated. */
  void add(PreparedWork prepared, Consumer<CallOutcome> outcome) {
    entries.add(new Entry(prepared, outcome, true));
    flush();
  }

  /** A call that must not be repeated. */
  void add(PreparedWork prepared, Intent intent, Consumer<CallOutcome> outcome) {
    Entry entry = new Entry(prepared, outcome, false);
    entries.add(entry);
    completion.intend(
        intent,
        () -> {
          entry.mayLeave = true;
          flush();
        });
  }

  /** There is no subscription: takes back what has not left. */
  List<PreparedWork> takeBack() {
    List<PreparedWork> unsent = new ArrayList<>();
    entries.forEach(entry -> unsent.add(entry.prepared));
    entries.clear();
    return unsent;
  }

  private void flush() {
    while (!entries.isEmpty() && entries.peek().mayLeave) {
      Entry entry = entries.remove();
      calls.send(entry.prepared.call()).onSuccess(entry.outcome::accept);
    }
  }

  /** A command whose call is ready. */
  record PreparedWork(CommandWork work, Call call, List<String> offerIds, String agentId) {}

  private static final class Entry {
    private final PreparedWork prepared;
    private final Consumer<CallOutcome> outcome;
    private boolean mayLeave;

    private Entry(PreparedWork prepared, Consumer<CallOutcome> outcome, boolean mayLeave) {
      this.prepared = prepared;
      this.outcome = outcome;
      this.mayLeave = mayLeave;
    }
  }
}
