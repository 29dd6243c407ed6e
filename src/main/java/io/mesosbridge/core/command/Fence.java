package io.mesosbridge.core.command;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.WriteId;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code bridge-state} holds of a command until it has its result: an intent before its call
 * leaves, a refusal before it is told. Either counts once it was read back with no foreign claim
 * before it; those of many commands are under way together.
 */
public final class Fence {

  private static final Outgoing.Type INTENT = new Outgoing.Type(false, "intent");
  private static final Outgoing.Type REFUSAL = new Outgoing.Type(false, "refusal");

  /** What Kafka has is read back within milliseconds. */
  private static final Duration WEDGED = Duration.ofSeconds(10);

  private final Memory memory;
  private final Journal journal;
  private final SettledCommands settled;
  private final Set<String> undecided = new HashSet<>();
  private final Map<String, Long> unread = new LinkedHashMap<>();

  Fence(Memory memory, Journal journal, SettledCommands settled) {
    this.memory = memory;
    this.journal = journal;
    this.settled = settled;
  }

  /** Remembers for the case of a crash that the command's call is about to be sent. */
  void intend(Entry entry, Intent intended, long attempt) {
    KeptLaunch kept = memory.launches().get(entry.id());
    String topicId = kept == null ? settled.topicId() : kept.topicId();
    Place result = memory.results().find(entry.identity()).orElse(null);
    Intent intent = intended.in(attempt, topicId, entry.isAgain() ? null : result);
    entry.intended();
    undecided.add(entry.id());
    memory.apply(new Fact.Intended(intent));
    write(
        new WriteId.Intent(entry.id(), attempt),
        entry.id(),
        INTENT,
        intent,
        Extras.traced(intent.traceparent()));
  }

  /** Whoever leads next is to refuse the command in the same words. */
  void refuse(Entry entry, CommandResult result, boolean brief) {
    entry.intended();
    undecided.add(entry.id());
    memory.apply(new Fact.Refused(result));
    write(new WriteId.Refusal(entry.id(), brief), entry.id(), REFUSAL, result);
  }

  /** Kafka has what was written of the command. */
  public void written(String commandId) {
    if (undecided.contains(commandId)) { // else it was read back before that was known
      unread.putIfAbsent(commandId, journal.now().nanos());
    }
  }

  /**
   * It was read back, Kafka has no room for it, or it is of no interest any more.
   *
   * @return whether that was awaited; not so when it is read again, since it was written once more
   */
  boolean decided(String commandId) {
    unread.remove(commandId);
    return undecided.remove(commandId);
  }

  /** Why nothing can leave any more, if what Kafka has is not read back in time. */
  public Optional<String> wedged() {
    return unread.values().stream()
        .findFirst()
        .filter(since -> journal.now().nanos() - since > WEDGED.toNanos())
        .map(since -> "an intent or refusal that Kafka has was not read back within " + WEDGED);
  }

  /** Writes what is remembered of the command once more, or that there is nothing. */
  public void rewrite(String commandId) {
    Intent intent = memory.intents().get(commandId);
    CommandResult refused = memory.refusals().get(commandId);
    if (refused != null) {
      write(WriteId.Plain.SURELY, commandId, REFUSAL, refused);
    } else if (intent != null) {
      write(WriteId.Plain.SURELY, commandId, INTENT, intent);
    } else {
      forget(commandId);
    }
  }

  /** The intents of former leaders, but for those of commands that are known to be settled. */
  List<Intent> doubts() {
    return memory.intents().values().stream().filter(intent -> !isSettled(intent)).toList();
  }

  /** What former leaders could not forget of settled commands is forgotten. */
  void forgetSettled() {
    memory.intents().values().stream()
        .filter(this::isSettled)
        .map(Intent::commandId)
        .toList()
        .forEach(this::forget);
  }

  /** The offset of a launch that is kept may be passed long before it has its result. */
  private boolean isSettled(Intent intent) {
    return settled.has(intent) && !memory.launches().containsKey(intent.commandId());
  }

  /**
   * Whether a former leader could not forget what it remembered of it, but has told its result; one
   * that was there before its intent is another's, also where Kafka keeps it no longer.
   */
  boolean hasResult(Entry former) {
    Intent intent = memory.intents().get(former.id());
    Place before = intent == null ? null : intent.formerResult();
    return !former.isAgain()
        && memory.results().find(former.identity()).filter(it -> !it.equals(before)).isPresent();
  }

  /** Of the command; without its record, the intent of a former leader tells. */
  String traceparent(Entry entry) {
    if (entry.record() != null) {
      return entry.record().traceparent();
    }
    Intent intent = memory.intents().get(entry.id());
    return intent == null ? null : intent.traceparent();
  }

  /** What was remembered of the command for the case of a crash is forgotten. */
  void forget(String commandId) {
    memory.apply(new Fact.IntentGone(commandId));
    write(WriteId.Plain.SURELY, commandId, INTENT, null);
  }

  private void write(WriteId id, String commandId, Outgoing.Type type, Object what) {
    write(id, commandId, type, what, Extras.NONE);
  }

  private void write(WriteId id, String commandId, Outgoing.Type type, Object what, Extras extras) {
    byte[] json = what == null ? null : StateJson.write(what);
    journal.event(id, Topic.STATE, StateKeys.intent(commandId), type, commandId, json, extras);
  }
}
