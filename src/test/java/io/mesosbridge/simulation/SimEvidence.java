package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.core.Outgoing;
import io.mesosbridge.sandbox.mesos.Ledger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a world at rest has to show: the results of commands, and which of their calls took effect.
 */
final class SimEvidence {

  /** Calls that may be sent again, since a second one changes nothing. */
  private static final Set<String> REPEATABLE =
      Set.of(
          "KILL",
          "SHUTDOWN",
          "REVIVE",
          "SUPPRESS",
          "RECONCILE",
          "RECONCILE_OPERATIONS",
          "DECLINE",
          "ACCEPT_INVERSE_OFFERS",
          "DECLINE_INVERSE_OFFERS",
          "ACKNOWLEDGE",
          "ACKNOWLEDGE_OPERATION_STATUS",
          "REQUEST",
          "UPDATE_FRAMEWORK");

  private final SimWorld world;
  private final Map<String, List<SimRecord>> results;
  private final Set<SimRecord> kept = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, Integer> taken = new HashMap<>();
  private final Map<String, List<String>> effective = new HashMap<>();
  private final Set<String> tookEffect = new HashSet<>();
  private final Map<String, Long> lastEffective = new HashMap<>();
  private boolean frameworkEnded;

  /**
   * @param results all that ever landed, by key
   */
  SimEvidence(SimWorld world, Map<String, List<SimRecord>> results) {
    this.world = world;
    this.results = results;
    world
        .kafka()
        .partition(SimWorld.RESULTS, 0)
        .ifPresent(partition -> kept.addAll(partition.records()));
    world.cluster().ledger().calls().stream().filter(Ledger.Call::carriedOut).forEach(this::note);
  }

  private void note(Ledger.Call call) {
    if (call.type().equals("TEARDOWN")) {
      frameworkEnded = true;
      // A master that is elected later does not know of it, nor of what was launched before.
      effective.values().forEach(by -> by.removeIf(call.frameworkId()::equals));
    }
    for (String marker : BridgePromises.markers(call.body())) {
      taken.merge(marker, 1, Integer::sum);
      if (!world.cluster().ledger().hasLaunchedNothing(call)) {
        lastEffective.put(marker, call.sequence());
        tookEffect.add(marker);
        effective.computeIfAbsent(marker, any -> new ArrayList<>()).add(call.frameworkId());
      }
    }
  }

  SimWorld world() {
    return world;
  }

  boolean hasFrameworkEnded() {
    return frameworkEnded;
  }

  /** All results that ever landed under that key. */
  List<SimRecord> results(String key) {
    return results.getOrDefault(key, List.of());
  }

  /** What Kafka keeps no longer cannot tell a command from a new one of the same id. */
  boolean areSomeLost(List<SimRecord> all) {
    return !kept.containsAll(all);
  }

  boolean areSomeLost() {
    return results.values().stream().anyMatch(this::areSomeLost);
  }

  /** How often the master took a call with that marker. */
  int taken(String marker) {
    return taken.getOrDefault(marker, 0);
  }

  /** Whether one of them had an effect: its launch was not refused by an update. */
  boolean tookEffect(String marker) {
    return tookEffect.contains(marker);
  }

  /**
   * How often, without calls whose launches were void, or ended with a framework that is forgotten.
   */
  int effective(String marker) {
    return effective.getOrDefault(marker, List.of()).size();
  }

  /** The number of the last call with that marker that had an effect; null for none. */
  Long lastEffective(String marker) {
    return lastEffective.get(marker);
  }

  /** Without PARTITION_AWARE a lost task may come back, beside another of its id. */
  boolean wasCalledLost(String taskId) {
    return world.kafka().history(SimWorld.UPDATES).stream()
        .filter(update -> taskId.equals(update.key()))
        .map(SimEvidence::text)
        .anyMatch(
            text ->
                text.contains("\"TASK_LOST\"")
                    && (text.contains("\"REASON_AGENT_REMOVED\"")
                        || text.contains("\"unreachable_time\"")));
  }

  static boolean isRepeatable(String type) {
    return REPEATABLE.contains(type);
  }

  static String text(SimRecord record) {
    return record.value() == null ? "null" : new String(record.value(), UTF_8);
  }

  /**
   * Whether {@link SimWorld#STATE} or {@link SimWorld#TASKS} was deleted and nobody who led then
   * could write it again: then whoever leads begins as another framework, or knows of no task, and
   * what was before is an operator's affair.
   */
  static boolean hasForgotten(SimKafka kafka) {
    return hasForgottenTasks(kafka) || hasForgottenState(kafka);
  }

  private static boolean hasForgottenTasks(SimKafka kafka) {
    List<SimTopic> topics = kafka.incarnations(SimWorld.TASKS);
    for (int i = 0; i < topics.size(); i++) {
      SimTopic topic = topics.get(i);
      if (topic.deletedAt() >= 0) {
        long epoch = epochAt(kafka, topic.deletedAt());
        boolean isWritten =
            i + 1 < topics.size() && isWrittenAgain(topic, topics.get(i + 1), epoch);
        if (!isWritten || !isTold(kafka, topic.deletedAt(), epoch)) {
          return true;
        }
      }
    }
    return false;
  }

  private static long epochAt(SimKafka kafka, long time) {
    return kafka.history(SimWorld.STATE).stream()
        .filter(record -> "leader".equals(record.key()) && record.timestamp() <= time)
        .mapToLong(claim -> SimCodec.read(Outgoing.Topic.STATE, claim).epoch())
        .max()
        .orElse(-1);
  }

  /** Whether the very leader at that time was there when the table was made anew. */
  private static boolean isTold(SimKafka kafka, long deletedAt, long epoch) {
    return kafka.history("mesos.events").stream()
        .filter(record -> record.timestamp() >= deletedAt && SimCodec.epoch(record) == epoch)
        .map(SimEvidence::text)
        .anyMatch(
            text ->
                text.contains("topic-recreated") && text.contains("\"" + SimWorld.TASKS + "\""));
  }

  /** By that leader, each row that there was. */
  private static boolean isWrittenAgain(SimTopic deleted, SimTopic next, long epoch) {
    Map<String, SimRecord> rows = new HashMap<>();
    deleted.partitions().stream()
        .flatMap(partition -> partition.history().stream())
        .forEach(row -> rows.put(row.key(), row));
    rows.values().removeIf(row -> row.value() == null);
    next.partitions().stream()
        .flatMap(partition -> partition.history().stream())
        .filter(row -> SimCodec.epoch(row) == epoch)
        .forEach(row -> rows.remove(row.key()));
    return rows.isEmpty();
  }

  private static boolean hasForgottenState(SimKafka kafka) {
    return kafka.incarnations(SimWorld.STATE).stream()
        .skip(1)
        .anyMatch(topic -> !isWrittenAgain(topic.partitions().get(0).history()));
  }

  /** By the leader that knew, all of it, and not only what landed before its end, or late. */
  private static boolean isWrittenAgain(List<SimRecord> log) {
    SimRecord claim = first(log, "leader");
    SimRecord framework = first(log, "framework");
    SimRecord last = first(log, "commands");
    return (claim == null || text(claim).contains("\"epoch\""))
        && (framework == null || text(framework).contains("\"REGISTERED\""))
        && (claim == null || last == null || SimCodec.epoch(last) == SimCodec.epoch(claim));
  }

  /** The first record of that key, or null. */
  private static SimRecord first(List<SimRecord> log, String key) {
    return log.stream().filter(record -> key.equals(record.key())).findFirst().orElse(null);
  }
}
