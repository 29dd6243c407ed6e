package io.mesosbridge.sandbox.mesos;

/** Where the records of one event stream go. */
interface EventSink {

  /** Has that done when the connection breaks. */
  void whenBroken(Runnable reaction);

  /** Sends an event. */
  void record(byte[] json);

  /** Sends bytes as they are, whether or not they are a record. */
  void raw(byte[] bytes);

  /** Sends what the faults in force let through now. */
  void release();

  /** Ends the stream properly, after all that was sent. */
  void end();

  /** Breaks the connection, after the first bytes of a further record when there are any. */
  void cut(byte[] unfinished);
}
