package io.mesosbridge.core.language;

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
    return new CommandError(code, cut(message, longest), field);
  }

  /** At most so many characters of the text, and no half of one; null stays null. */
  static String cut(String text, int longest) {
    if (text == null || text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }
}
