package io.mesosbridge.core.language;

import io.mesosbridge.core.language.CommandError.Pointer;

/**
 * A command that will not be carried out.
 *
 * @param commandId the command's id, as far as it could be read
 * @param type the type as written, or null when there is none
 * @param error why
 */
public record Refusal(String commandId, String type, CommandError error)
    implements CommandReader.Reading {

  /** Whether the record is no JSON object, so that it belongs in the dead-letter topic too. */
  public boolean isDeadLetter() {
    return error.code() == ErrorCode.MALFORMED;
  }

  /** Ends the reading or preparation of a command from wherever the mistake is found. */
  public static final class RefusedException extends RuntimeException {

    /** What a command says may be of any length; the message that quotes it goes into a result. */
    private static final int LONGEST = 1_000;

    private final transient CommandError error;

    /**
     * @param at where in the command, or null when no field is to blame
     */
    public RefusedException(ErrorCode code, Pointer at, String message) {
      super(CommandError.cut(message, LONGEST), null, false, false);
      this.error = new CommandError(code, getMessage(), at == null ? null : at.toString());
    }

    /** A field that is not as it should be; the message begins with the field's pointer. */
    public static RefusedException invalid(Pointer at, String what) {
      return new RefusedException(ErrorCode.INVALID, at, at + " " + what);
    }

    /** Why. */
    public CommandError error() {
      return error;
    }
  }
}
