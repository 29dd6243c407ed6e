package io.mesosbridge.sandbox.mesos;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What befalls all event streams at present. */
final class StreamFaults {

  private final SimLoop loop;
  private final Set<SimSubscription> streams = new LinkedHashSet<>();
  private boolean frozen;
  private boolean heartbeatsStopped;
  private int chunkSize;
  private Duration hold = Duration.ZERO;

  StreamFaults(SimLoop loop) {
    this.loop = loop;
  }

  SimLoop loop() {
    return loop;
  }

  void watch(SimSubscription stream) {
    streams.add(stream);
  }

  void forget(SimSubscription stream) {
    streams.remove(stream);
  }

  List<SimSubscription> streams() {
    return List.copyOf(streams);
  }

  boolean isFrozen() {
    return frozen;
  }

  void frozen(boolean now) {
    frozen = now;
    streams().forEach(SimSubscription::release);
  }

  boolean heartbeatsStopped() {
    return heartbeatsStopped;
  }

  void heartbeatsStopped(boolean now) {
    heartbeatsStopped = now;
  }

  /** Bytes to a chunk; 0 for a chunk per record. */
  int chunkSize() {
    return chunkSize;
  }

  /** How long the rest that fills no chunk waits for more. */
  Duration hold() {
    return hold;
  }

  void chunks(int size, Duration holdRest) {
    chunkSize = size;
    hold = holdRest;
    streams().forEach(SimSubscription::release);
  }
}
