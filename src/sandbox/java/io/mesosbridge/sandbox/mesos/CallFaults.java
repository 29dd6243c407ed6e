package io.mesosbridge.sandbox.mesos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What befalls the next calls, and how long each call waits. */
final class CallFaults {

  /** What happens to a call instead of a proper answer. */
  sealed interface Fault {}

  /** It is answered like this and not carried out. */
  record Refused(Answer answer) implements Fault {}

  /** The connection is dropped without an answer, before or after the call is carried out. */
  record Dropped(boolean carriedOut) implements Fault {}

  /**
   * @param type of the calls that it strikes; null for all
   */
  private record Planned(String type, Fault fault) {}

  private final Deque<Planned> planned = new ArrayDeque<>();
  private final Map<Long, Runnable> waiting = new LinkedHashMap<>();
  private Duration delay = Duration.ZERO;

  /** Strikes the next {@code count} calls of a type, or of any type when it is null. */
  void plan(int count, String type, Fault fault) {
    for (int i = 0; i < count; i++) {
      planned.add(new Planned(type, fault));
    }
  }

  /** The fault for a call of that type, which is then used up; null for none. */
  Fault next(String type) {
    for (Iterator<Planned> each = planned.iterator(); each.hasNext(); ) {
      Planned candidate = each.next();
      if (candidate.type() == null || candidate.type().equals(type)) {
        each.remove();
        return candidate.fault();
      }
    }
    return null;
  }

  /** Has the call wait as long as calls have to at present. */
  void delayed(Loop loop, Runnable call) {
    if (delay.isZero()) {
      call.run();
      return;
    }
    long[] timer = new long[1];
    timer[0] = loop.after(delay, () -> waiting.remove(timer[0]).run());
    waiting.put(timer[0], call);
  }

  /** Has the calls that wait looked at now, in their order. */
  void release(Loop loop) {
    Map<Long, Runnable> released = new LinkedHashMap<>(waiting);
    waiting.clear();
    released.keySet().forEach(loop::cancel);
    released.values().forEach(Runnable::run);
  }

  void delay(Duration changed) {
    delay = changed;
  }

  void clear() {
    planned.clear();
    delay = Duration.ZERO;
  }
}
