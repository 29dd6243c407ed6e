package io.mesosbridge.core.task;

import java.util.Collection;
import java.util.Optional;

/** The live tasks as commands see them. */
public interface TaskLookup {

  /** The task, if it is live. */
  Optional<LiveTask> find(String taskId);

  /** The live tasks of that executor; ids of executors are unique on an agent only. */
  Collection<LiveTask> findByExecutor(String executorId);
}
