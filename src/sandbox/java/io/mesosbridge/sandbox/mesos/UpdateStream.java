package io.mesosbridge.sandbox.mesos;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** An agent's updates of one task in order: only the head is in flight, until acknowledged. */
final class UpdateStream {

  private final Deque<SimTaskStatus> pending = new ArrayDeque<>(2);
  private final SimRetry retry;

  UpdateStream(Task task, Cluster cluster) {
    this.retry =
        new SimRetry(
            cluster.loop(),
            cluster.config().updateRetry(),
            () -> cluster.forward(task, pending.peek()));
  }

  void add(SimTaskStatus update) {
    pending.add(update);
    if (pending.size() == 1) {
      retry.start();
    }
  }

  /**
   * Takes the head off and sends the next.
   *
   * @return the acknowledged update; null when the uuid is not the head's
   */
  SimTaskStatus acknowledge(String uuid) {
    SimTaskStatus head = pending.peek();
    if (head == null || !head.uuid().equals(uuid)) {
      return null;
    }
    pending.remove();
    retry.stop();
    resend();
    return head;
  }

  /** Sends the head at once, as agents do when the framework or the agent itself is back. */
  void resend() {
    if (!pending.isEmpty()) {
      retry.start();
    }
  }

  /** The uuids of what is not acknowledged, in order. */
  Stream<String> pending() {
    return pending.stream().map(SimTaskStatus::uuid);
  }

  void close() {
    retry.stop();
    pending.clear();
  }
}
