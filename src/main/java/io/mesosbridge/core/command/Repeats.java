package io.mesosbridge.core.command;

import io.mesosbridge.core.Counted;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.Place;
import io.mesosbridge.core.WriteId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Records that repeat a command which has its result: they are answered with that one. */
final class Repeats {

  private static final Logger LOG = Logger.getLogger(Repeats.class);

  private final Memory memory;
  private final Journal journal;
  private final Outside outside;
  private final Map<String, List<Entry>> rereading = new HashMap<>();
  private final Map<String, String> overtaken = new HashMap<>();
  private final Map<Long, Repeat> beingAnswered = new HashMap<>();

  private record Repeat(CommandRecord record, String why, Outgoing reply) {}

  Repeats(Memory memory, Journal journal, Outside outside) {
    this.memory = memory;
    this.journal = journal;
    this.outside = outside;
  }

  /** Whether the record repeats a command whose result is to be read back, which then is. */
  boolean takes(Entry repeat) {
    Place first = memory.results().find(repeat.identity()).orElse(null);
    if (first == null) {
      return false;
    }
    List<Entry> repeats = rereading.computeIfAbsent(repeat.identity(), id -> new ArrayList<>());
    repeats.add(repeat);
    if (repeats.size() == 1) {
      outside.reread(repeat.identity(), first);
    }
    return true;
  }

  /**
   * The first result of a command was read back.
   *
   * @param result null when Kafka keeps it no longer
   * @return the records that repeat nothing then
   */
  List<CommandRecord> reread(String identity, byte[] result) {
    String overtakenId = overtaken.remove(identity);
    if (overtakenId != null && result != null && CommandResult.isOf(result, identity)) {
      outside.write(
          WriteId.Plain.SURELY,
          journal.make(
              Topic.RESULTS, overtakenId, Completion.RESULT, identity, result, Extras.NONE));
    }
    List<Entry> repeats = rereading.remove(identity);
    if (repeats == null) {
      return List.of();
    }
    if (result == null || !CommandResult.isOf(result, identity)) { // the topic was made anew
      LOG.infof("The first result of command %s is kept no longer", identity);
      memory.results().find(identity).ifPresent(at -> memory.results().forget(identity, at));
      return repeats.stream().map(Entry::record).toList();
    }
    repeats.forEach(repeat -> again(repeat.record(), repeat.deadLetter(), repeat, result));
    return List.of();
  }

  /**
   * Settles a record that repeats a command with that command's result. One that Kafka delivered
   * twice has its result already; one that was produced twice gets it a second time, unchanged.
   *
   * @param why it is a dead letter, which a crash may have kept from its topic, or null
   */
  void again(CommandRecord repeat, String why, Entry command, byte[] firstResult) {
    outside.count(Counted.REPEATED_COMMAND);
    beingAnswered.put(repeat.offset(), new Repeat(repeat, why, replyOf(command, firstResult)));
    if (CommandResult.isOf(firstResult, repeat.position())) {
      repeatAnswered(repeat.offset());
    } else {
      outside.write(
          new WriteId.Repeat(repeat.offset()),
          resultOf(command, firstResult, Extras.traced(repeat.traceparent())));
    }
  }

  /** Kafka has the first result once more, or cannot have it. */
  void repeatAnswered(long offset) {
    Repeat repeat = beingAnswered.remove(offset);
    if (repeat != null) {
      outside.reply(repeat.record, repeat.reply);
      settle(repeat.record, repeat.why);
    }
  }

  /** The result at that place is written once more, behind what was written behind it. */
  void writeAgain(String identity, String commandId, Place rightful) {
    overtaken.put(identity, commandId);
    outside.reread(identity, rightful);
  }

  /** The record has its result; why is null but for a dead letter. */
  void settle(CommandRecord record, String why) {
    if (why == null) {
      outside.settle(record);
    } else {
      outside.settleAsDeadLetter(record, why);
    }
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
