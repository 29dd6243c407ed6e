package io.mesosbridge.core;

import io.mesosbridge.core.Fact.Suspected;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Refusal;
import io.mesosbridge.core.language.CommandReader;
import io.mesosbridge.core.language.LogField;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Event.EventRecord;
import java.util.HexFormat;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Records under whose handling a term ended by an error that nobody foresaw, or the process. One
 * under which two ended is poison: it is not handled any more, so that no record can end terms for
 * ever. A process that dies notes nothing: of a large command, that may take too much memory, it is
 * noted before that it is about to be handled, and taken back when it was.
 */
public final class Suspects {

  /** Of a command that is poison. */
  public static final CommandError POISON =
      new CommandError(
          ErrorCode.INTERNAL,
          "the bridge failed twice while it handled this command, and does not try again; nobody"
              + " can tell whether it took effect; the record is in the dead letters, but for a"
              + " launch that was kept while it waited",
          null);

  private static final Logger LOG = Logger.getLogger(Suspects.class);
  private static final Outgoing.Type SUSPECT = new Outgoing.Type(false, "suspect");
  private static final int ENOUGH = 2;
  private static final int LARGE = 1 << 20;

  /** Those that never come again would stay for ever. */
  private static final int MOST = 100;

  private final Memory memory;
  private final Journal journal;
  private final Outside outside;
  private Handled handled;

  /** What is, or will be, in {@code bridge-state} of the large command that is next; or null. */
  private Suspected noted;

  private boolean isNoted;

  /**
   * What is being handled: a command, whose id is null until it was read, or an event; the other
   * one is null.
   */
  public record Handled(CommandRecord command, String commandId, EventRecord event) {
    private String name() {
      return command == null ? nameOf(event.event()) : nameOf(command);
    }

    private LogField task() {
      boolean isUpdate = event != null && event.event() instanceof Event.Update;
      return LogField.task(isUpdate ? ((Event.Update) event.event()).status().taskId() : null);
    }
  }

  Suspects(Memory memory, Journal journal, Outside outside) {
    this.memory = memory;
    this.journal = journal;
    this.outside = outside;
  }

  /** A command is handled; returns what was before, for {@link #end}. */
  public Handled begin(CommandRecord command, String commandId) {
    return begin(new Handled(command, commandId, null));
  }

  /** An event is handled; returns what was before, for {@link #end}. */
  Handled begin(EventRecord event) {
    return begin(new Handled(null, null, event));
  }

  private Handled begin(Handled inner) {
    Handled outer = handled;
    handled = inner;
    return outer;
  }

  /** It has been handled without an error. */
  public void end(Handled outer) {
    handled = outer;
  }

  /** What the record of a command says; one that is poison is refused unread. */
  public CommandReader.Reading read(CommandRecord command, CommandReader reader) {
    Handled outer = begin(command, null);
    CommandReader.Reading reading;
    if (isPoison()) {
      String id = known(handled.name()).commandId();
      reading = new Refusal(id == null ? command.source().defaultId() : id, null, POISON);
    } else {
      reading = reader.read(command.value(), command.source());
    }
    end(outer);
    return reading;
  }

  /** Whether the event that is being handled is poison; then it is counted. */
  boolean isPoisonEvent() {
    boolean poison = isPoison();
    if (poison) {
      LOG.errorf(
          "Not handled, since two terms ended under it: %s",
          StateKeys.suspect(handled.name()), handled.task());
      outside.count(Counted.POISON_EVENT);
    }
    return poison;
  }

  private boolean isPoison() {
    return !memory.suspects.isEmpty() && known(handled.name()).ends() >= ENOUGH;
  }

  private Suspected known(String name) {
    return memory.suspects.getOrDefault(name, new Suspected(name, null, 0));
  }

