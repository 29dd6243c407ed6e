package io.mesosbridge.core.command;

import io.mesosbridge.core.Deadlines;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.Refusal;
import io.mesosbridge.core.language.CommandReader.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A command in hand, from its arrival to its result. */
final class Entry implements Deadlines.Bounded<Instant> {

  private final String id;
  private final String identity;
  private final String type;
  private final long order;
  private final CommandRecord record;
  private final Now received;
  private final Reading reading;
  private final List<String> subjects;
  private final List<Entry> repeats = new ArrayList<>();
  private final Tries tries = new Tries();
  private final Set<String> awaited = new HashSet<>();
  private boolean hasIntent;
  private boolean proved;
  private boolean mayBeMissing;
  private String sentOn;
  CommandState state;
  Keeping keeping = Keeping.NOT;

  /**
   * Whether {@code bridge-state} has the record of a waiting launch, so that the commit need not
   * wait for it.
   */
  enum Keeping {
    NOT,
    UNDER_WAY,
    /** Its offset may be passed, or was by a former leader. */
    PASSED,
    /** It has its result, Mesos dropped its tasks before they ran, and it is placed again. */
    AGAIN
  }

  private Entry(
      String id,
      String identity,
      String type,
      long order,
      CommandRecord record,
      Now received,
      Reading reading,
      List<String> subjects,
      CommandState state) {
    this.id = id;
    this.identity = identity;
    this.type = type;
    this.order = order;
    this.record = record;
    this.received = received;
    this.reading = reading;
    this.subjects = subjects;
    this.state = state;
  }

  /** A command that has just come. */
  static Entry of(CommandRecord record, Reading reading, Now received) {
    String id =
        reading instanceof Refusal refusal
            ? refusal.commandId()
            : ((Command) reading).header().id();
    return of(id, record.offset(), record, reading, received);
  }

  /** A launch that a former leader kept, with its place in the order. */
  static Entry of(KeptLaunch kept, Reading reading, Now now, long order) {
    Entry entry = of(kept.commandId(), order, kept.record(), reading, kept.received(now));
    entry.keeping = kept.dropped().isEmpty() ? Keeping.PASSED : Keeping.AGAIN;
    return entry;
  }

  private static Entry of(
      String id, long order, CommandRecord record, Reading reading, Now received) {
    List<String> subjects = reading instanceof Command command ? Subjects.of(command) : List.of();
    return new Entry(
        id,
        record.position().identity(id),
        reading instanceof Refusal refusal
            ? refusal.type()
            : ((Command) reading).header().type().name(),
        order,
        record,
        received,
        reading,
        subjects,
        new CommandState.Waiting(CommandState.Why.ORDER));
  }

  /**
   * A command that a former leader may have sent; its record comes again, unless it is of a topic
   * that was there before, and then the command comes before all others.
   *
   * @param hasResult whether it is only placed again
   */
  static Entry of(Intent intent, String topicId, boolean hasResult) {
    boolean isFormer = intent.topicId() != null && !intent.topicId().equals(topicId);
    Entry entry =
        new Entry(
            intent.commandId(),
            intent.identity(),
            intent.type(),
            intent.command().offset() + (isFormer ? Long.MIN_VALUE : 0),
            null,
            null,
            null,
            intent.subjects(),
            CommandState.InDoubt.of(intent));
    entry.hasIntent = true;
    entry.keeping = hasResult ? Keeping.AGAIN : Keeping.NOT;
    return entry;
  }

  /** A command that a former leader refused; its record comes again. */
  static Entry of(CommandResult refused) {
    Entry entry =
        new Entry(
            refused.commandId(),
            refused.identity(),
            refused.type(),
            refused.command().offset(),
            null,
            null,
            null,
            List.of(),
            new CommandState.Concluding(refused));
    entry.hasIntent = true;
    return entry;
  }

  String id() {
    return id;
  }

  /** Whether it has its result, and is only placed again. */
  boolean isAgain() {
    return keeping == Keeping.AGAIN;
  }

  /** What tells it from a command of another record that has the same id by its position. */
  String identity() {
    return identity;
  }

  /** Its place in the order of commands. */
  @Override
  public long order() {
    return order;
  }

  /** When its record came; null when that is still to come. */
  Now received() {
    return received;
  }

  /** The record; null when a former leader had it and it has not come again. */
  CommandRecord record() {
    return record;
  }

  /** What the record says; null when there is none. */
  Reading reading() {
    return reading;
  }

  /** What it is about. */
  List<String> subjects() {
    return subjects;
  }

  /** Those that repeat it and get the same result. */
  List<Entry> repeats() {
    return repeats;
  }

  /** How often its call was sent in vain. */
  Tries tries() {
    return tries;
  }

  /** Whether {@code bridge-state} holds an intent or refusal, to be forgotten with its result. */
  boolean hasIntent() {
    return hasIntent;
  }

  void intended() {
    hasIntent = true;
  }

  /** Its call leaves by the subscription of that stream. */
  void sent(String streamId) {
    sentOn = streamId;
  }

  /** Whether this leader sent its call. */
  boolean wasSent() {
    return sentOn != null;
  }

  /** Whether its call, of which nobody can tell, left and is not known to have had no effect. */
  boolean mayHaveTakenEffect() {
    return wasSent()
        && reading instanceof Command command
        && command.repetition() == Command.Repetition.REPEATABLE;
  }

  /** Whether both calls left by one subscription, as far as this leader sent them. */
  boolean leftWith(Entry other) {
    return sentOn == null || sentOn.equals(other.sentOn);
  }

  /**
   * What became of its call, which may be sent again.
   *
   * @param missing whether it may not have come to where calls that were sent later did
   */
  void returned(boolean missing) {
    mayBeMissing = missing;
  }

  boolean mayBeMissing() {
    return mayBeMissing;
  }

  /** Mesos has told of a task or operation of its call, whose answer may still get lost. */
  void proved() {
    proved = true;
  }

  boolean isProved() {
    return proved;
  }

  /** Whether it launches tasks: those that it is about, unless it kills them. */
  boolean isLaunch() {
    return state instanceof CommandState.InDoubt doubt
        ? !doubt.intent().taskIds().isEmpty()
        : reading instanceof Command command && !command.taskIds().isEmpty();
  }

  /** Whether no other command can have had its id: it is not one that is made of a position. */
  boolean isNamed() {
    return identity.equals(id);
  }

  boolean isWaiting() {
    return state instanceof CommandState.Waiting;
  }

  /** The row of a task that it launched, or the framework's record, is on its way to Kafka. */
  void awaits(String subject) {
    awaited.add(subject);
  }

  /** Kafka has that. */
  void written(String subject) {
    awaited.remove(subject);
  }

  /** Whether something that its call changed is not in Kafka yet. */
  boolean awaitsRecords() {
    return !awaited.isEmpty();
  }

  /** Why the record is a dead letter; null for one that is none. */
  String deadLetter() {
    return reading instanceof Refusal refusal && refusal.isDeadLetter()
        ? refusal.error().message()
        : null;
  }

  @Override
  public Instant deadline() {
    return reading instanceof Command command ? command.header().expiresAt() : null;
  }

  String type() {
    return type;
  }

  boolean isTeardown() {
    return CommandType.TEARDOWN.name().equals(type);
  }
}
