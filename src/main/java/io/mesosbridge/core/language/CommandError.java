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
}
