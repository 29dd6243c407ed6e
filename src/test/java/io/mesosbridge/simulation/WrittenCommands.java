package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes the commands of a schedule, and knows which there were. */
public final class WrittenCommands {

  private final SimWorld world;
  private final Map<String, List<Written>> byKey = new LinkedHashMap<>();
  private final Map<String, Written> byMarker = new HashMap<>();
  private final List<Written> named = new ArrayList<>();
  private final Map<Long, Boolean> ended = new HashMap<>();

  /** In which epochs calls with that marker were sent, taken or not. */
  private final Map<String, Set<Long>> callers = new HashMap<>();

  private int markers;

  WrittenCommands(SimWorld world) {
    this.world = world;
  }

  /** All, by the key of their results, in the order of writing. */
  public Map<String, List<Written>> byKey() {
    return byKey;
  }

  /** The one that a call with that marker follows from; null for none. */
  public Written byMarker(String marker) {
    return byMarker.get(marker);
  }

  /** All records of it, since it may be written again. */
  List<Written> allByMarker(String marker) {
    Written first = byMarker.get(marker);
    return first == null
        ? List.of()
        : byKey.get(first.key()).stream().filter(each -> each.marker().equals(marker)).toList();
  }

  /** Whether the command is to be carried out, as far as its transaction is concerned. */
  public boolean count(Written command) {
    return command.transaction() == 0 || ended.getOrDefault(command.transaction(), false);
  }

  /** A process sends a call with these markers. */
  void called(List<String> calledMarkers) {
    if (!calledMarkers.isEmpty()) {
      long epoch = BridgePromises.epoch(world);
      calledMarkers.forEach(
          each -> callers.computeIfAbsent(each, any -> new HashSet<>()).add(epoch));
    }
  }

  /** Whether the command's call was sent, taken or not. */
  boolean wasCalled(String marker) {
    return callers.containsKey(marker);
  }

  /** Whether the command's call was sent, taken or not, under another leader's claim. */
  boolean othersCalled(String marker, long epoch) {
    return callers.getOrDefault(marker, Set.of()).stream().anyMatch(each -> each != epoch);
  }

  /**
   * Writes a command; nothing while there is no topic for it.
   *
   * @param transaction that it belongs to, 0 for none
   * @return null when there is no topic
   */
  Written write(Draft draft, long transaction) {
    String marker = "m" + ++markers;
    return write(draft.type(), draft.id(), draft.value(world, marker), marker, transaction);
  }

  /** Writes a command without id of that type, with these fields in its payload. */
  void write(String type, String fields) {
    String marker = "m" + ++markers;
    String value =
        "{\"type\":\"%s\",\"%s\":{%s,\"marker\":\"%s\"}}"
            .formatted(type, type.toLowerCase(Locale.ROOT), fields, marker);
    write(type, 0, value.getBytes(UTF_8), marker, 0);
  }

  /** Writes one of the last commands with an id once more. */
  void again(int back) {
    if (!named.isEmpty()) {
      Written old = named.get(Math.max(0, named.size() - 1 - back));
      write(old.type(), old.id(), old.record().value(), old.marker(), 0);
    }
  }

  /** The id of a launch, the last one or one further back; of none that was written, if so. */
  String launch(int back) {
    List<String> launches =
        named.stream().filter(each -> each.type().startsWith("LAUNCH")).map(Written::key).toList();
    int place = launches.size() - 1 - back;
    return place < 0 ? "c0" : launches.get(place);
  }

  /** Writes commands in a transaction that ends after that many milliseconds. */
  void transaction(List<Draft> drafts, boolean commit, long open) {
    long transaction = world.kafka().beginTransaction();
    drafts.forEach(draft -> write(draft, transaction));
    world.loop().after(Duration.ofMillis(open), () -> end(transaction, commit));
  }

  void end(long transaction, boolean commit) {
    world.story().tell(() -> "transaction " + (commit ? "committed" : "aborted"));
    ended.put(transaction, commit);
    world.kafka().end(SimWorld.COMMANDS, transaction, commit);
  }

  private Written write(String type, int id, byte[] value, String marker, long transaction) {
    SimKafka kafka = world.kafka();
    if (kafka.topic(SimWorld.COMMANDS).isEmpty()) {
      return null;
    }
    String topicId = kafka.topic(SimWorld.COMMANDS).orElseThrow().id();
    SimRecord record =
        kafka.append(SimWorld.COMMANDS, 0, null, value, Map.of(), transaction, "somebody");
    boolean isNamed = id != 0 && !type.equals("MALFORMED");
    String key = isNamed ? "c" + id : SimWorld.COMMANDS + "-0-" + record.offset();
    world.story().tell(() -> type + " " + key + " (" + marker + ") at " + record.offset());
    Written written = new Written(key, type, id, marker, record, topicId, transaction);
    byKey.computeIfAbsent(key, any -> new ArrayList<>(1)).add(written);
    byMarker.putIfAbsent(marker, written);
    if (isNamed) {
      named.add(written);
    }
    return written;
  }

  /** Whether the topic was deleted with all of them in it. */
  boolean wereDeleted(List<Written> written) {
    SimTopic topic = world.kafka().topic(SimWorld.COMMANDS).orElse(null);
    return topic == null
        || written.stream()
            .allMatch(
                command ->
                    !command.topicId().equals(topic.id())
                        || command.record().offset() < topic.partitions().get(0).start());
  }
}
