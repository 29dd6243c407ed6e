package io.mesosbridge.core.command;

import io.mesosbridge.core.Framework;
import io.mesosbridge.core.Suspects;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.command.CommandState.Concluding;
import io.mesosbridge.core.command.CommandState.Stage;
import io.mesosbridge.core.command.CommandState.Why;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.task.Reconciliation;
import io.mesosbridge.core.task.Tasks;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says whether it is a command's turn, and if not, what it waits for; or that it has none any more.
 */
final class Turns {

  private static final Set<CommandType> ABOUT_TASKS_THEY_DO_NOT_NAME =
      EnumSet.of(CommandType.TEARDOWN, CommandType.SHUTDOWN, CommandType.MESSAGE);

  /** Whose order among each other is told by the tasks, executors, operations and offers named. */
  private static final Set<CommandType> TOLD_BY_NAMES =
      EnumSet.of(
          CommandType.ACCEPT,
          CommandType.LAUNCH,
          CommandType.LAUNCH_GROUP,
          CommandType.KILL,
          CommandType.DECLINE,
          CommandType.CANCEL,
          CommandType.ACKNOWLEDGE,
          CommandType.ACKNOWLEDGE_OPERATION_STATUS);

  private static final Set<Why> HOLDS_UP_ALL =
      EnumSet.of(Why.SUBSCRIPTION, Why.FRAMEWORK, Why.NOTE);

  /** Each of them is looked at whenever something changes. */
  private static final int MOST_PASSED_OVER = 100;

  private final Suspects suspects;
  private final Framework framework;
  private final Tasks tasks;
  private final Reconciliation reconciliation;
  private final Registry registry;
  private final Completion completion;
  private final Departures departures;
  private final Proofs proofs;
  private boolean subscribed;
  private boolean noCallLeaves;

  Turns(
      Suspects suspects,
      Framework framework,
      Tasks tasks,
      Reconciliation reconciliation,
      Registry registry,
      Completion completion,
      Departures departures,
      PlacedAgain again) {
    this.suspects = suspects;
    this.framework = framework;
    this.tasks = tasks;
    this.reconciliation = reconciliation;
    this.registry = registry;
    this.completion = completion;
    this.departures = departures;
    this.proofs = new Proofs(registry, tasks, again);
  }

  /** A subscription stands. */
  void begin() {
    subscribed = true;
    noCallLeaves = false;
  }

  /** There is no subscription. */
  void end() {
    subscribed = false;
  }

  /** A call could not leave although the subscription seems to stand: the next could not either. */
  void callsAreLost() {
    noCallLeaves = true;
  }

  /** Some time has passed since. */
  void tryAgain() {
    noCallLeaves = false;
  }

  /**
   * The command whose turn it is, or null. Those behind one that waits for what is known of a task
   * have theirs before it, as far as their order changes nothing.
   */
  Entry next() {
    Entry next = registry.next(null);
    if (next == null) {
      return null; // as after most updates
    }
    PassedOver passed = new PassedOver();
    while (next != null) {
      Why why = passed.isInTheWayOf(next) ? Why.ORDER : whyNot(next);
      if (why == null) {
        return next;
      }
      registry.move(next, next.state.waitFor(why));
      next = HOLDS_UP_ALL.contains(why) || !passed.take(next) ? null : registry.next(next);
    }
    return null;
  }

  /** Commands that wait, and what they are about. */
  private static final class PassedOver {
    private final Set<String> subjects = new HashSet<>();
    private final Set<String> offers = new HashSet<>();
    private boolean toPlace;
    private boolean isOneAboutAll;
    private int size;

    /** Whether the command must not leave before one of these. */
    boolean isInTheWayOf(Entry entry) {
      return size > 0
          && entry.reading() instanceof Command command
          && Subjects.acknowledged(command) == null // on which what they wait for may depend
          && (isOneAboutAll
              || !TOLD_BY_NAMES.contains(command.header().type())
              || !Collections.disjoint(subjects, entry.subjects())
              || !Collections.disjoint(offers, command.offerIds())
              || (toPlace && !command.offerIds().isEmpty())
              || (!offers.isEmpty() && command instanceof Command.LaunchToPlace));
    }

    /** Passes the command over; false when that is enough. */
    boolean take(Entry entry) {
      if (entry.reading() instanceof Command command
          && TOLD_BY_NAMES.contains(command.header().type())) {
        subjects.addAll(entry.subjects());
        offers.addAll(command.offerIds());
        toPlace |= command instanceof Command.LaunchToPlace;
      } else {
        isOneAboutAll = true;
      }
      return ++size <= MOST_PASSED_OVER;
    }
  }

  /** Why the command has to wait; null when it has not. */
  private Why whyNot(Entry entry) {
    if (!registry.hasItsId(entry)) {
      return Why.DOUBT;
    }
    if (departures.isChangingFramework()) {
      return Why.FRAMEWORK;
    }
    if (registry.teardowns().isInDoubtBefore(framework.isGone() ? Long.MAX_VALUE : entry.order())) {
      return Why.DOUBT; // what left before it, it is to tell; what came behind it depends on it
    }
    if (framework.isGone()
        || !(entry.reading() instanceof Command command)
        || command instanceof Command.Subscribe) {
      return null;
    }
    if (!subscribed || noCallLeaves) {
      return entry.tries().isMasterSilent() ? null : Why.SUBSCRIPTION;
    }
    if (isHeldBack(entry, command) || proofs.wouldBeForgotten(entry, command)) {
      return Why.DOUBT;
    }
    if (!isOvertaken(entry)
        && command.taskIds().stream()
            .anyMatch(task -> isUndecided(task) || proofs.isToBeTold(entry, task))) {
      return Why.END;
    }
    return suspects.mayHandle(entry.record(), entry.id()) ? null : Why.NOTE;
  }

