package io.mesosbridge.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.Ledger;
import io.mesosbridge.testkit.JsonTree;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds topics and the cluster's own truth against each other once everything is at rest. */
final class SimAudit {

  private static final Pattern UUID = Pattern.compile("\"uuid\"\\s*:\\s*\"([^\"]+)\"");

  /** And half a minute more. */
  private static final long QUARTER_OF_AN_HOUR = 15 * 60_000 + 30_000;

  private final SimWorld world;
  private final SimEvidence evidence;

  SimAudit(SimWorld world, Map<String, List<SimRecord>> results) {
    this.world = world;
    this.evidence = new SimEvidence(world, results);
  }

  /** The first promise that is broken, or null. */
  String firstBroken() {
    List<Supplier<String>> promises =
        SimEvidence.hasForgotten(world.kafka())
            ? List.of(this::acknowledgedUpdates)
            : List.of(
                this::frameworks,
                () -> new SimVerdicts(evidence).firstBroken(),
                this::launches,
                this::deadLetters,
                this::rowsOfLaunches,
                this::placedAgain,
                () -> new SimOrder(evidence).firstBroken(),
                this::acknowledgedUpdates,
                this::liveTasksAfterReconciliation,
                () -> new SimOfferTable(world).firstBroken());
    return promises.stream()
        .map(Supplier::get)
        .filter(found -> found != null)
        .findFirst()
        .orElse(null);
  }

  /** No framework was left behind: all but one that ever were registered were torn down. */
  private String frameworks() {
    Ledger ledger = world.cluster().ledger();
    Set<String> left = new LinkedHashSet<>();
    ledger.events().stream()
        .filter(event -> event.type().equals("SUBSCRIBED"))
        .forEach(event -> left.add(event.frameworkId()));
    ledger.calls("TEARDOWN").stream()
        .filter(Ledger.Call::carriedOut)
        .forEach(call -> left.remove(call.frameworkId()));
    return left.size() > 1 ? "several frameworks are registered: " + left : null;
  }

  /** What is no JSON is kept for somebody to look at, unless Kafka refuses it. */
  private String deadLetters() {
    if (world.kafka().weather(SimWorld.DEAD_LETTERS).hasRefused()) {
      return null;
    }
    Set<String> letters = new HashSet<>();
    world
        .kafka()
        .history(SimWorld.DEAD_LETTERS)
        .forEach(letter -> letters.add(SimEvidence.text(letter)));
    return world.commands().byKey().values().stream()
        .flatMap(List::stream)
        .filter(command -> command.type().equals("MALFORMED") && world.commands().count(command))
        .filter(command -> !world.commands().wereDeleted(List.of(command)))
        .filter(command -> !letters.contains(SimEvidence.text(command.record())))
        .map(command -> "command " + command.key() + " is no JSON, but no dead letter")
        .findFirst()
        .orElse(null);
  }

  /** The launches whose offset may have been passed before they have their result. */
  static List<String> keptLaunches(SimKafka kafka) {
    return there(kafka, SimWorld.STATE).stream().filter(key -> key.startsWith("launch/")).toList();
  }

  static List<String> there(SimKafka kafka, String table) {
    Map<String, SimRecord> last = new TreeMap<>();
    kafka
        .partition(table, 0)
        .ifPresent(log -> log.history().forEach(record -> last.put(record.key(), record)));
    last.values().removeIf(record -> record.value() == null);
    return List.copyOf(last.keySet());
  }

  /** What has its result waits no longer, in whoever's eyes. */
  private String rowsOfLaunches() {
    return there(world.kafka(), SimWorld.LAUNCHES).stream()
        .map(key -> "command " + key + " has a row, but waits no longer")
        .findFirst()
        .orElse(null);
  }

