package io.mesosbridge.simulation;

/** Where a process takes what happens to it: at once, or once it goes on, or never. */
interface Mailbox {
  void deliver(Runnable input);

  /** The same for what the group or a master says, which may be cut off from the process. */
  default void deliverFromAfar(Runnable input) {
    deliver(input);
  }

  /** Whether the broker that leads that topic can be reached. */
  default boolean reaches(String topic) {
    return true;
  }
}
