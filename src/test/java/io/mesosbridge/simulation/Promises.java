package io.mesosbridge.simulation;

/**
 * What a bridge promises, seen from outside: what it writes, calls and commits. Each method returns
 * the first promise that is broken, in a sentence with ids, or null.
 */
public interface Promises {

  /** Looks after each step of a schedule at what must hold at any time. */
  String always(SimWorld world);

  /** A process sends a scheduler call; it may still be on its way. */
  String called(SimWorld world, SimProcess process, byte[] body);

  /** The group has taken a commit. */
  String committed(SimWorld world, String topic, long offset);

  /** Faults have stopped, and everything has come to rest. */
  String atRest(SimWorld world);
}
