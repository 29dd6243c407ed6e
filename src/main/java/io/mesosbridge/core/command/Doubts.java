package io.mesosbridge.core.command;

import static java.util.Comparator.comparingLong;

import io.mesosbridge.core.Now;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.command.CommandState.InDoubt;
import io.mesosbridge.core.command.CommandState.Why;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.mesos.Event.OperationStatus;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.task.Operations;
import io.mesosbridge.core.task.Reconciliation;
import io.mesosbridge.core.task.StatusMeaning;
import io.mesosbridge.core.task.Tasks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Commands of which it is not known whether they took effect, because the bridge or the connection
 * died around sending them. A new subscription makes the old call void, so that what Mesos says
 * afterwards is final; a call may also get lost only when that subscription stands already.
 */
final class Doubts {

  private final Registry registry;
  private final Completion completion;
  private final Effects effects;
  private final Tasks tasks;
  private final Operations operations;
  private final Reconciliation reconciliation;
  private final Inquiry inquiry;
  private final PatienceWithDoubts patience = new PatienceWithDoubts();
  private final List<Entry> anew = new ArrayList<>();
  private final Set<String> asked = new HashSet<>();
  private final List<Entry> teardowns = new ArrayList<>();
  private Against against = Against.NOBODY;
  private String frameworkId;

  /** Whom a doubt can be held against. */
  private enum Against {
    NOBODY,
    SUBSCRIPTION,
    NO_FRAMEWORK
  }

  Doubts(
      Registry registry,
      Completion completion,
      Effects effects,
      Tasks tasks,
      Operations operations,
      Reconciliation reconciliation) {
    this.registry = registry;
    this.completion = completion;
    this.effects = effects;
    this.tasks = tasks;
    this.operations = operations;
    this.reconciliation = reconciliation;
    this.inquiry = new Inquiry(reconciliation, operations);
  }

  /** A former leader may have sent the call. */
  void remember(Entry entry, Intent intent) {
    registry.add(entry);
    effects.launching(intent);
  }

  /** Those to begin anew, since what they repeat never took effect; asked once. */
  List<Entry> takeAnew() {
    List<Entry> entries = List.copyOf(anew);
    anew.clear();
    return entries;
  }

  private List<Entry> inDoubt() {
    return registry.doubts().isEmpty()
        ? List.of()
        : registry.all().stream().filter(entry -> entry.state instanceof InDoubt).toList();
  }

  /** A subscription stands: now Mesos can tell. */
  void subscribed(String id, Now now) {
    settleAll(Against.SUBSCRIPTION, id, now);
  }

  /** There is nobody to ask. */
  void unsubscribed(Happening.Ended ended, Now now) {
    registry.all().forEach(entry -> entry.tries().subscriptionEnded(ended.silences(), ended.why()));
    against = Against.NOBODY;
    patience.pause(now);
    asked.clear();
    teardowns.clear();
    operations.stop();
  }

  /** The framework is gone: what was to end it did; what used it, nobody can tell any more. */
  void frameworkIsGone(String id, Now now) {
    settleAll(Against.NO_FRAMEWORK, id, now);
  }

  private void settleAll(Against whom, String id, Now now) {
    against = whom;
    frameworkId = id;
    settle(inDoubt(), now);
  }

  /** Time has passed: what stays unclear for too long, nobody will ever know. */
  void tick(Now now) {
    if (!registry.doubts().isEmpty()) {
      inDoubt().stream()
          .filter(entry -> entry.state instanceof InDoubt) // one may have settled another
          .filter(entry -> isHopeless(entry, now))
          .forEach(this::nobodyKnows);
    }
  }

  private boolean isHopeless(Entry entry, Now now) {
    return patience.isSpent(entry.id(), now) || entry.tries().isMasterSilent();
  }

  /** Settles of these what can be, and asks for the others. */
  void settle(List<Entry> entries, Now now) {
    entries.stream() // a TEARDOWN is behind all that it waits for, whose intents may be later
        .sorted(comparingLong(Entry::order))
        .forEach(entry -> settle(entry, now));
    inquiry.send();
  }

  private void settle(Entry entry, Now now) {
    Intent intent = ((InDoubt) entry.state).intent();
    Command.Repetition repetition = Command.Repetition.named(intent.repetition());
    boolean isItsOwn = frameworkId != null && frameworkId.equals(intent.frameworkId());
    if (against == Against.SUBSCRIPTION && isItsOwn) {
      switch (repetition) {
        case BY_TASKS, PROVABLE -> ask(entry, intent, now);
        case BY_FRAMEWORK -> {
          teardowns.add(entry);
          settleTeardowns();
        }
        case REPEATABLE -> nothingHappened(entry);
        case REREGISTER -> tookEffect(entry);
        case UNCERTAIN -> nobodyKnows(entry);
      }
    } else if (against != Against.NOBODY) {
      switch (repetition) {
        case BY_FRAMEWORK -> tookEffect(entry);
        case REREGISTER -> {
          if (against == Against.SUBSCRIPTION || isItsOwn) {
            tookEffect(entry);
          } else {
            nothingHappened(entry);
          }
        }
        case REPEATABLE -> nothingHappened(entry);
        case BY_TASKS, PROVABLE, UNCERTAIN -> nobodyKnows(entry);
      }
    }
  }

