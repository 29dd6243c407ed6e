package io.mesosbridge.core.language;

import io.mesosbridge.core.mesos.Event;
import java.util.List;

/**
 * An id as a parameter of a log line, whether the line's text shows it or not: where lines are JSON
 * it is a field of that name.
 *
 * @param id null for none
 */
public record LogField(String name, String id) {

  private static final int LONGEST = 1_000;

  /** Which framework the line is about. */
  public static LogField framework(String id) {
    return new LogField("framework", id);
  }

  /** Which task the line is about. */
  public static LogField task(String id) {
    return new LogField("task", id);
  }

  /** Which tasks the line is about, with commas between them. */
  public static LogField tasks(List<String> ids) {
    return task(ids.isEmpty() ? null : String.join(",", ids));
  }

  /** Which command the line is about. */
  public static LogField command(String id) {
    return new LogField("command", id);
  }

  /** The id, or the beginning of many: nobody reads a line of a megabyte. */
  @Override
  public String toString() {
    return String.valueOf(Event.cut(id, LONGEST));
  }
}
