package io.mesosbridge.simulation;

/**
 * One run of the bridge in a process of the simulation. All that happens to it comes by what it has
 * of its {@link SimProcess}: answers to what it writes, records that it reads, the group, its
 * connections and its timers. It is asked for nothing while it handles one of them.
 */
public interface SimBridge {

  /** Makes bridges, which are the same but for their processes. */
  interface Factory {
    /** A bridge that does nothing before {@link #start}. */
    SimBridge in(SimProcess process);
  }

  /** The process runs. */
  void start();

  /**
   * The process is gone: nothing comes any more, and nothing that the bridge still does counts. A
   * stop in good order is the bridge's own affair.
   */
  void kill();

  /** Whether it leads, as far as it knows; with {@link #epoch}. */
  boolean leads();

  /** The epoch in which it leads; any number while it does not. */
  long epoch();

  /** The size of all commands in hand, in bytes. */
  long bytesInHand();

  /** How large that may be, in bytes. */
  long mostBytesInHand();

  /** How much may await Kafka, in bytes. */
  long mostBytesInFlight();

  /** Whether it waits for nothing and has nothing to do but wait for what may come. */
  boolean isAtRest();

  /** Its state in a few words, for a story. */
  String state();
}
