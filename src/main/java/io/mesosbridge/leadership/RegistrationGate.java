package io.mesosbridge.leadership;

import io.mesosbridge.core.mesos.EventRecord;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Keeps a new framework's first events back until Kafka knows the framework: whoever sees
 * SUBSCRIBED can rely on the framework surviving the bridge. Open but for those few milliseconds.
 */
final class RegistrationGate {

  private final Consumer<EventRecord> beyond;
  private final ArrayDeque<EventRecord> held = new ArrayDeque<>();
  private boolean closed;
  private long closings;

  RegistrationGate(Consumer<EventRecord> beyond) {
    this.beyond = beyond;
  }

  /** Closes the gate; the key opens it, unless it was closed again or given up since. */
  Runnable close() {
    giveUp();
    closed = true;
    long mine = closings;
    return () -> {
      if (mine == closings) {
        open();
      }
    };
  }

  /** What is held back belongs to a subscription that is gone. */
  void giveUp() {
    closings++;
    closed = false;
    held.clear();
  }

  void pass(EventRecord record) {
    if (closed) {
      held.add(record);
    } else {
      beyond.accept(record);
    }
  }

  private void open() {
    closed = false;
    while (!held.isEmpty()) {
      beyond.accept(held.remove());
    }
  }
}