  /** Also a task whose end, or whose life, a former leader could not write into the table. */
  private boolean isUndecided(String taskId) {
    return tasks.isUndecided(taskId) || reconciliation.isAwaited(taskId);
  }

  private NavigableMap<Long, Entry> toldOf(String subject) {
    return registry.about(subject, Stage.TOLD);
  }

  private static boolean isTakenLaunch(Entry entry) {
    return entry.hasIntent() && ((Concluding) entry.state).isTaken();
  }

  /** Whether the command has to wait, because what it is about is in doubt. */
  private boolean isHeldBack(Entry entry, Command command) {
    if (registry.doubts().isEmpty() || command instanceof Command.Cancel) {
      return false; // whoever takes back what is in doubt is told so
    }
    if (ABOUT_TASKS_THEY_DO_NOT_NAME.contains(command.header().type())
        && (!registry.heirs().isEmpty() || registry.doubts().stream().anyMatch(Entry::isLaunch))) {
      return true;
    }
    Set<String> about = registry.heirs().isEmpty() ? Set.of() : new HashSet<>(entry.subjects());
    if (registry.heirs().stream().anyMatch(it -> !Collections.disjoint(about, it.subjects()))) {
      return true;
    }
    return command.namedTasks().stream().anyMatch(task -> isInDoubt(Subjects.task(task)))
        || entry.subjects().stream().anyMatch(this::isInDoubt);
  }

  private boolean isInDoubt(String subject) {
    return !registry.about(subject, Stage.IN_DOUBT).isEmpty();
  }

  /**
   * Gives up a command whose call was sent in vain too often, as to a proxy that takes it for an
   * attack: of one that is sent again without asking nobody knows what became of it, any other is
   * known to have had no effect.
   *
   * @return false when it is to be carried out
   */
  boolean givesUp(Entry entry) {
    boolean needsCall =
        entry.reading() instanceof Command command && !(command instanceof Command.Cancel);
    String why = needsCall ? entry.tries().whyInVain() : null;
    if (why != null) {
      Outcome outcome = entry.mayHaveTakenEffect() ? Outcome.UNCERTAIN : Outcome.REJECTED;
      String text = CommandError.byMaster("no master answered the call; at last " + why).message();
      completion.conclude(
          entry, outcome, Details.NONE, new CommandError(ErrorCode.UNREACHABLE_MASTER, text, null));
    }
    return why != null;
  }

  /**
   * Concludes a repeatable command, as far as a later one about the same tells what became of it:
   * calls leave in order, so that it left when the later one did, by the same connection. Where it
   * left by another, or had an answer of its own, of somebody who need not be the master, nobody
   * knows; nor may it be sent again, behind the later one. Nor does anybody know what a former
   * leader sent before a TEARDOWN. What nobody has sent yet is told by no later launch.
   *
   * @return false when it is to be carried out
   */
  boolean concludeByLater(Entry entry) {
    if (isOvertaken(entry)) {
      completion.conclude(entry, Outcome.UNCERTAIN, Details.NONE, CommandError.INTERRUPTED);
      return true;
    }
    if (!(entry.reading() instanceof Command command)
        || command.repetition() != Command.Repetition.REPEATABLE) {
      return false;
    }
    Stream<String> subjects = registry.isUnsent(entry) ? Stream.of() : entry.subjects().stream();
    Optional<Entry> told =
        subjects
            .flatMap(about -> toldOf(about).tailMap(entry.order(), false).values().stream())
            .findFirst();
    // it may have left before that
    Optional<Entry> teardown = registry.teardowns().takenFrom(entry.order());
    boolean taken =
        told.filter(later -> ((Concluding) later.state).isTaken())
            .filter(later -> entry.leftWith(later) && !entry.mayBeMissing())
            .filter(later -> teardown.isEmpty() || teardown.get().order() > later.order())
            .isPresent();
    if (taken) {
      completion.conclude(entry, Outcome.ACCEPTED, Details.NONE, null);
    } else if (told.isPresent() || teardown.isPresent()) {
      completion.conclude(entry, Outcome.UNCERTAIN, Details.NONE, CommandError.INTERRUPTED);
    } else {
      return false;
    }
    return true;
  }

  /**
   * Whether a former leader launched a task of this launch by a later command: this one had its
   * result before, which Kafka keeps no longer. That of the later one waits for it.
   */
  private boolean isOvertaken(Entry entry) {
    return entry.isLaunch()
        && entry.reading() instanceof Command command
        && command.taskIds().stream()
            .map(task -> toldOf(Subjects.task(task)).tailMap(entry.order(), false))
            .flatMap(later -> later.values().stream())
            .anyMatch(Turns::isTakenLaunch);
  }
}