  /** Of what was to be placed again more is heard, unless all tasks went with their framework. */
  private String placedAgain() {
    if (evidence.hasFrameworkEnded()) {
      return null;
    }
    Map<String, SimRecord> last = new TreeMap<>();
    for (SimRecord update : world.kafka().history(SimWorld.UPDATES)) { // some land late
      last.merge(
          update.key(),
          update,
          (one, next) -> SimCodec.epoch(next) < SimCodec.epoch(one) ? one : next);
    }
    return last.values().stream()
        .filter(update -> update.header(SimCodec.PLACED_AGAIN) != null)
        .map(update -> "task " + update.key() + " was to be placed again, and that was all")
        .findFirst()
        .orElse(null);
  }

  /** No launch takes effect twice. */
  private String launches() {
    // A task that was told to be lost with, or unknown to, its agent is nobody's any more, and may
    // come back.
    Set<String> lost = new HashSet<>();
    for (SimRecord update : world.kafka().history(SimWorld.UPDATES)) {
      String text = SimEvidence.text(update);
      if (text.contains("REASON_AGENT_REMOVED")
          || text.contains("Task is unknown to the agent")
          || text.contains("Task is unreachable")) {
        lost.add(update.key());
      }
    }
    List<Ledger.FalseAlarm> alarms =
        evidence.areSomeLost()
            ? List.of()
            : world.cluster().ledger().falseAlarms().stream()
                .filter(alarm -> !lost.contains(alarm.taskId()))
                .filter(alarm -> !alarm.message().contains("unreachable task"))
                .toList();
    if (!alarms.isEmpty()) {
      return "task " + alarms.get(0).taskId() + " was launched while it was running";
    }
    for (List<Written> all : world.commands().byKey().values()) {
      for (Written command : all) {
        boolean once =
            !SimEvidence.isRepeatable(command.type())
                && !evidence.areSomeLost(evidence.results(command.key()));
        if (once && evidence.effective(command.marker()) > 1) {
          return "command %s (%s) took effect %d times"
              .formatted(command.key(), command.type(), evidence.effective(command.marker()));
        }
      }
    }
    return null;
  }

  /** Every update that the cluster counts as acknowledged is in its topic. */
  private String acknowledgedUpdates() {
    Set<String> published = new HashSet<>();
    for (SimRecord record : world.kafka().history(SimWorld.UPDATES)) {
      Matcher uuid = UUID.matcher(SimEvidence.text(record));
      while (uuid.find()) {
        published.add(uuid.group(1));
      }
    }
    return world.cluster().ledger().updates().stream()
        .filter(update -> update.acknowledged() && !published.contains(update.uuid()))
        .map(
            update ->
                "update %s of task %s was acknowledged and is in no topic"
                    .formatted(update.state(), update.taskId()))
        .findFirst()
        .orElse(null);
  }

  /** What was missed while nobody was subscribed, a leader asks for each quarter of an hour. */
  private String liveTasksAfterReconciliation() {
    String found = liveTasks();
    if (found == null) {
      return null;
    }
    String broken = world.runUntil(world.loop().nowMillis() + QUARTER_OF_AN_HOUR);
    return broken == null ? liveTasks() : broken;
  }

  /** The live-task table says what the cluster knows. */
  private String liveTasks() {
    Map<String, String> truth = new TreeMap<>();
    world
        .cluster()
        .ledger()
        .liveTasks()
        .forEach(task -> truth.put(task.taskId(), task.told().text()));
    Map<String, String> table = new TreeMap<>();
    long highest = -1;
    for (SimRecord row :
        world.kafka().partition(SimWorld.TASKS, 0).map(SimPartition::records).orElse(List.of())) {
      if (SimCodec.epoch(row) >= highest) {
        highest = SimCodec.epoch(row);
        if (row.value() == null) {
          table.remove(row.key());
        } else {
          JsonNode json = JsonTree.read(SimEvidence.text(row));
          table.put(row.key(), json.path("state").asText());
        }
      }
    }
    return truth.equals(table) ? null : "the live tasks are " + truth + ", but the table " + table;
  }
}
