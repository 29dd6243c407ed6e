package io.mesosbridge.core.command;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.Outside.Timed;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.Suspects;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.command.CommandState.Concluding;
import io.mesosbridge.core.command.CommandState.Refusing;
import io.mesosbridge.core.command.CommandState.Stage;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Refusal;
import io.mesosbridge.core.task.Acknowledgements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings commands to their result, and those that repeat one in hand to the same result. Results
 * about the same subject are written in the order of their commands.
 */
public final class Completion {

  static final Outgoing.Type RESULT = new Outgoing.Type(false, "command-result");

  private final Memory memory;
  private final Journal journal;
  private final Outside outside;
  private final Registry registry;
  private final Fence fence;
  private final Acknowledgements acknowledgements;
  private final Repeats repeats;
  private final PlacedAgain again;
  private final Map<String, byte[]> beingWritten = new HashMap<>();
  private final Map<String, Place> overtaking = new HashMap<>();
  private final TreeMap<Long, Entry> notComeAgain = new TreeMap<>();
  private long receivedUpTo = -1;
  private boolean knowsResults;

  Completion(
      Memory memory,
      Journal journal,
      Outside outside,
      Registry registry,
      Fence fence,
      Acknowledgements acknowledgements,
      Repeats repeats,
      PlacedAgain again) {
    this.again = again;
    this.memory = memory;
    this.journal = journal;
    this.outside = outside;
    this.registry = registry;
    this.fence = fence;
    this.acknowledgements = acknowledgements;
    this.repeats = repeats;
  }

  /** Which commands have their result is known: those of former leaders that have are let go. */
  void resultsRead() {
    knowsResults = true;
    for (Entry entry : List.copyOf(registry.all())) {
      if (fence.hasResult(entry)) {
        Intent intent = memory.intents().get(entry.id());
        letGo(entry, intent == null ? List.of() : intent.taskIds());
      }
    }
    List.copyOf(registry.all()).forEach(this::writeIfItsTurn);
  }

  /** Whether that is known; until then commands wait, and none is told its result. */
  public boolean knowsResults() {
    return knowsResults;
  }

  /** Every record of the topic of commands before this one has been received. */
  void receivedUpTo(long offset) {
    receivedUpTo = Math.max(receivedUpTo, offset);
    while (!notComeAgain.isEmpty() && notComeAgain.firstKey() <= receivedUpTo) {
      writeIfItsTurn(notComeAgain.pollFirstEntry().getValue());
    }
  }

  /** It is no command, or one that must not be carried out. */
  void refused(Entry entry, Refusal refusal) {
    boolean isPoison = refusal.error().equals(Suspects.POISON);
    var details = new Details(List.of(), null, List.of(), null, Map.of());
    conclude(entry, isPoison ? Outcome.UNCERTAIN : Outcome.REJECTED, details, refusal.error());
  }

  /** It never took effect, and will not; the field is null when it is about no one field. */
  void reject(Entry entry, ErrorCode code, String message, String field) {
    conclude(entry, Outcome.REJECTED, Details.NONE, new CommandError(code, message, field));
  }

  /** This became of it; the error is null when it was accepted. */
  void conclude(Entry entry, Outcome outcome, Details details, CommandError error) {
    CommandResult result =
        entry.state instanceof CommandState.InDoubt doubt
            ? CommandResult.ofDoubt(doubt.intent(), outcome, error, journal)
            : CommandResult.of(entry, outcome, details, error, journal);
    registry.move(entry, entry.state.conclude(result));
    if (entry.isAgain()) { // it has its result: what becomes of it now, updates of its tasks tell
      if (entry.state instanceof Refusing refusing) {
        registry.move(entry, refusing.readBack());
      }
      again.concluded(entry, result);
      writeIfItsTurn(entry);
      return;
    }
    result.audit();
    outside.concluded(result, fence.traceparent(entry));
    if (entry.state instanceof Refusing refusing) {
      fence.refuse(entry, refusing.result(), false);
    } else {
      writeIfItsTurn(entry);
    }
  }

  /**
   * The refusal was read back with no foreign claim before it, so that the result may leave.
   *
   * @param cut it was not: the topic takes none of that size, but may take a shorter one
   */
  void refusalDecided(String commandId, boolean cut) {
    Entry entry = registry.find(commandId).orElse(null);
    if (entry == null || !(entry.state instanceof Refusing refusing)) {
      return;
    }
    if (cut) {
      registry.move(entry, refusing.inBrief());
      fence.refuse(entry, refusing.result().inBrief(), true);
    } else {
      fence.decided(commandId);
      registry.move(entry, refusing.readBack());
      writeIfItsTurn(entry);
    }
  }

  private void writeIfItsTurn(Entry entry) {
    if (entry.state instanceof Concluding concluding
        && knowsResults
        && !beingWritten.containsKey(entry.id())
        && !hasToWait(entry, concluding.result())) {
      write(entry, concluding.result(), false);
    }
  }

