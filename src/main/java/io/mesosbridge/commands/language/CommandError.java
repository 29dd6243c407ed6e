package io.mesosbridge.commands.language;

/**
 * Why a command was refused or failed.
 *
 * @param code the kind of error
 * @param message what was wrong, where, and what would be right
 * @param field where in the command, as a JSON pointer (RFC 6901), or null when no field is to
 *     blame
 */
public record CommandError(ErrorCode code, String message, String field) {

  /** The same with at most so many characters of the message. */
  public CommandError inBrief(int longest) {
    return message.length() <= longest
        ? this
        : new CommandError(code, message.substring(0, longest) + "…", field);
  }
}
