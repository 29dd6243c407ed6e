package io.mesosbridge.mesos.subscription;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** The text of an answer, as far as it is worth reading. */
final class Body {

  private static final int MAX_BYTES = 16 * 1024;

  private Body() {}

  /** The beginning of the text, once all of it has come. */
  static Future<String> text(HttpClientResponse response) {
    Buffer text = Buffer.buffer();
    response.handler(
        chunk -> {
          if (text.length() < MAX_BYTES) {
            text.appendBuffer(chunk, 0, Math.min(chunk.length(), MAX_BYTES - text.length()));
          }
        });
    return response.end().map(end -> text.toString().strip());
  }
}
