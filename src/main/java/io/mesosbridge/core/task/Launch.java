package io.mesosbridge.core.task;

/**
 * Which command launched a task.
 *
 * @param commandId null when none is known
 * @param traceparent that command's W3C trace context, or null
 */
public record Launch(String commandId, String traceparent) {

  /** Of a task that no command is known to have launched. */
  public static final Launch UNKNOWN = new Launch(null, null);
}
