package io.mesosbridge.core.mesos;

import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening.Cause;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scheduler call, ready to be sent.
 *
 * @param type the call's type, e.g. {@code ACCEPT}
 * @param body the whole {@code Call} in JSON, {@code framework_id} included; not to be changed
 * @param traceparents the W3C trace contexts of the commands that it carries out, as far as they
 *     have one
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copied by nobody
public record Call(String type, byte[] body, List<String> traceparents) {

  /** A call that no command asks for. */
  public Call(String type, byte[] body) {
    this(type, body, List.of());
  }

  /** The same for commands with these trace contexts. */
  public Call tracedBy(List<String> newTraceparents) {
    return new Call(type, body, newTraceparents);
  }

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
     * @param itsTurn whether it was the next to be answered, so that it may be why none was
     */
    record InDoubt(String why, boolean answered, boolean itsTurn) implements CallOutcome {
      /** The connection failed while an earlier call was to be answered. */
      public InDoubt(String why) {
        this(why, false, false);
      }
    }
  }

  /**
   * An operation that carries an id, so that Mesos can be asked what became of it.
   *
   * @param operationId its id, which no other operation of the framework should have
   * @param agentId the agent, or null where it is not known
   * @param resourceProviderId whose resources it is about, or null for the agent's own
   */
  public record NamedOperation(String operationId, String agentId, String resourceProviderId) {

    /** The same on that agent. */
    public NamedOperation on(String newAgentId) {
      return new NamedOperation(operationId, newAgentId, resourceProviderId);
    }
  }

  /**
   * What a master's answer to a call means. Source: {@code Master::Http::scheduler} and {@code
   * Master::subscribe} of Mesos, whose texts are quoted here word for word: a proxy between bridge
   * and master answers with the same numbers, but knows nothing of what became of a call.
   *
   * @param outcome for who sent the call
   * @param ends why the subscription is over, if the answer says so
   */
  record MasterAnswer(CallOutcome outcome, Optional<Cause> ends) {

    private static final Set<String> NOT_LEADING =
        Set.of("No leader elected", "Master has not finished recovery");
    private static final Set<String> NOT_SUBSCRIBED =
        Set.of("Framework is not subscribed", "Framework is not connected via HTTP");

    /** Masters up to 1.4 refuse what later ones leave away in silence. */
    private static final Pattern UNKNOWN_NAME =
        Pattern.compile("Failed to find enum for '(\\w{1,64})'");

    /** The answer to any call but SUBSCRIBE. */
    static MasterAnswer of(int status, String text) {
      if (status >= 200 && status < 300 && !isPage(text)) {
        return new MasterAnswer(new CallOutcome.Accepted(status), Optional.empty());
      }
      Optional<Cause> ends = ends(status, text);
      CallOutcome outcome = new CallOutcome.Refused(status, text);
      if (ends.filter(Cause.CALL_IN_DOUBT::equals).isPresent()) {
        String page = isPage(text) ? "a page, which no master sends: " : "";
        String why = "the answer was %d %s%s".formatted(status, page, text).strip();
        outcome = new CallOutcome.InDoubt(why, true, true);
      } else if (ends.isPresent()) {
        outcome = new CallOutcome.Unsubscribed(status, text);
      }
      return new MasterAnswer(outcome, ends);
    }

    private static Optional<Cause> ends(int status, String text) {
      return switch (status) {
        case 307 -> Optional.of(Cause.NOT_LEADING);
        case 400 -> ofBadRequest(text);
        // Whoever does not know who sent it carries nothing out; whether SUBSCRIBE is taken
        // decides.
        case 401 -> Optional.of(Cause.CALL_UNSUBSCRIBED);
        case 403 ->
            NOT_SUBSCRIBED.contains(text) ? Optional.of(Cause.CALL_UNSUBSCRIBED) : Optional.empty();
        // Nobody carries out what he has no route for: neither a master that starts nor a proxy.
        case 404 -> Optional.of(Cause.NOT_READY);
        case 501 -> Optional.empty();
        case 503 ->
            Optional.of(NOT_LEADING.contains(text) ? Cause.NOT_LEADING : Cause.CALL_IN_DOUBT);
        default ->
            status >= 500 || status < 300 ? Optional.of(Cause.CALL_IN_DOUBT) : Optional.empty();
      };
    }

    /** Of a proxy that asks for a login, or of whatever else took the master's place. */
    private static boolean isPage(String text) {
      return text.startsWith("<");
    }

    private static Optional<Cause> ofBadRequest(String text) {
      // a master that was just elected knows no framework before it subscribes, which tells whether
      // it was removed
      return text.equals("Framework cannot be found") || text.startsWith("The stream ID ")
          ? Optional.of(Cause.CALL_UNSUBSCRIBED)
          : Optional.empty();
    }

    /** What an answer other than 200 to SUBSCRIBE means. */
    static Cause toSubscribe(int status) {
      return switch (status) {
        case 408, 425, 429 -> Cause.UNEXPECTED_ANSWER; // of a proxy, which says to try again later
        case 307 -> Cause.REDIRECT;
        case 404 -> Cause.NOT_READY;
        case 503 -> Cause.NOT_LEADING;
        default -> status >= 400 && status < 500 ? Cause.REFUSED : Cause.UNEXPECTED_ANSWER;
      };
    }

    /** The name in SUBSCRIBE that the master does not know, if that is why it refused it. */
    static Optional<String> unknownName(int status, String text) {
      Matcher enumeration = UNKNOWN_NAME.matcher(text);
      return status == 400 && enumeration.find()
          ? Optional.of(enumeration.group(1))
          : Optional.empty();
    }

    /** What an ERROR means that came before or after SUBSCRIBED. */
    static Cause ofError(String message, boolean subscribed) {
      return switch (message) {
        case "Framework failed over" -> Cause.FAILED_OVER;
        case "Framework has been removed" -> Cause.REMOVED;
        default ->
            subscribed || message.startsWith("Authorization failure")
                ? Cause.ERROR_EVENT
                : Cause.REFUSED;
      };
    }
  }
}
