package io.mesosbridge.mesos.subscription;

import io.mesosbridge.core.mesos.CallOutcome;
import java.util.Optional;

/**
 * What a master's answer to a call means. Source: {@code Master::Http::scheduler} of Mesos.
 *
 * @param outcome for who sent the call
 * @param lost why the subscription is over, if the answer says so
 */
record CallAnswer(CallOutcome outcome, Optional<Cause> lost) {

  static CallAnswer of(int status, String text) {
    if (status >= 200 && status < 300) {
      return new CallAnswer(new CallOutcome.Accepted(status), Optional.empty());
    }
    Optional<Cause> lost = lost(status, text);
    return new CallAnswer(
        lost.isPresent()
            ? new CallOutcome.Unsubscribed(status, text)
            : new CallOutcome.Refused(status, text),
        lost);
  }

  private static Optional<Cause> lost(int status, String text) {
    return switch (status) {
      case 307, 503 -> Optional.of(Cause.NOT_LEADING);
      case 404 -> Optional.of(Cause.NOT_READY);
      case 403 ->
          text.equals("Framework is not subscribed")
                  || text.equals("Framework is not connected via HTTP")
              ? Optional.of(Cause.CALL_UNSUBSCRIBED)
              : Optional.empty();
      case 400 -> {
        if (text.equals("Framework cannot be found")) {
          yield Optional.of(Cause.REMOVED);
        }
        yield text.startsWith("The stream ID ")
            ? Optional.of(Cause.CALL_UNSUBSCRIBED)
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }
}
