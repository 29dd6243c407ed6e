package io.mesosbridge.chaos;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Launches a task's id once more as soon as a consumer can read of its end. */
final class Relauncher {

  static final String PREFIX = "again-";

  private static final Set<String> ENDS = Set.of("TASK_FINISHED", "TASK_FAILED");

  private final ChaosWorld world;
  private final Set<String> seen = new HashSet<>();
  private int read;
  private int number;

  Relauncher(ChaosWorld world) {
    this.world = world;
  }

  /** Reads what is new in {@code mesos.task-updates}, and answers it. */
  void react() {
    List<ConsumerRecord<String, String>> news = world.topics().records(ChaosWorld.UPDATES, read);
    read += news.size();
    for (ConsumedUpdate update : ConsumedUpdate.all(news)) {
      boolean ended = update.uuid() != null && ENDS.contains(update.state());
      if (ended && update.taskId().startsWith(PREFIX) && seen.add(update.uuid())) {
        launch(update.taskId());
      }
    }
  }

  /** Launches a task that soon ends. */
  void launch(String task) {
    int next;
    synchronized (seen) {
      next = ++number;
    }
    world.commander().launch(PREFIX + next + "-of-" + task, null, task, "sleep 0.5");
  }
}
