package io.mesosbridge.events;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which command launched which task, from before the call leaves until the task's row holds it: an
 * update may come before the answer to the call.
 */
public final class Launches {

  private final Map<String, Launch> byTask = new HashMap<>();

  /**
   * A launch under way.
   *
   * @param commandId the command that asked for it
   * @param traceparent that command's W3C trace context, or null
   */
  public record Launch(String commandId, String traceparent) {}

  /** The command is about to launch the task. */
  public void add(String taskId, Launch launch) {
    byTask.put(taskId, launch);
  }

  /** The launch is over: its row holds it, or it never happened. */
  public void remove(String taskId) {
    byTask.remove(taskId);
  }

  /** The launch of the task, if one is under way. */
  public Optional<Launch> find(String taskId) {
    return Optional.ofNullable(byTask.get(taskId));
  }

  /** Whether a launch of the task is under way. */
  public boolean contains(String taskId) {
    return byTask.containsKey(taskId);
  }
}
