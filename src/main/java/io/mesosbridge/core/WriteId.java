package io.mesosbridge.core;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.command.Commands;
import io.mesosbridge.core.mesos.Event.OperationStatus;
import io.mesosbridge.core.task.Publications.Publication;
import java.util.List;

/**
 * Names a write, so that what follows from it can wait until Kafka has the record: the answer comes
 * back as an input with the same name.
 */
public sealed interface WriteId {

  /** Kafka has the record. */
  void written(Term term, Place place);

  /**
   * Kafka does not have the record and will not be asked again.
   *
   * @param tooLarge whether the topic takes no record of that size; else Kafka refused it once, and
   *     it does not {@link #insists insist}, as only heartbeats do not
   */
  void refused(Term term, boolean tooLarge);

  /** Whether the record is written however often Kafka refuses it, unless it is too large. */
  default boolean insists() {
    return true;
  }

  /**
   * A claim to lead.
   *
   * @param attempt tells it from former ones of this instance
   */
  record Claim(long attempt) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      throw new IllegalStateException("a claim is written before a term begins");
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      throw new IllegalStateException("a claim is written before a term begins");
    }
  }

  /** A record that nothing waits for. */
  enum Plain implements WriteId {
    /** Wanted once: what comes later makes it worthless. */
    ONCE,
    /** Must not get lost. */
    SURELY;

    @Override
    public boolean insists() {
      return this == SURELY;
    }

    @Override
    public void written(Term term, Place place) {
      // nothing waits for it
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      // counted and logged by who writes
    }
  }

  /**
   * A task's update. Who may write again has it at once: its agent would bring one with a uuid
   * again, but only after up to ten minutes.
   */
  record Update(Publication update) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      term.tasks().updateWritten(update);
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      term.tasks().updateRefused(update);
    }
  }

  /** A row of the live-task table, or its tombstone, that goes with an update. */
  record Row(Publication update) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      term.tasks().answered(update, false);
      term.commands().goOn();
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      term.tasks().answered(update, true); // acknowledged without a row when it comes again
    }
  }

  /** A launched task's first row: its command has no result before Kafka has it. */
  record LaunchRow(String taskId, String commandId) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      term.commands().completion().rowWritten(commandId, taskId);
      term.commands().goOn();
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      written(term, null); // there will be none to wait for
    }
  }

  /** An operation's update. */
  record OperationUpdate(OperationStatus status) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      String command = term.commands().unsettledCommandOf(status);
      term.operations.updateWritten(status, command);
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      term.operations.updateRefused(status);
    }
  }

  /**
   * The framework's record.
   *
   * @param version tells it from those before and after
   */
  record Framework(long version) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      term.frameworkWritten(version);
      term.commands().completion().frameworkWritten(version);
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      written(term, null); // the record is lost, but who waits for it must not be
    }
  }

  /**
   * The intent of a command.
   *
   * @param attempt tells it from former ones of the same command
   */
  record Intent(String commandId, long attempt) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      term.commands().fence().written(commandId);
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      term.commands().intentDecided(commandId, attempt, true);
    }
  }

  /**
   * The refusal of a command.
   *
   * @param brief whether it is the shorter form, which is tried when the whole one is too large
   */
  record Refusal(String commandId, boolean brief) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      term.commands().fence().written(commandId);
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      term.commands().refusalDecided(commandId, !brief); // no room for any: it counts as it is
    }
  }

  /**
   * The result of a command.
   *
   * @param brief whether it is the shorter form, which is tried when the whole one is too large
   */
  record Result(String commandId, boolean brief) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      term.commands().completion().written(commandId, place);
      term.commands().goOn();
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      term.commands().completion().tooLarge(commandId, brief);
      term.commands().goOn();
    }
  }

  /** A launch that waits. */
  record WaitingLaunch(String commandId) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      term.commands().launchKept(commandId, false);
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      term.commands().launchKept(commandId, true); // the commit waits, as for every other command
    }
  }

  /** The tombstone of a launch that is placed again no longer, by what it was about. */
  record LaunchBuried(List<String> subjects) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      Commands commands = term.commands();
      commands.kept().buried(subjects);
      commands.completion().writeThoseAbout(subjects);
      commands.goOn();
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      written(term, null); // no topic is too small for a tombstone
    }
  }

  /** That a launch that was to be placed again is not: of so many of its tasks. */
  record NotPlacedAgain(String commandId, int tasks) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      term.commands().completion().toldAgain(commandId, tasks);
      term.commands().goOn();
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      written(term, null);
    }
  }

  /** Which commands have their result. */
  record Settled() implements WriteId {
    @Override
    public void written(Term term, Place place) {
      term.settled.written();
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      term.settled.written();
    }
  }

  /** That a large command is about to be handled. */
  record Note(Fact.Suspected what) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      term.suspects.noted(what);
      term.commands().goOn();
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      written(term, null); // it is handled all the same
    }
  }

  /**
   * The first result once more, for a record that repeats its command, or a result that says that
   * the first one is not known any more.
   *
   * @param offset of that record in the topic of commands
   */
  record Repeat(long offset) implements WriteId {
    @Override
    public void written(Term term, Place place) {
      term.commands().repeatAnswered(offset, place);
    }

    @Override
    public void refused(Term term, boolean tooLarge) {
      term.commands().repeatAnswered(offset, null);
    }
  }
}
