package io.mesosbridge.sandbox.mesos;

/** The way back to whoever has sent a request, whatever it came by. */
interface Reply {

  /** Changes nothing when the other side is gone. */
  void answer(Answer answer);

  /** Whether the other side is gone, so that nothing can reach it any more. */
  boolean isGone();

  /** Begins an answer without end; its head leaves with the first record. */
  EventSink stream(String streamId);

  /** Breaks the connection, with all else that is under way on it. */
  void drop();
}
