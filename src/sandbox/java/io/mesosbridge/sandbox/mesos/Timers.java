package io.mesosbridge.sandbox.mesos;

import io.vertx.core.Vertx;

/** What is to be done when; used from the loop only. */
interface Timers {

  /** The timer's id. */
  long once(long millis, Runnable action);

  /** The timer's id. */
  long every(long millis, Runnable action);

  void cancel(long timer);

  /** Timers that go by the clock. */
  record ByTheClock(Vertx vertx) implements Timers {

    @Override
    public long once(long millis, Runnable action) {
      return vertx.setTimer(millis, id -> action.run());
    }

    @Override
    public long every(long millis, Runnable action) {
      return vertx.setPeriodic(millis, id -> action.run());
    }

    @Override
    public void cancel(long timer) {
      vertx.cancelTimer(timer);
    }
  }
}
