package io.mesosbridge.simulation;

/** A bridge that does nothing and says of itself whatever a test wants. */
final class ScriptedBridge implements SimBridge {

  static final long MOST = 1_000;

  final SimProcess process;
  boolean leads;
  long epoch;
  long bytesInHand;
  int starts;
  boolean killed;

  ScriptedBridge(SimProcess process) {
    this.process = process;
  }

  @Override
  public void start() {
    starts++;
  }

  @Override
  public void kill() {
    killed = true;
  }

  @Override
  public boolean leads() {
    return leads;
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public long bytesInHand() {
    return bytesInHand;
  }

  @Override
  public long mostBytesInHand() {
    return MOST;
  }

  @Override
  public long mostBytesInFlight() {
    return MOST;
  }

  @Override
  public boolean isAtRest() {
    return true;
  }

  @Override
  public String state() {
    return "scripted";
  }
}
