package io.mesosbridge.sandbox.mesos;

import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/** How an endpoint answers: a status, a text and what headers go with it. */
record Answer(int status, String text, Map<String, String> headers) {

  private static final System.Logger LOG = System.getLogger(Answer.class.getPackageName());

  /** Taken, which does not mean valid. */
  static final Answer ACCEPTED = new Answer(202, "");

  Answer(int status, String text) {
    this(
        status,
        text,
        text.isEmpty() ? Map.of() : Map.of("Content-Type", "text/plain; charset=utf-8"));
  }

  static Answer badRequest(String text) {
    return new Answer(400, text);
  }

  /** Of an endpoint that knows these methods only, in the words of {@code libprocess}. */
  static Answer methodNotAllowed(String received, String... allowed) {
    String expected = "'" + String.join("', '", allowed) + "'";
    return with(
        405,
        "405 Method Not Allowed. Expecting one of { %s }, but received '%s'."
            .formatted(expected, received),
        "Allow",
        String.join(", ", allowed));
  }

  /** An exception, which the log tells as well: whoever asked must not wait for ever. */
  static Answer failure(String what, Throwable e) {
    String text = "The simulated master failed at " + what + ": " + e;
    LOG.log(System.Logger.Level.ERROR, text, e);
    return new Answer(500, text);
  }

  static Answer json(String text) {
    return new Answer(200, text, Map.of("Content-Type", "application/json"));
  }

  /** A refusal with a header that says what to do about it. */
  static Answer with(int status, String text, String header, String value) {
    return new Answer(
        status,
        text,
        text.isEmpty()
            ? Map.of(header, value)
            : Map.of(header, value, "Content-Type", "text/plain; charset=utf-8"));
  }

  void writeTo(HttpServerResponse response) {
    if (!response.closed() && !response.ended()) {
      response.setStatusCode(status);
      headers.forEach(response::putHeader);
      response.end(text);
    }
  }
}
