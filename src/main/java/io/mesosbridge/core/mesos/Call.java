package io.mesosbridge.core.mesos;

import java.nio.charset.StandardCharsets;

/**
 * A scheduler call, ready to be sent.
 *
 * @param type the call's type, e.g. {@code ACCEPT}
 * @param body the whole {@code Call} in JSON, {@code framework_id} included; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copied by nobody
public record Call(String type, byte[] body) {

  /** The call's text. */
  @Override
  public String toString() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** What became of a call, as far as the connection can tell. */
  public sealed interface CallOutcome {

    /** The master took it: 202, or 200 for calls that are carried out at once. */
    record Accepted(int status) implements CallOutcome {}

    /** The master refused what it says; sending it again would be refused again. */
    record Refused(int status, String text) implements CallOutcome {}

    /**
     * It never took effect, because the subscription it belonged to is gone or was never there, or
     * the master does not lead; it may be sent again under the next subscription.
     *
     * @param status the HTTP status, or 0 when the call was never sent
     */
    record Unsubscribed(int status, String text) implements CallOutcome {}

    /**
     * It may have taken effect.
     *
     * @param answered whether somebody answered who need not be the master; else the connection
     *     failed, which those who were sent later by it did not outlive
     */
    record InDoubt(String why, boolean answered) implements CallOutcome {
      /** The connection failed before the answer. */
      public InDoubt(String why) {
        this(why, false);
      }
    }
  }
}
