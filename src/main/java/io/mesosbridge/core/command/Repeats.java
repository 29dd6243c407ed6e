package io.mesosbridge.core.command;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.Suspects;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.command.Entry.Keeping;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.LogField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Records that repeat a command which has its result: they are answered with that one, or, when
 * nobody knows it any more, with {@code TOO_OLD}.
 */
final class Repeats {

  private static final Logger LOG = Logger.getLogger(Repeats.class);

  private static final CommandError TOO_OLD =
      new CommandError(
          ErrorCode.TOO_OLD,
          "the command had its result once, which is not known any more; look what became of it"
              + " before you send it under another id",
          null);

  private final Memory memory;
  private final Journal journal;
  private final Outside outside;
  private final SettledCommands settled;
  private final Suspects suspects;
  private final KeptLaunches kept;
  private final Map<Reading, String> overtaken = new HashMap<>();

  /** Those that wait until it is known how to answer the first of them. */
  private final Map<String, List<Entry>> waiting = new HashMap<>();

  /** Where their result may stand, and which of these places is being read. */
  private final Map<String, Search> searches = new HashMap<>();

  private final Map<Long, Answer> answers = new HashMap<>();

  /** What stands there is being read, in search of a result of the command. */
  private record Reading(String identity, Place place) {}

  private record Search(List<Place> places, int at) {
    private Place place() {
      return places.get(at);
    }
  }

  /** On its way to Kafka: the result of the command for what repeats it, or for itself. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, not compared
  private record Answer(Entry repeat, Entry command, byte[] result) {
    private long offset() {
      return repeat.record().offset();
    }
  }

  Repeats(
      Memory memory,
      Journal journal,
      Outside outside,
      SettledCommands settled,
      Suspects suspects,
      KeptLaunches kept) {
    this.suspects = suspects;
    this.kept = kept;
    this.memory = memory;
    this.journal = journal;
    this.outside = outside;
    this.settled = settled;
  }

  /** Whether the record repeats a command, or is one that had its result: then it is answered. */
  boolean takes(Entry repeat) {
    List<Entry> others = waiting.get(repeat.identity());
    if (others != null) {
      others.add(repeat);
      return true;
    }
    List<Place> places = memory.results().findAll(repeat.identity());
    return looksInto(new Search(places, 0), new ArrayList<>(List.of(repeat)));
  }

  /** Reads the next of the places; where there is none, only those settled are known. */
  private boolean looksInto(Search search, List<Entry> repeats) {
    Entry first = repeats.get(0);
    boolean isOver = search.at == search.places.size();
    boolean isKept = first.keeping == Keeping.PASSED;
    boolean hadResult = settled.has(first.record().offset()) && !isKept;
    if (isOver && !hadResult && !kept.isAgain(first)) {
      return false;
    }
    waiting.put(first.identity(), repeats);
    if (!isOver) {
      searches.put(first.identity(), search);
      outside.reread(first.identity(), search.place());
    } else {
      tooOld(first);
    }
    return true;
  }

  private void tooOld(Entry entry) {
    CommandResult result =
        new CommandResult(
            entry.id(),
            entry.type(),
            Outcome.UNCERTAIN,
            journal.frameworkId(),
            entry.reading() instanceof Command command ? command.taskIds() : List.of(),
            null,
            List.of(),
            Map.of(),
            null,
            TOO_OLD,
            entry.record().receivedAt().toString(),
            journal.time(),
            entry.record().position());
    outside.concluded(result, entry.record().traceparent());
    write(new Answer(entry, entry, StateJson.write(result)));
  }

