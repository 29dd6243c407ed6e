package io.mesosbridge.core.language;

import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.mesos.Event;
import java.nio.charset.StandardCharsets;

/**
 * Why a command was refused or failed.
 *
 * @param code the kind of error
 * @param message what was wrong, where, and what would be right
 * @param field where in the command, as a JSON pointer (RFC 6901), or null when no field is to
 *     blame
 */
public record CommandError(ErrorCode code, String message, String field) {

  /** Of a command whose call may have taken effect, which nobody can tell. */
  public static final CommandError INTERRUPTED =
      new CommandError(
          ErrorCode.INTERRUPTED,
          "the bridge or its connection died around sending the call, and nobody can tell whether"
              + " it took effect; look before you repeat it under another id",
          null);

  /** Of a command whose call did not take effect and cannot be sent again. */
  public static final CommandError OFFERS_VOID =
      new CommandError(
          ErrorCode.OFFER_GONE,
          "the subscription broke before the master took the call, and its offers with it; use"
              + " offers that mesos.offers still has",
          null);

  private static final int MOST_OF_A_MASTER = 1024;
  private static final int LONGEST = MOST_OF_A_MASTER + 64;

  /** Cuts what is long: a command's values, of which messages are made, may be of any length. */
  public CommandError {
    message = Event.cut(message, LONGEST);
    field = Event.cut(field, LONGEST);
  }

  /** The same with at most so many characters of the message. */
  public CommandError inBrief(int longest) {
    return new CommandError(code, Event.cut(message, longest), field);
  }

  /** What a master said, of which a result holds 1 KiB at most, and says when it is not all. */
  public static CommandError byMaster(String said) {
    byte[] text = said.getBytes(StandardCharsets.UTF_8);
    int end = Math.min(text.length, MOST_OF_A_MASTER);
    while (end < text.length && (text[end] & 0xC0) == 0x80) { // in the middle of a character
      end--;
    }
    String message =
        end == text.length
            ? said
            : new String(text, 0, end, StandardCharsets.UTF_8)
                + "… (cut: it has %d bytes)".formatted(text.length);
    return new CommandError(ErrorCode.REFUSED_BY_MASTER, message, null);
  }

  /**
   * A place in a command, written as a JSON pointer (RFC 6901).
   *
   * @param parent the place that holds this one, or null for the command itself
   * @param name the field's name or the item's number
   */
  public record Pointer(Pointer parent, String name) {

    /** The command itself. */
    public static final Pointer ROOT = new Pointer(null, "");

    /** The field of that name. */
    public Pointer field(String name) {
      return new Pointer(this, name);
    }

    /** The item of that number, from 0. */
    public Pointer item(int index) {
      return new Pointer(this, Integer.toString(index));
    }

    @Override
    public String toString() {
      return parent == null ? "" : parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }
  }

  /** The kinds of errors that a result can tell. */
  public enum ErrorCode {
    /** The record is no JSON object. */
    MALFORMED,
    UNKNOWN_TYPE,
    /** A field is missing, of the wrong type, or contradicts what the bridge knows. */
    INVALID,
    TOO_LARGE,
    /** The type is not among {@code bridge.commands.allowed}, or the policy does not allow it. */
    NOT_ALLOWED,
    /** {@code expires_at} passed before the command could be carried out. */
    EXPIRED,
    /** The offer was never seen, or long ago. */
    UNKNOWN_OFFER,
    OFFER_GONE,
    /** The offers are of several agents or roles. */
    MIXED_OFFERS,
    INSUFFICIENT_RESOURCES,
    /** The task is live, or being launched, or twice in the command. */
    DUPLICATE_TASK,
    /** No offer fitted before the deadline, or too many launches wait. */
    NO_FIT,
    FRAMEWORK_MISMATCH,
    /** The framework was torn down or removed. */
    TORN_DOWN,
    /**
     * Its record stands below the offset up to which every command has its result, and what that of
     * this one was is not known any more.
     */
    TOO_OLD,
    /** The bridge itself failed on this command. */
    INTERNAL,
    REFUSED_BY_MASTER,
    UNREACHABLE_MASTER,
    /** The bridge died around sending the call. */
    INTERRUPTED
  }

  /**
   * A command that will not be carried out.
   *
   * @param commandId the command's id, as far as it could be read
   * @param type the type as written, or null when there is none
   * @param error why
   */
  public record Refusal(String commandId, String type, CommandError error)
      implements CommandReader.Reading {

    /** Whether its record is no JSON object, or poison, and belongs in the dead letters too. */
    public boolean isDeadLetter() {
      return error.code() == ErrorCode.MALFORMED || error.code() == ErrorCode.INTERNAL;
    }

    /** Ends the reading or preparation of a command from wherever the mistake is found. */
    public static final class RefusedException extends RuntimeException {

      private final transient CommandError error;

      /**
       * @param at where in the command, or null when no field is to blame
       */
      public RefusedException(ErrorCode code, Pointer at, String message) {
        super(null, null, false, false);
        this.error = new CommandError(code, message, at == null ? null : at.toString());
      }

      /** A field that is not as it should be; the message begins with the field's pointer. */
      public static RefusedException invalid(Pointer at, String what) {
        return new RefusedException(ErrorCode.INVALID, at, at + " " + what);
      }

      @Override
      public String getMessage() {
        return error.message();
      }

      /** Why. */
      public CommandError error() {
        return error;
      }
    }
  }
}