  /** A refusal had no effect, so that nothing can be concluded from it about those before it. */
  private boolean hasToWait(Entry entry, CommandResult result) {
    if (repeats.isToBeTakenUp(entry)) { // or what is kept of it would be carried out
      return true;
    }
    if (result.outcome() == Outcome.REJECTED) {
      return false;
    }
    if (entry.record() == null && !entry.isAgain() && receivedUpTo < entry.order()) {
      notComeAgain.put(entry.order(), entry); // nor may those before it have
      return true;
    }
    return entry.awaitsRecords() // without its intent, they are all that tells of its effect
        || again.isBeingBuried(entry)
        || registry.isBehind(entry, Registry.HOLDING_BACK);
  }

  /** Something happened for which its result may have waited. */
  void writeIfItsTurn(String commandId) {
    registry.find(commandId).ifPresent(this::writeIfItsTurn);
  }

  /** Kafka has the row of a task that the command launched. */
  public void rowWritten(String commandId, String taskId) {
    registry.find(commandId).ifPresent(entry -> entry.written(Subjects.task(taskId)));
    writeIfItsTurn(commandId);
  }

  /** Kafka has that version of the framework's record. */
  public void frameworkWritten(long version) {
    var told = registry.about(Subjects.FRAMEWORK, Stage.TOLD).values();
    told.forEach(entry -> entry.written(Subjects.framework(version)));
    List.copyOf(told).forEach(this::writeIfItsTurn);
  }

  private void write(Entry entry, CommandResult result, boolean brief) {
    byte[] json = StateJson.write(result);
    beingWritten.put(entry.id(), json);
    if (entry.isAgain()) {
      toldAgain(entry.id(), 0);
      return;
    }
    outside.write(
        new WriteId.Result(entry.id(), brief),
        repeats.resultOf(entry, json, Extras.traced(fence.traceparent(entry))));
  }

  /** Consumers know of so many of its tasks that the launch is not placed again after all. */
  public void toldAgain(String commandId, int tasks) {
    Entry entry = registry.find(commandId).orElseThrow();
    if (!again.tells(((Concluding) entry.state).result(), fence.traceparent(entry), tasks)) {
      settle(commandId);
    }
  }

  /** Whether another result counts than a former leader's late one, which it follows anyhow. */
  public boolean overtaken(String identity, String commandId, Place late) {
    Place rightful = memory.results().find(identity).orElse(null);
    boolean isToCome = registry.owesResult(commandId, identity);
    if (isToCome && beingWritten.containsKey(commandId)) {
      overtaking.put(commandId, late); // it may be there already
    } else if (!isToCome && rightful != null && rightful.isBefore(late)) {
      repeats.writeAgain(identity, commandId, rightful);
    }
    return rightful != null || overtaking.containsKey(commandId);
  }

  /** Kafka has the result. */
  public void written(String commandId, Place place) {
    Entry entry = registry.find(commandId).orElseThrow();
    memory.apply(new Fact.ResultAt(entry.identity(), place));
    outside.time(Timed.COMMAND_TO_RESULT, entry.received(), journal.now());
    Place late = overtaking.remove(commandId);
    if (late != null && place.isBefore(late)) {
      repeats.writeAgain(entry.identity(), commandId, place);
    }
    settle(commandId);
  }

  /** The topic takes no result of that size: it is told in brief, or not at all. */
  public void tooLarge(String commandId, boolean brief) {
    Entry entry = registry.find(commandId).orElseThrow();
    if (brief) {
      settle(commandId);
    } else if (entry.state instanceof Concluding concluding) {
      write(entry, concluding.result().inBrief(), true);
    }
  }

  /** The command has its result in Kafka, or what it says of one that is placed again. */
  public void settle(String commandId) {
    Entry entry = registry.find(commandId).orElseThrow();
    byte[] json = beingWritten.remove(commandId);
    CommandResult result = ((Concluding) entry.state).result();
    repeats.forgetKept(entry); // before its intent, which is in doubt for as long as it is kept
    entry.repeats().forEach(repeats::forgetKept);
    letGo(entry, result.taskIds());
    if (entry.record() != null) {
      if (!entry.isAgain()) {
        outside.reply(entry.record(), repeats.replyOf(entry, json));
      }
      repeats.settle(entry);
    }
    repeats.settleThoseOf(entry, json);
    again.settled(entry, result.outcome() == Outcome.ACCEPTED);
    writeThoseBehind(entry);
  }

  /** Their results waited for that one's. */
  private void writeThoseBehind(Entry entry) {
    writeThoseAbout(entry.subjects());
    registry.teardowns().firstTold().ifPresent(this::writeIfItsTurn);
  }

  /** Results of commands about these may have waited. */
  public void writeThoseAbout(List<String> subjects) {
    for (String subject : subjects) {
      registry.about(subject, Stage.TOLD).values().stream()
          .findFirst()
          .ifPresent(this::writeIfItsTurn);
    }
  }

  private void letGo(Entry entry, List<String> taskIds) {
    release(entry);
    acknowledgements.settled(entry.id(), taskIds);
    memory.groups().settled(entry.id(), taskIds);
  }

  /** It had no effect; if it comes again, it is a new one. Returns those that repeat it. */
  List<Entry> giveUp(Entry entry) {
    release(entry);
    writeThoseBehind(entry);
    return entry.repeats();
  }

  private void release(Entry entry) {
    registry.remove(entry);
    if (entry.hasIntent()) {
      fence.forget(entry.id());
    }
  }
}
