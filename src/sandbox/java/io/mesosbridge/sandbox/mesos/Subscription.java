package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The endless answer to a SUBSCRIBE: a record per event, and usually a chunk per record. */
final class Subscription {

  private final String frameworkId;
  private final String streamId;
  private final HttpServerResponse response;
  private final Ledger ledger;
  private final StreamFaults faults;
  private Buffer held = Buffer.buffer();
  private long holding = -1;
  private long heartbeats = -1;
  private boolean ending;
  private boolean ended;
  private Runnable gone = () -> {};

  Subscription(
      String frameworkId,
      String streamId,
      HttpServerResponse response,
      Ledger ledger,
      StreamFaults faults) {
    this.frameworkId = frameworkId;
    this.streamId = streamId;
    this.response = response;
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
    response.closeHandler(closed -> lost());
  }

  /** Sends a heartbeat at once and then at every interval. */
  void startHeartbeats(Duration interval) {
    heartbeat();
    heartbeats = faults.loop().every(interval, this::heartbeat);
  }

  private void heartbeat() {
    if (!faults.heartbeatsStopped()) {
      send(Json.object().put("type", "HEARTBEAT"));
    }
  }

  void send(ObjectNode event) {
    byte[] json = Json.bytes(event);
    ledger.sent(frameworkId, streamId, event, json);
    sendRecord(json);
  }

  void sendRecord(byte[] record) {
    byte[] header = (record.length + "\n").getBytes(StandardCharsets.US_ASCII);
    sendRaw(Buffer.buffer(header.length + record.length).appendBytes(header).appendBytes(record));
  }

  void sendRaw(Buffer bytes) {
    if (ended || ending) {
      return;
    }
    if (faults.isPlain() && held.length() == 0) {
      write(bytes);
    } else {
      held.appendBuffer(bytes);
      release();
    }
  }

  /** Writes what the faults in force let through of the bytes held back. */
  void release() {
    if (faults.isFrozen() || ended) {
      return;
    }
    int size = faults.chunkSize();
    while (size > 0 && held.length() >= size) {
      write(held.getBuffer(0, size));
      held = held.getBuffer(size, held.length());
    }
    if (ending) {
      flush();
      finish();
      response.end();
    } else if (held.length() > 0) {
      if (size > 0 && !faults.hold().isZero()) {
        flushLater();
      } else {
        flush();
      }
    }
  }

  private void flushLater() {
    if (holding < 0) {
      holding = faults.loop().after(faults.hold(), this::flush);
    }
  }

  private void flush() {
    faults.loop().cancel(holding);
    holding = -1;
    if (!faults.isFrozen() && !ended && held.length() > 0) {
      write(held);
      held = Buffer.buffer();
    }
  }

  private void write(Buffer chunk) {
    response.write(chunk);
  }

  /** Ends the stream properly, after all that was sent; a frozen one when it thaws. */
  void end() {
    ending = true;
    faults.loop().cancel(heartbeats);
    release();
  }

  /** Breaks the connection, after the first bytes of a further record when there are any. */
  void cut(Buffer unfinished) {
    if (!ended) {
      lost();
      if (unfinished.length() > 0) {
        response.write(unfinished).onComplete(written -> response.reset());
      } else {
        response.reset();
      }
    }
  }

  private void finish() {
    ended = true;
    faults.loop().cancel(holding);
    faults.loop().cancel(heartbeats);
    faults.forget(this);
  }

  /** The connection is gone, whoever broke it. */
  private void lost() {
    finish();
    gone.run();
  }
}
