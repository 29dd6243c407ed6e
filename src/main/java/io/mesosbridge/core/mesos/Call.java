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
}
