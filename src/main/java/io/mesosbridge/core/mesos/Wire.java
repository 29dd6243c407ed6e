package io.mesosbridge.core.mesos;

import java.net.URI;

/**
 * What carries out what a {@link Subscription} wants of masters; attempts are numbered from 1. None
 * of these may answer before the input that caused it has returned.
 */
public interface Wire {

  /** Finds the master to ask; answered by {@link Subscription#located}. */
  void locate(long attempt);

  /**
   * Sends SUBSCRIBE to this scheduler endpoint, on a connection of its own, and reads its stream.
   */
  void open(long attempt, URI master);

  /**
   * Closes the stream, if it is still open: nothing of it is heard any more. Calls that have not
   * left do not leave any more either, but answers to those that did are still told.
   */
  void close(long attempt);

  /**
   * Sends a call under that attempt's stream id, after all calls before it; answered by {@link
   * Subscription#callSent} and {@link Subscription#callAnswered}, or by {@link
   * Subscription#callsLost}.
   */
  void call(long attempt, long number, Call call);

  /** Closes the connection for calls, if there is one: nothing of it is heard any more. */
  void dropCalls(long attempt);
}
