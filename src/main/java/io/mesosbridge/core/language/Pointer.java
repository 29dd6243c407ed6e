package io.mesosbridge.core.language;

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
