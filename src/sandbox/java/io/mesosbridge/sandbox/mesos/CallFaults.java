package io.mesosbridge.sandbox.mesos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What befalls the next calls, and how long each call waits. */
final class CallFaults {

  /** What happens to a call instead of a proper answer. */
  sealed interface Fault {}

  /** It is answered like this, and carried out all the same by a master behind a proxy, or not. */
  record Refused(Answer answer, boolean carriedOut) implements Fault {}

  /** The connection is dropped without an answer, before or after the call is carried out. */
  record Dropped(boolean carriedOut) implements Fault {}

  /**
   * @param type of the calls that it strikes; null for all
   */
  private record Planned(String type, Fault fault) {}

  private final Deque<Planned> planned = new ArrayDeque<>();

  private record Waiting(String streamId, Instant due, Runnable call) {}

  private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
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

  /**
   * Has the call wait as long as calls have to at present, and for those before it of the same
   * subscription, which come by one connection.
   *
   * @param streamId null for a SUBSCRIBE, which waits for nobody
   */
  void delayed(SimLoop loop, String streamId, Runnable call) {
    Optional<Instant> before =
        waiting.values().stream()
            .filter(other -> streamId != null && streamId.equals(other.streamId))
            .map(Waiting::due)
            .max(Comparator.naturalOrder());
    if (delay.isZero() && before.isEmpty()) {
      call.run();
      return;
    }
    Instant now = loop.now();
    Instant own = now.plus(delay);
    Instant due = before.filter(own::isBefore).orElse(own);
    long[] timer = new long[1];
    timer[0] = loop.after(Duration.between(now, due), () -> waiting.remove(timer[0]).call().run());
    waiting.put(timer[0], new Waiting(streamId, due, call));
  }

  /** Has the calls that wait looked at now, in their order. */
  void release(SimLoop loop) {
    for (Map.Entry<Long, Waiting> each : List.copyOf(waiting.entrySet())) {
      if (waiting.remove(each.getKey()) != null) {
        loop.cancel(each.getKey());
        each.getValue().call().run();
      }
    }
  }

  /** The connection is dropped: those of that subscription that wait never come. */
  void forget(SimLoop loop, String streamId) {
    for (Map.Entry<Long, Waiting> each : List.copyOf(waiting.entrySet())) {
      if (streamId != null && streamId.equals(each.getValue().streamId())) {
        waiting.remove(each.getKey());
        loop.cancel(each.getKey());
      }
    }
  }

  void delay(Duration changed) {
    delay = changed;
  }

  void clear() {
    planned.clear();
    delay = Duration.ZERO;
  }
}
