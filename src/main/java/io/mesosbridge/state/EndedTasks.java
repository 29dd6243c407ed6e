package io.mesosbridge.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The tasks that ended last and the update that said so: an agent repeats a terminal update whose
 * acknowledgement got lost, and it must be recognised although its row is gone.
 */
public final class EndedTasks {

  private static final int MOST = 20_000;

  private final Map<String, String> uuids =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  /** Notes the end of a task; the uuid is null when the update had none. */
  public void add(String taskId, String uuid) {
    uuids.remove(taskId);
    uuids.put(taskId, uuid == null ? "" : uuid);
  }

  /** Whether the task ended, with whatever update. */
  public boolean contains(String taskId) {
    return uuids.containsKey(taskId);
  }

  /** Whether this very update ended the task. */
  public boolean endedBy(String taskId, String uuid) {
    return uuid != null && Objects.equals(uuids.get(taskId), uuid);
  }

  /** The update that ended the task; empty when it had no uuid, or the task has not ended. */
  public Optional<String> endOf(String taskId) {
    return Optional.ofNullable(uuids.get(taskId)).filter(uuid -> !uuid.isEmpty());
  }

  /** The task lives again. */
  public void remove(String taskId) {
    uuids.remove(taskId);
  }
}