  private void ask(Entry entry, Intent intent, Now now) {
    if (entry.isProved()
        || intent.taskIds().stream().anyMatch(task -> tasks.wasLaunchedBy(task, entry.id()))) {
      inquiry.about(intent, task -> !entry.isProved() && !tasks.wasLaunchedBy(task, entry.id()));
      tookEffect(entry);
      return;
    }
    asked.add(entry.id());
    inquiry.about(intent);
    if (!intent.operations().isEmpty()) {
      patience.begin(entry.id(), now); // masters before 1.9 do not answer by events
    }
  }

  /** Which commands have their result is known: of these nobody need tell anything any more. */
  void resultsRead(Fence fence) {
    for (Entry entry : inDoubt()) {
      if (fence.hasResult(entry)) {
        patience.forget(entry.id());
        asked.remove(entry.id());
        teardowns.remove(entry);
        operations.decided(((InDoubt) entry.state).intent().operations());
      }
    }
    settleTeardowns();
  }

  /** Whether one of the doubts is about ending the framework. */
  boolean mayHaveEnded(String id) {
    return inDoubt().stream()
        .map(entry -> ((InDoubt) entry.state).intent())
        .anyMatch(
            intent ->
                Command.Repetition.named(intent.repetition()) == Command.Repetition.BY_FRAMEWORK
                    && id.equals(intent.frameworkId()));
  }

  /** The launch of the task that is in doubt, or null. */
  Entry launchInDoubt(String taskId) {
    Entry launch = registry.launchUnderWay(taskId);
    return launch != null && launch.state instanceof InDoubt ? launch : null;
  }

  /** A status came that says something of a launch in doubt, or proves one that may get there. */
  void told(StatusMeaning meaning, String taskId, Now now) {
    Entry launch = launchInDoubt(taskId);
    if (launch == null) { // of one whose call is not answered yet
      registry.launchUnderWay(taskId).proved();
      return;
    }
    switch (meaning) {
      case PROVES -> tookEffect(launch);
      case DENIES -> denied(launch, Subjects.task(taskId));
      case UNCLEAR -> { // the agent cannot be reached: nobody may ever know
        patience.begin(launch.id(), now);
        reconciliation.undecided(taskId, ((InDoubt) launch.state).intent().agentId());
      }
      default -> throw new IllegalArgumentException(meaning + " says nothing of a launch");
    }
    inquiry.send();
  }

  /** A status came of an operation of that command. */
  void told(Entry entry, OperationStatus status) {
    Operations.Meaning meaning = Operations.Meaning.of(status);
    if (!(entry.state instanceof InDoubt)) {
      if (meaning == Operations.Meaning.PROVES) {
        entry.proved();
      }
      return;
    }
    switch (meaning) {
      case PROVES -> tookEffect(entry);
      case DENIES -> denied(entry, Subjects.operation(status.operationId()));
      case UNCLEAR -> {} // it is asked for again
    }
    inquiry.send();
  }

  /** Last of all: while one may have ended the framework, a task that is unknown proves nothing. */
  private void settleTeardowns() {
    List<Entry> settled = asked.isEmpty() ? List.copyOf(teardowns) : List.of();
    teardowns.removeAll(settled);
    settled.forEach(this::nothingHappened);
  }

  /** Mesos does not know the task or operation. */
  private void denied(Entry entry, String subject) {
    InDoubt doubt = (InDoubt) entry.state;
    if (!doubt.denied(subject)) {
      return;
    }
    Intent intent = doubt.intent();
    if (Command.Repetition.named(intent.repetition()) == Command.Repetition.PROVABLE
        || effects.mayBeForgotten(intent.taskIds())
        || !teardowns.isEmpty()) {
      nobodyKnows(entry);
    } else {
      nothingHappened(entry);
    }
  }

  private Intent decided(Entry entry) {
    Intent intent = ((InDoubt) entry.state).intent();
    patience.forget(entry.id());
    asked.remove(entry.id());
    settleTeardowns();
    operations.decided(intent.operations());
    return intent;
  }

  private void tookEffect(Entry entry) {
    InDoubt doubt = (InDoubt) entry.state;
    Intent intent = decided(entry);
    effects.launched(entry, intent.taskIds(), intent.agentId(), intent.traceparent());
    inquiry.about(intent, task -> doubt.isDenied(Subjects.task(task)));
    completion.conclude(entry, Outcome.ACCEPTED, Details.of(intent), null);
  }

  private void nobodyKnows(Entry entry) {
    Intent intent = decided(entry);
    completion.conclude(entry, Outcome.UNCERTAIN, Details.of(intent), CommandError.INTERRUPTED);
  }

  private void nothingHappened(Entry entry) {
    Intent intent = decided(entry);
    effects.hadNoEffect(entry, intent.taskIds());
    if (!intent.placed() && !intent.offerIds().isEmpty()) {
      completion.conclude(entry, Outcome.REJECTED, Details.of(intent), CommandError.OFFERS_VOID);
    } else if (entry.record() != null) {
      registry.move(entry, entry.state.waitFor(Why.ORDER));
    } else {
      anew.addAll(completion.giveUp(entry));
    }
  }
}
