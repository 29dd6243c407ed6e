package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.core.Outside.Timed;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.policy.CommandPolicy;
import io.mesosbridge.testkit.JsonTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Does nothing of what the core wants done, and remembers all of it in its order. */
public final class RecordingOutside implements Outside {

  /** Something that the core wants done. */
  public sealed interface Effect {}

  /** A record is to be written. */
  public record Write(WriteId id, Outgoing record) implements Effect {
    /** Its value, or "null" for a tombstone. */
    public String text() {
      return record.value() == null ? "null" : new String(record.value(), UTF_8);
    }

    /** The field of its value that the pointer names; empty for none. */
    public String at(String pointer) {
      return record.value() == null ? "" : JsonTree.read(text()).at(pointer).asText();
    }
  }

  /** A call is to leave. */
  public record Sent(long number, Call call) implements Effect {
    /** The field of its JSON that the pointer names; empty for none. */
    public String at(String pointer) {
      return JsonTree.read(call.toString()).at(pointer).asText();
    }
  }

  /** A record of the topic of commands is settled; why is null but for dead letters. */
  public record Settled(CommandRecord record, String why) implements Effect {}

  /** Somebody is answered. */
  public record Replied(CommandRecord record, Outgoing result) implements Effect {}

  /** A result is to be read back. */
  public record Reread(String commandId, Place place) implements Effect {}

  /** Anything else, by the name of the method. */
  public record Other(String what) implements Effect {}

  private final List<Effect> effects = new ArrayList<>();
  private final List<Counted> counted = new ArrayList<>();
  private final List<String> results = new ArrayList<>();
  private final Map<Timed, Duration> times = new EnumMap<>(Timed.class);
  long inFlightBytes;
  final Map<Topic, Long> oldestWaitNanos = new EnumMap<>(Topic.class);
  CommandPolicy policy = CommandPolicy.NONE;
  private RuntimeException breakdown;
  private final String ids;
  private int chosen;

  /** One that gives ids like those of no other. */
  public RecordingOutside() {
    this("chosen-");
  }

  /** One whose ids begin so. */
  RecordingOutside(String ids) {
    this.ids = ids;
  }

  /** From here on nothing can be written. */
  public void breakDown(RuntimeException because) {
    breakdown = because;
  }

  /** All that was wanted, in order. */
  public List<Effect> effects() {
    return List.copyOf(effects);
  }

  /** What was wanted of that kind, in order. */
  public <T extends Effect> List<T> all(Class<T> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The records for that topic, in order. */
  public List<Write> written(Topic topic) {
    return all(Write.class).stream().filter(write -> write.record().topic() == topic).toList();
  }

  /** The calls of that type, in order. */
  public List<Sent> calls(String type) {
    return all(Sent.class).stream().filter(sent -> sent.call().type().equals(type)).toList();
  }

  /** The calls of that type, by the field that the pointer names. */
  public List<String> sent(String type, String pointer) {
    return calls(type).stream().map(call -> call.at(pointer)).toList();
  }

  /** The calls that launch tasks, by the names of the tasks that they launch first. */
  public List<String> launched() {
    return sent("ACCEPT", "/accept/operations/0/launch/task_infos/0/task_id/value");
  }

  /** The types of the calls of commands, in order. */
  public List<String> commandCalls() {
    return all(Sent.class).stream()
        .filter(sent -> sent.number() != NOBODY_WAITS)
        .map(sent -> sent.call().type())
        .toList();
  }

  /** The uuids that were acknowledged. */
  public List<String> acknowledged() {
    return sent("ACKNOWLEDGE", "/acknowledge/uuid");
  }

  /** The states of the updates of a task in Kafka's order. */
  public List<String> published(String taskId) {
    return written(Topic.TASK_UPDATES).stream()
        .filter(write -> write.record().key().equals(taskId))
        .map(write -> write.at("/state"))
        .toList();
  }

  /** How often a subscription was wanted. */
  public long subscriptions() {
    return effects.stream().filter(new Other("subscribe")::equals).count();
  }

  /** How often a new subscription was wanted although there was one. */
  public long resubscriptions() {
    return effects.stream().filter(new Other("resubscribe")::equals).count();
  }

  /** How often that was counted. */
  public long countOf(Counted what) {
    return counted.stream().filter(what::equals).count();
  }

  /** How long that took the last time; null when it was never told. */
  public Duration timeOf(Timed what) {
    return times.get(what);
  }

  /** The results that were counted, as type, outcome and error. */
  public List<String> countedResults() {
    return List.copyOf(results);
  }

  @Override
  public void write(WriteId id, Outgoing record) {
    if (breakdown != null) {
      throw breakdown;
    }
    effects.add(new Write(id, record));
  }

  @Override
  public void call(long number, Call call) {
    if (breakdown != null) {
      throw breakdown;
    }
    effects.add(new Sent(number, call));
  }

  @Override
  public String newFrameworkId() {
    return ids + ++chosen;
  }

  @Override
  public void giveUp(String why) {
    effects.add(new Other("give up: " + why));
  }

  @Override
  public void subscribe() {
    effects.add(new Other("subscribe"));
  }

  @Override
  public void resubscribe() {
    effects.add(new Other("resubscribe"));
  }

  @Override
  public void unsubscribe() {
    effects.add(new Other("unsubscribe"));
  }

  @Override
  public void settle(CommandRecord record) {
    effects.add(new Settled(record, null));
  }

  @Override
  public void settleAsDeadLetter(CommandRecord record, String why) {
    effects.add(new Settled(record, why));
  }

  @Override
  public void reply(CommandRecord record, Outgoing result) {
    effects.add(new Replied(record, result));
  }

  @Override
  public void reread(String commandId, Place place) {
    effects.add(new Reread(commandId, place));
  }

  @Override
  public CommandPolicy policy() {
    return policy;
  }

  @Override
  public long inFlightBytes() {
    return inFlightBytes;
  }

  @Override
  public long oldestWaitNanos(Topic topic) {
    return oldestWaitNanos.getOrDefault(topic, 0L);
  }

  @Override
  public void count(Counted what) {
    counted.add(what);
  }

  @Override
  public void time(Timed what, long nanos) {
    times.put(what, Duration.ofNanos(nanos));
  }

  @Override
  public void concluded(CommandResult result, String traceparent) {
    String error = result.error() == null ? "none" : result.error().code().name();
    results.add(result.type() + " " + result.outcome() + " " + error);
  }

  @Override
  public void countStale(Outgoing.Topic topic) {
    // told by what is written over it
  }
}