  /**
   * A result of a command was read back from there.
   *
   * @param result null when Kafka keeps it no longer
   * @return those that repeat nothing, as is known then
   */
  List<Entry> reread(String identity, Place place, byte[] result) {
    boolean isItsOwn = result != null && CommandResult.isOf(result, identity);
    String overtakenId = overtaken.remove(new Reading(identity, place));
    if (overtakenId != null && isItsOwn) {
      outside.write(
          WriteId.Plain.SURELY,
          journal.make(
              Topic.RESULTS, overtakenId, Completion.RESULT, identity, result, Extras.NONE));
    }
    Search search = searches.get(identity);
    if (search == null || !search.place().equals(place)) {
      return List.of();
    }
    searches.remove(identity);
    List<Entry> repeats = waiting.remove(identity);
    List<Place> places = memory.results().findAll(identity);
    if (!places.isEmpty() && !places.get(0).equals(search.places.get(0))) { // it has another now
      search = new Search(places, -1);
    } else if (isItsOwn) {
      repeats.forEach(repeat -> again(repeat, repeat, result));
      return List.of();
    } else if (search.at + 1 == search.places.size()) { // or the topic was made anew
      LOG.infof(
          "The first result of command %s is kept no longer",
          LogField.command(repeats.get(0).id()));
    }
    return looksInto(new Search(search.places, search.at + 1), repeats) ? List.of() : repeats;
  }

  /** The command has that result: those that repeat it get it too, unless it had one before. */
  void settleThoseOf(Entry first, byte[] result) {
    for (Entry repeat : first.repeats()) {
      if (first.isAgain()) {
        settle(repeat);
      } else {
        again(repeat, first, result);
      }
    }
  }

  /**
   * Settles what repeats a command with that command's result. A record that Kafka delivered twice
   * has its result already; one that was produced twice gets it a second time, unchanged.
   */
  private void again(Entry repeat, Entry command, byte[] firstResult) {
    outside.count(Counted.REPEATED_COMMAND);
    Answer answer = new Answer(repeat, command, firstResult);
    if (CommandResult.isOf(firstResult, repeat.record().position())) {
      answered(answer);
    } else {
      write(answer);
    }
  }

  private void write(Answer answer) {
    answers.put(answer.offset(), answer);
    Extras extras = Extras.traced(answer.repeat.record().traceparent());
    outside.write(
        new WriteId.Repeat(answer.offset()), resultOf(answer.command, answer.result, extras));
  }

  /** Kafka has the result there, or cannot have it, and the place is null. */
  void repeatAnswered(long offset, Place place) {
    Answer answer = answers.remove(offset);
    if (place != null) {
      memory.apply(new Fact.ResultAt(answer.command.identity(), place));
    }
    answered(answer);
    List<Entry> others = waiting.get(answer.command.identity());
    if (others != null && others.get(0) == answer.command) { // it was too old, and so are they
      waiting.remove(answer.command.identity());
      others.stream().skip(1).forEach(other -> again(other, other, answer.result));
    }
  }

  private void answered(Answer answer) {
    outside.reply(answer.repeat.record(), replyOf(answer.command, answer.result));
    settle(answer.repeat);
  }

  /** The result at that place is written once more, behind what was written behind it. */
  void writeAgain(String identity, String commandId, Place rightful) {
    overtaken.put(new Reading(identity, rightful), commandId);
    outside.reread(identity, rightful);
  }

  /**
   * Its record has its result. It is a dead letter all the same if it is none of a command: a crash
   * may have kept it from its topic before.
   */
  void settle(Entry entry) {
    CommandRecord record = entry.record();
    String why = entry.deadLetter();
    suspects.settled(record);
    kept.forget(entry);
    if (entry.keeping == Keeping.PASSED || entry.isAgain()) {
      return;
    }
    settled.settled(record.offset());
    if (why == null) {
      outside.settle(record);
    } else {
      outside.settleAsDeadLetter(record, why);
    }
  }

  /** Whether what a former leader kept of a launch that is placed again is not in hand yet. */
  boolean isToBeTakenUp(Entry entry) {
    return entry.isAgain() && entry.record() == null && kept.isLeft(entry.id());
  }

  /** It waits for no offer any more, whoever leads next. */
  void forgetKept(Entry entry) {
    kept.forget(entry);
  }

  /** The result as whoever asked for a reply gets it. */
  Outgoing replyOf(Entry command, byte[] json) {
    return resultOf(command, json, Extras.NONE);
  }

  /** The event's id is the identity: two commands may have one key, but no two events an id. */
  Outgoing resultOf(Entry command, byte[] json, Extras extras) {
    return journal.make(
        Topic.RESULTS, command.id(), Completion.RESULT, command.identity(), json, extras);
  }
}
