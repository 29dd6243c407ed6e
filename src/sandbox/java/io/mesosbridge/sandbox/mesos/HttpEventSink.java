package io.mesosbridge.sandbox.mesos;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/** A chunked response in RecordIO: usually a chunk per record, else as {@link StreamFaults} say. */
final class HttpEventSink implements EventSink {

  private final HttpServerResponse response;
  private final StreamFaults faults;
  private Buffer held = Buffer.buffer();
  private long holding = -1;
  private boolean closed;

  HttpEventSink(HttpServerResponse response, StreamFaults faults) {
    this.response = response;
    this.faults = faults;
  }

  @Override
  public void whenBroken(Runnable reaction) {
    response.closeHandler(
        ignored -> {
          close();
          reaction.run();
        });
  }

  @Override
  public void record(byte[] json) {
    byte[] header = (json.length + "\n").getBytes(StandardCharsets.US_ASCII);
    send(Buffer.buffer(header.length + json.length).appendBytes(header).appendBytes(json));
  }

  @Override
  public void raw(byte[] bytes) {
    send(Buffer.buffer(bytes));
  }

  private void send(Buffer bytes) {
    if (faults.chunkSize() == 0 && held.length() == 0) {
      response.write(bytes);
    } else {
      held.appendBuffer(bytes);
      release();
    }
  }

  @Override
  public void release() {
    int size = faults.chunkSize();
    int sent = 0;
    for (; size > 0 && held.length() - sent >= size; sent += size) {
      response.write(held.getBuffer(sent, sent + size));
    }
    held = sent == 0 ? held : held.getBuffer(sent, held.length());
    if (held.length() > 0) {
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
    if (!faults.isFrozen() && !closed && held.length() > 0) {
      response.write(held);
      held = Buffer.buffer();
    }
  }

  @Override
  public void end() {
    flush();
    response.end();
  }

  @Override
  public void cut(byte[] unfinished) {
    close();
    if (unfinished.length > 0) {
      response.write(Buffer.buffer(unfinished)).onComplete(written -> response.reset());
    } else {
      response.reset();
    }
  }

  private void close() {
    closed = true;
    faults.loop().cancel(holding);
  }
}
