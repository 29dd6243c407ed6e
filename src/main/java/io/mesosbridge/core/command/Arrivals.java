package io.mesosbridge.core.command;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Suspects;
import io.mesosbridge.core.command.CommandState.Stage;
import io.mesosbridge.core.command.Entry.Keeping;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandReader;
import io.mesosbridge.core.language.CommandReader.Reading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;

/**
 * How a command comes into hand: as a record of the topic, as a launch that a former leader kept,
 * or once more, when what it repeats never took effect. One that repeats another is no other.
 */
final class Arrivals {

  private static final Duration ALL_CAME_AGAIN = Duration.ofMinutes(1);

  private final Journal journal;
  private final SettledCommands settled;
  private final Suspects suspects;
  private final CommandReader reader;
  private final Registry registry;
  private final Repeats repeats;
  private final KeptLaunches kept;
  private final PlacedAgain again;
  private final Completion completion;
  private final Doubts doubts;
  private final ArrayDeque<CommandRecord> coming = new ArrayDeque<>();

  /** What was in former topics comes before all that is in this one, and behind their intents. */
  private long former = Long.MIN_VALUE / 2;

  private long allCameAgainAt = Long.MAX_VALUE;

  Arrivals(
      BridgeConfig config,
      Journal journal,
      SettledCommands settled,
      Suspects suspects,
      Registry registry,
      Repeats repeats,
      KeptLaunches kept,
      PlacedAgain again,
      Completion completion,
      Doubts doubts) {
    this.journal = journal;
    this.settled = settled;
    this.suspects = suspects;
    this.reader = CommandReader.of(config.commands());
    this.registry = registry;
    this.repeats = repeats;
    this.kept = kept;
    this.again = again;
    this.completion = completion;
    this.doubts = doubts;
  }

  /** Begins with what former leaders left in doubt, or refused. */
  void remember(Collection<Intent> intents, Collection<CommandResult> refusals) {
    for (Intent intent : intents) {
      boolean hasResult = !kept.dropped(intent.commandId()).isEmpty();
      doubts.remember(Entry.of(intent, settled.topicId(), hasResult), intent);
    }
    refusals.forEach(refused -> registry.add(Entry.of(refused)));
  }

  /** The next commands of the topic. */
  void received(List<CommandRecord> records) {
    coming.addAll(records);
  }

  /** Commands are taken from now on. */
  void resultsRead() {
    allCameAgainAt = journal.now().after(ALL_CAME_AGAIN);
  }

  /** Time has passed: what has not come again by then does not. */
  void tick() {
    if (journal.now().isPast(allCameAgainAt)) {
      completion.receivedUpTo(Long.MAX_VALUE);
    }
  }

  /** How many wait until results are known, or until it is noted that they are handled. */
  int waiting() {
    return coming.size();
  }

  /**
   * Takes what may be taken: those to begin anew come before what waited for them.
   *
   * @return how many, which is at most that many
   */
  int take(int most) {
    doubts.takeAnew().forEach(entry -> take(entry, true));
    int taken = 0;
    if (completion.knowsResults()) {
      taken = takeUpKept(most);
      while (taken < most && kept.next() == null && !coming.isEmpty() && mayHandle(coming.peek())) {
        CommandRecord record = coming.remove();
        settled.received(record.offset());
        completion.receivedUpTo(record.offset());
        take(Entry.of(record, suspects.read(record, reader), journal.now()), true);
        taken++;
      }
    }
    return taken;
  }

  /** Whether a launch that is kept comes into hand before anything else is carried out. */
  boolean isTakingUp() {
    return kept.next() != null;
  }

  private int takeUpKept(int most) {
    int taken = 0;
    while (taken < most && kept.next() != null && mayHandle(kept.next().record())) {
      KeptLaunch next = kept.next();
      taken++;
      Reading reading = suspects.read(next.record(), reader);
      kept.takenUp();
      again.takenUp(next);
      boolean isFormer = !settled.topicId().equals(next.topicId());
      long order = isFormer ? former++ : next.command().offset();
      take(Entry.of(next, reading, journal.now(), order), true);
      completion.writeIfItsTurn(next.commandId());
    }
    return taken;
  }

  private boolean mayHandle(CommandRecord record) {
    return suspects.mayHandle(record, null);
  }

  private void take(Entry entry, boolean mayBeRepeat) {
    Entry inHand = registry.find(entry.id()).orElse(null);
    boolean isSame = inHand != null && inHand.identity().equals(entry.identity());
    if (isSame && inHand.isAgain() == entry.isAgain()) {
      registry.repeats(entry, inHand);
    } else if (entry.isAgain() || !mayBeRepeat || !repeats.takes(entry)) {
      registry.add(entry);
    }
  }

  /**
   * A result of a former leader landed late, of a command of which no result was known. If it is in
   * hand and nobody has sent it, that result is read and is its own.
   */
  void resultLanded(String commandId, String identity) {
    Entry entry = registry.find(commandId).orElse(null);
    if (entry != null && entry.identity().equals(identity) && isAnsweredByAFormerCall(entry)) {
      List<Entry> others = completion.giveUp(entry);
      take(entry, true);
      others.forEach(other -> take(other, true));
    }
  }

  /** Whether its turn is still to come, and it is about nothing that the bridge itself keeps. */
  private boolean isAnsweredByAFormerCall(Entry entry) {
    return entry.state.stage() == Stage.WAITING
        && !entry.wasSent()
        && !entry.hasIntent()
        && entry.keeping == Keeping.NOT
        && entry.reading() instanceof Command command
        && switch (command.header().type()) {
          case SUBSCRIBE, UPDATE_FRAMEWORK, TEARDOWN, SUPPRESS, REVIVE, CANCEL -> false;
          case KILL -> command.namedTasks().stream().noneMatch(kept::isToBePlacedAgain);
          default -> true;
        };
  }

  /** A result of a command was read back from there; null when Kafka keeps it no longer. */
  void reread(String identity, Place place, byte[] result) {
    repeats.reread(identity, place, result).forEach(fresh -> take(fresh, false));
  }
}
