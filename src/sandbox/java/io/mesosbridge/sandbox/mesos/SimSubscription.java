package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The endless answer to a SUBSCRIBE, whatever carries its events. */
final class SimSubscription {

  private final String frameworkId;
  private final String streamId;
  private final EventSink sink;
  private final Ledger ledger;
  private final StreamFaults faults;

  /** What a frozen stream keeps back, in order. */
  private final Deque<Runnable> held = new ArrayDeque<>();

  private long heartbeats = -1;
  private boolean ending;
  private boolean ended;
  private Runnable gone = () -> {};

  SimSubscription(
      String frameworkId, String streamId, EventSink sink, Ledger ledger, StreamFaults faults) {
    this.frameworkId = frameworkId;
    this.streamId = streamId;
    this.sink = sink;
    this.ledger = ledger;
    this.faults = faults;
    faults.watch(this);
  }

  String streamId() {
    return streamId;
  }

  /** Has that done when the connection breaks, rather than ends properly. */
  void whenGone(Runnable reaction) {
    gone = reaction;
    sink.whenBroken(this::lost);
  }

  /** Sends a heartbeat at once and then at every interval. */
  void startHeartbeats(Duration interval) {
    heartbeat();
    heartbeats = faults.loop().every(interval, this::heartbeat);
  }

  void heartbeat() {
    if (!faults.heartbeatsStopped()) {
      send(SimJson.object().put("type", "HEARTBEAT"));
    }
  }

  void send(ObjectNode event) {
    byte[] json = SimJson.bytes(event);
    ledger.sent(frameworkId, streamId, event, json);
    sendRecord(json);
  }

  void sendRecord(byte[] record) {
    sendOrHold(() -> sink.record(record));
  }

  void sendRaw(byte[] bytes) {
    sendOrHold(() -> sink.raw(bytes));
  }

  private void sendOrHold(Runnable sending) {
    if (ended || ending) {
      return;
    }
    if (faults.isFrozen()) {
      held.add(sending);
    } else {
      sending.run();
    }
  }

  /** Sends what the faults in force let through of what was held back. */
  void release() {
    if (faults.isFrozen() || ended) {
      return;
    }
    while (!held.isEmpty()) {
      held.remove().run();
    }
    sink.release();
    if (ending) {
      finish();
      sink.end();
    }
  }

  /** Ends the stream properly, after all that was sent; a frozen one when it thaws. */
  void end() {
    ending = true;
    faults.loop().cancel(heartbeats);
    release();
  }

  /** Breaks the connection, after the first bytes of a further record when there are any. */
  void cut(byte[] unfinished) {
    if (!ended) {
      lost();
      sink.cut(unfinished);
    }
  }

  private void finish() {
    ended = true;
    faults.loop().cancel(heartbeats);
    faults.forget(this);
  }

  /** The connection is gone, whoever broke it. */
  private void lost() {
    if (!ended) {
      finish();
      gone.run();
    }
  }
}
