package io.mesosbridge.core.command;

import io.mesosbridge.core.command.CommandState.Concluding;
import io.mesosbridge.core.command.CommandState.Stage;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The TEARDOWNs in hand that others have to know of, whatever these are about, by order. */
final class Teardowns {

  private final TreeMap<Long, Entry> inDoubt = new TreeMap<>();
  private final TreeMap<Long, Entry> told = new TreeMap<>();

  /** The command is so far from now on. */
  void entered(Entry entry, Stage stage) {
    if (entry.isTeardown() && stage == Stage.IN_DOUBT) {
      inDoubt.put(entry.order(), entry);
    } else if (entry.isTeardown() && stage == Stage.TOLD) {
      told.put(entry.order(), entry);
    }
  }

  /** The command is further, or not in hand any more. */
  void left(Entry entry) {
    if (entry.isTeardown()) {
      inDoubt.remove(entry.order(), entry);
      told.remove(entry.order(), entry);
    }
  }

  /** Whether it is not known of one before that order whether it took effect. */
  boolean isInDoubtBefore(long order) {
    return !inDoubt.isEmpty() && inDoubt.firstKey() < order;
  }

  /** The first one from there on that took effect and has no result in Kafka yet. */
  Optional<Entry> takenFrom(long order) {
    return told.tailMap(order, true).values().stream()
        .filter(entry -> ((Concluding) entry.state).isTaken())
        .findFirst();
  }

  /** The first one that has a result, of whatever kind, which Kafka has not yet. */
  Optional<Entry> firstTold() {
    return Optional.ofNullable(told.firstEntry()).map(Map.Entry::getValue);
  }
}
