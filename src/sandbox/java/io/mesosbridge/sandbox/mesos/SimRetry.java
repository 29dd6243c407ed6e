package io.mesosbridge.sandbox.mesos;

import java.time.Duration;

/** Sends something again and again, at intervals that double from the base to sixty times it. */
final class SimRetry {

  private static final int LONGEST = 60;

  private final SimLoop loop;
  private final Duration base;
  private final Runnable send;
  private Duration next;
  private long timer = -1;

  SimRetry(SimLoop loop, Duration base, Runnable send) {
    this.loop = loop;
    this.base = base;
    this.send = send;
  }

  /** Sends at once and starts the intervals anew. */
  void start() {
    stop();
    next = base;
    sendAndWait();
  }

  private void sendAndWait() {
    timer =
        loop.after(
            next,
            () -> {
              Duration doubled = next.multipliedBy(2);
              Duration longest = base.multipliedBy(LONGEST);
              next = doubled.compareTo(longest) < 0 ? doubled : longest;
              sendAndWait();
            });
    send.run();
  }

  void stop() {
    loop.cancel(timer);
    timer = -1;
  }
}
