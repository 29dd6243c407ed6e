package io.mesosbridge.state;

import java.util.Optional;

/** The live tasks as commands see them. */
public interface TaskLookup {

  /** The task, if it is live. */
  Optional<LiveTask> find(String taskId);
}
