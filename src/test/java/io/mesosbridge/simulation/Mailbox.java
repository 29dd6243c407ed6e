package io.mesosbridge.simulation;

/** Where a process takes what happens to it: at once, or once it goes on, or never. */
interface Mailbox {
  void deliver(Runnable input);
}