  /**
   * Whether the command, whose id is null until it was read, may be handled while this input is. If
   * not, {@link #noted} follows, unless another one is to be handled before.
   */
  public boolean mayHandle(CommandRecord command, String commandId) {
    Suspected known = command.bytes() > LARGE ? known(nameOf(command)) : null;
    if (known == null || known.ends() >= ENOUGH) {
      return true;
    }
    Suspected note = onceMore(known.record(), commandId);
    boolean isOfIt = noted != null && noted.record().equals(note.record());
    if (noted == null || (isOfIt && note.ends() == ENOUGH && !note.equals(noted))) {
      noted = note; // the last one has to say the id
      isNoted = false;
      write(new WriteId.Note(note), note.record(), StateJson.write(note));
    }
    return isOfIt && isNoted;
  }

  /** Kafka has the note. */
  public void noted(Suspected note) {
    isNoted = note.equals(noted);
  }

  /**
   * What was noted has been handled, or cannot be yet; returns whether it is another one's turn.
   */
  public boolean takeBack() {
    if (!isNoted) {
      return false;
    }
    Suspected known = known(noted.record());
    write(WriteId.Plain.SURELY, known.record(), known.ends() == 0 ? null : StateJson.write(known));
    noted = null;
    isNoted = false;
    return true;
  }

  /** The term ends by an error: whom the next one has to suspect, if something was handled. */
  Optional<Suspected> culprit() {
    if (handled == null) {
      return Optional.empty();
    }
    Suspected culprit = onceMore(handled.name(), handled.commandId());
    LOG.errorf(
        "That happened while %s was handled",
        culprit.record(), LogField.command(culprit.commandId()), handled.task());
    return Optional.of(culprit);
  }

  /** One end more of it; the id is a former one's if it was not read this time. */
  private Suspected onceMore(String name, String commandId) {
    Suspected known = known(name);
    return new Suspected(name, commandId == null ? known.commandId() : commandId, known.ends() + 1);
  }

  /** A former term ended under that record. */
  void note(Suspected suspect) {
    if (memory.suspects.size() >= MOST) {
      forget(memory.suspects.keySet().iterator().next());
    }
    memory.apply(suspect);
    write(WriteId.Plain.SURELY, suspect.record(), StateJson.write(suspect));
  }

  /** The command has its result. */
  public void settled(CommandRecord command) {
    if (!memory.suspects.isEmpty()) {
      forget(nameOf(command));
    }
  }

  /** The event that is being handled was handled. */
  void survived() {
    if (!memory.suspects.isEmpty()) {
      forget(handled.name());
    }
  }

  private void forget(String name) {
    if (memory.suspects.containsKey(name)) {
      memory.apply(new Suspected(name, null, 0));
      write(WriteId.Plain.SURELY, name, null);
    }
  }

  /** Writes once more what is known of the record of that key: something else stands there. */
  void rewrite(String key) {
    String name = StateKeys.recordOf(key);
    Suspected known = memory.suspects.get(name);
    write(WriteId.Plain.SURELY, name, known == null ? null : StateJson.write(known));
  }

  private void write(WriteId id, String name, byte[] json) {
    String key = StateKeys.suspect(name);
    journal.event(id, Topic.STATE, key, SUSPECT, key, json);
  }

  /** What the record has again when it is delivered again. */
  private static String nameOf(CommandRecord command) {
    Position at = command.position();
    return at.identity(at.topic() + "-" + at.partition() + "-" + at.offset());
  }

  /** What an event has again in another subscription, which brings it with other bytes. */
  private static String nameOf(Event event) {
    if (event instanceof Event.Update update) {
      var status = update.status();
      return event.type() + "/" + status.taskId() + "/" + status.state() + "/" + status.uuid();
    }
    if (event instanceof Event.OperationUpdate update) {
      var status = update.status();
      return event.type() + "/" + status.operationId() + "/" + status.state() + "/" + status.uuid();
    }
    if (event instanceof Event.Offers offers) {
      int agents = offers.offers().stream().map(o -> "" + o.agentId()).sorted().toList().hashCode();
      return event.type() + "/" + HexFormat.of().toHexDigits(agents);
    }
    return event.type();
  }
}
