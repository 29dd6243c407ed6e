package io.mesosbridge.core.command;

import io.mesosbridge.core.Now;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long it has been unclear what became of commands. Only time counts in which a subscription
 * stands, of all subscriptions together: what is lost again and again must not keep a doubt for
 * ever.
 */
final class PatienceWithDoubts {

  /** An agent that has not come back by then may never: a master gives it ten minutes. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Map<String, Long> since = new HashMap<>();
  private final Map<String, Long> spent = new HashMap<>(); // nanos, under former subscriptions

  /** From now on it is unclear, if it was not before. */
  void begin(String commandId, Now now) {
    since.putIfAbsent(commandId, now.nanos());
  }

  /** There is nobody who could make it clear. */
  void pause(Now now) {
    since.forEach((commandId, began) -> spent.merge(commandId, now.nanos() - began, Long::sum));
    since.clear();
  }

  /** It is clear. */
  void forget(String commandId) {
    since.remove(commandId);
    spent.remove(commandId);
  }

  /** Whether it is unclear, and has been for so long that nobody will ever know. */
  boolean isSpent(String commandId, Now now) {
    Long began = since.get(commandId);
    return began != null
        && now.nanos() - began + spent.getOrDefault(commandId, 0L) > LIMIT.toNanos();
  }
}
