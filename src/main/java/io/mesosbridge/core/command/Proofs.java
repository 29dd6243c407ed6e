package io.mesosbridge.core.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.command.CommandState.Stage;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.task.Tasks;
import java.util.stream.Stream;

/**
 * Which updates prove what became of a command that has no result yet. Until it has, Mesos is the
 * memory of it, and forgets it with the acknowledgement: {@link
 * io.mesosbridge.core.task.Acknowledgements} waits by itself, and one by command has to.
 */
final class Proofs {

  private final Registry registry;
  private final Tasks tasks;
  private final PlacedAgain again;

  Proofs(Registry registry, Tasks tasks, PlacedAgain again) {
    this.registry = registry;
    this.tasks = tasks;
    this.again = again;
  }

  /**
   * Whether the result of an earlier launch of the task is not written, whose proof this one would
   * write over, or whose doubt the next leader would hold this one's proof against; or whether
   * consumers have still to be told that one is not placed again, which must not follow this one.
   */
  boolean isToBeTold(Entry launch, String taskId) {
    return again.isToBeTold(taskId)
        || registry
            .about(Subjects.task(taskId), Stage.TOLD)
            .headMap(launch.order(), false)
            .values()
            .stream()
            .anyMatch(Entry::hasIntent);
  }

  /** Whether the command would have Mesos forget such an update, which came before it was sent. */
  boolean wouldBeForgotten(Entry by, Command command) {
    String subject = Subjects.acknowledged(command);
    return subject != null
        && Stream.of(Registry.MAY_HAVE_LEFT)
            .map(stage -> registry.about(subject, stage).headMap(by.order(), false))
            .flatMap(earlier -> earlier.values().stream())
            .filter(entry -> !CommandType.KILL.name().equals(entry.type()))
            .anyMatch(entry -> !isOfTaskBefore(command.call().path("acknowledge"), entry));
  }

  /** Whether the end of an earlier task of that id is acknowledged, which proves no launch. */
  private boolean isOfTaskBefore(JsonNode acknowledge, Entry launch) {
    String taskId = acknowledge.at("/task_id/value").asText();
    return tasks.ended().endedBy(taskId, acknowledge.path("uuid").asText())
        && !tasks.wasLaunchedBy(taskId, launch.id());
  }
}
