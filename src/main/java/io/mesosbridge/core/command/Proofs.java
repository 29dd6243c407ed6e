package io.mesosbridge.core.command;

import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import java.util.stream.Stream;

/**
 * Which updates prove what became of a command that has no result yet. Until it has, Mesos is the
 * memory of it, and forgets it with the acknowledgement: {@link
 * io.mesosbridge.core.task.Acknowledgements} waits by itself, and one by command has to.
 */
final class Proofs {

  private final Registry registry;

  Proofs(Registry registry) {
    this.registry = registry;
  }

  /** Whether the command would have Mesos forget such an update, which came before it was sent. */
  boolean wouldBeForgotten(Entry by, Command command) {
    String subject = Subjects.acknowledged(command);
    return subject != null
        && Stream.of(Registry.MAY_HAVE_LEFT)
            .map(stage -> registry.about(subject, stage).headMap(by.order(), false))
            .flatMap(earlier -> earlier.values().stream())
            .anyMatch(entry -> !CommandType.KILL.name().equals(entry.type()));
  }
}
