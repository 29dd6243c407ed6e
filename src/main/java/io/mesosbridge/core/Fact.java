package io.mesosbridge.core;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.core.command.Intent;
import io.mesosbridge.core.command.KeptLaunch;
import io.mesosbridge.core.command.SettledCommands;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.core.task.LiveTask;
import java.util.List;

/**
 * Something that must survive: what a record of the topics that the bridge remembers itself by
 * says. {@link Memory#apply} is the only way in which a fact changes anything, whether it has just
 * been decided or is read back.
 */
public sealed interface Fact {

  /** Changes the memory; to be called by it alone. */
  void applyTo(Memory memory);

  /**
   * An instance claims to lead; its epoch is the record's.
   *
   * @param proposal above every epoch that the instance knew
   * @param isAgain whether it leads by that claim already, which stood in a topic that was lost
   */
  record Claimed(String instance, long proposal, boolean isAgain) implements Fact {

    /** One that does not lead yet. */
    Claimed(String instance, long proposal) {
      this(instance, proposal, false);
    }

    @Override
    public void applyTo(Memory memory) {
      // who leads is told by epochs
    }
  }

  /** Which framework the bridge is; null for none. */
  record FrameworkIs(FrameworkRecord framework) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.framework = framework;
    }
  }

  /** A call that must not be repeated may have been sent. */
  record Intended(Intent intent) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.intents.put(intent.commandId(), intent);
    }
  }

  /** The command never took effect, and will not, whoever leads next. */
  record Refused(CommandResult result) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.intents.remove(result.commandId());
      memory.refusals.put(result.commandId(), result);
    }
  }

  /** The command of an intent or a refusal has its result. */
  record IntentGone(String commandId) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.intents.remove(commandId);
      memory.refusals.remove(commandId);
    }
  }

  /**
   * A launch waits, and its offset may be passed once Kafka has that.
   *
   * @param isWritten whether Kafka has it
   */
  record LaunchKept(KeptLaunch launch, boolean isWritten) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.launches.put(launch.commandId(), launch);
      if (isWritten) {
        memory.writtenLaunches.add(launch.commandId());
      }
    }
  }

  /** It has its result. */
  record LaunchGone(String commandId) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.launches.remove(commandId);
      memory.writtenLaunches.remove(commandId);
    }
  }

  /** The table of launches that wait has a row, or its tombstone, which is null. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, not compared
  record LaunchListed(String commandId, byte[] row) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      if (row != null) {
        memory.listedLaunches.put(commandId, row);
      } else {
        memory.listedLaunches.remove(commandId);
      }
    }
  }

  /** So many commands have their result; null for not known. */
  record CommandsSettled(SettledCommands.Kept kept) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.settled = kept;
    }
  }

  /**
   * Terms, or processes, ended under the handling of a record.
   *
   * @param record its name
   * @param commandId of a command that was read before; else null
   * @param ends how many, with the one that handles it now; 0 for one not suspected any more
   */
  record Suspected(String record, String commandId, int ends) implements Fact {

    /** Refuses one that does not say which record. */
    public Suspected {
      requireNonNull(record, "record");
    }

    @Override
    public void applyTo(Memory memory) {
      if (ends == 0) {
        memory.suspects.remove(record);
      } else {
        memory.suspects.put(record, this);
      }
    }
  }

  /**
   * A task lives.
   *
   * @param frameworkId its framework, or null when the row does not say so
   */
  record TaskRow(LiveTask task, String frameworkId) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      LiveTask row = task.among(memory.groups);
      memory.executors.moved(memory.tasks.put(row.taskId(), row), row);
      memory.taskFrameworks.put(task.taskId(), frameworkId);
      memory.strays.remove(task.taskId());
      memory.ended.livesAgain(task.taskId());
    }
  }

  /**
   * A task lives no longer.
   *
   * @param uuid of the update that ended it, or what else its tombstone is called by, or null
   * @param commandId the command that launched it, or null
   * @param toCome whether only the master told, so that the agent's update is to come
   * @param before the updates that ended earlier tasks of that id, the latest first; their agents
   *     may repeat them still
   */
  record TaskEnded(
      String taskId, String uuid, String commandId, boolean toCome, List<String> before)
      implements Fact {

    /** No earlier end is known. */
    public TaskEnded(String taskId, String uuid, String commandId, boolean toCome) {
      this(taskId, uuid, commandId, toCome, List.of());
    }

    /** The same end; it is not told which command had launched the task. */
    public TaskEnded ofUnknownCommand() {
      return new TaskEnded(taskId, uuid, null, toCome, before);
    }

    @Override
    public void applyTo(Memory memory) {
      memory.executors.moved(memory.tasks.remove(taskId), null);
      memory.groups.ended(taskId);
      memory.taskFrameworks.remove(taskId);
      memory.strays.remove(taskId);
      memory.ended.add(this);
    }
  }

  /** An offer can be accepted; json is the {@code Offer} object, verbatim. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, not compared
  record Offered(String offerId, byte[] json) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.offers.put(offerId, json);
    }
  }

  /** An offer cannot be accepted any more; end is null for a reason that is not known. */
  record OfferGone(String offerId, OfferEnd end) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.offers.remove(offerId);
      if (end != null) {
        memory.offerEnds.add(offerId, end);
      }
    }
  }

  /** The command of that identity has its result there. */
  record ResultAt(String identity, Place place) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.results.add(identity, place);
    }
  }

  /**
   * Where Kafka has put a record.
   *
   * @param partition of its topic
   * @param offset in the partition
   */
  record Place(int partition, long offset) {

    /** Whether it stands before that one in the same partition. */
    public boolean isBefore(Place other) {
      return partition == other.partition && offset < other.offset;
    }
  }

  /**
   * A record of the topics that the bridge remembers itself by, as it was read back.
   *
   * @param topic which of them
   * @param partition its partition
   * @param offset its offset
   * @param key its key
   * @param epoch of the leader that wrote it, negative for one that no leader wrote
   * @param fact what it says, or null for nothing that this version knows
   */
  record LogRecord(
      Outgoing.Topic topic, int partition, long offset, String key, long epoch, Fact fact) {

    /** Whether it is the claim of an instance that did not know that epoch, wherever it landed. */
    boolean isClaimUnawareOf(long other) {
      return fact instanceof Claimed claim && claim.proposal() <= other;
    }
  }

  /**
   * Which framework the bridge is, as {@code bridge-state} remembers it.
   *
   * @param frameworkId the id that Mesos gave or accepted, or is about to be asked for
   * @param state what became of it
   * @param master the master that gave or accepted it, or null
   * @param at ISO-8601 instant of the change
   * @param frameworkInfo what an UPDATE_FRAMEWORK command made of the FrameworkInfo, or null
   * @param configured the configured FrameworkInfo that the update changed, or null; when the
   *     configuration says something else, it wins again
   * @param suppressedRoles the roles that want no offers, or null for none
   */
  record FrameworkRecord(
      String frameworkId,
      State state,
      String master,
      String at,
      JsonNode frameworkInfo,
      JsonNode configured,
      List<String> suppressedRoles) {

    /** Refuses a record that does not say which framework, or what became of it. */
    public FrameworkRecord {
      requireNonNull(frameworkId, "framework_id");
      requireNonNull(state, "state");
    }

    /** What became of the framework. */
    public enum State {
      /** It is to be registered under that id, and may have been. */
      CHOSEN,
      REGISTERED,
      TORN_DOWN,
      REMOVED
    }

    /** The same framework in another state. */
    public FrameworkRecord in(State newState, String instant) {
      return new FrameworkRecord(
          frameworkId, newState, master, instant, frameworkInfo, configured, suppressedRoles);
    }
  }
}
