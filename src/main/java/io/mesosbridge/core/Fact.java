package io.mesosbridge.core;

import io.mesosbridge.core.command.Intent;
import io.mesosbridge.core.offer.OfferEnd;
import io.mesosbridge.core.task.LiveTask;

/**
 * Something that must survive: what a record of the topics that the bridge remembers itself by
 * says. {@link Memory#apply} is the only way in which a fact changes anything, whether it has just
 * been decided or is read back.
 */
public sealed interface Fact {

  /** Changes the memory; to be called by it alone. */
  void applyTo(Memory memory);

  /** An instance claims to lead; its epoch is the record's. */
  record Claimed() implements Fact {
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

  /** The intent's command has its result. */
  record IntentGone(String commandId) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.intents.remove(commandId);
    }
  }

  /** A task lives. */
  record TaskRow(LiveTask task) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.tasks.put(task.taskId(), task);
      memory.ended.livesAgain(task.taskId());
    }
  }

  /**
   * A task lives no longer.
   *
   * @param uuid of the update that ended it, or null
   * @param commandId the command that launched it, or null
   */
  record TaskEnded(String taskId, String uuid, String commandId) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.tasks.remove(taskId);
      memory.ended.add(taskId, uuid, commandId);
    }
  }

  /** An offer can be accepted. */
  record Offered(String offerId) implements Fact {
    @Override
    public void applyTo(Memory memory) {
      memory.offers.add(offerId);
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
}
