package io.mesosbridge.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.Ledger;
import io.mesosbridge.testkit.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
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

  private static final String EPOCH = "ce_epoch";
  private static final Pattern UUID = Pattern.compile("\"uuid\"\\s*:\\s*\"([^\"]+)\"");

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

  /** Commands that reconciliation tells of, as long as there is the framework. */
  private static final Set<String> MESOS_CAN_TELL = Set.of("ACCEPT", "LAUNCH", "LAUNCH_GROUP");

  /** Commands whose call carries nothing by which it could be told. */
  private static final Set<String> UNMARKED = Set.of("TEARDOWN", "SUBSCRIBE", "MALFORMED");

  private final SimWorld world;
  private final Map<String, List<SimRecord>> results;
  private final Map<String, Integer> taken = new HashMap<>();
  private final Set<SimRecord> kept = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean frameworkEnded;

  SimAudit(SimWorld world, Map<String, List<SimRecord>> results) {
    this.world = world;
    this.results = results;
    for (Ledger.Call call : world.cluster().ledger().calls()) {
      if (call.carriedOut()) {
        frameworkEnded |= call.body().contains("\"TEARDOWN\"");
        BridgePromises.markers(call.body()).forEach(marker -> taken.merge(marker, 1, Integer::sum));
      }
    }
  }

  /** The first promise that is broken, or null. */
  String firstBroken() {
    List<Supplier<String>> promises =
        world.hasForgotten()
            ? List.of(this::acknowledgedUpdates)
            : List.of(
                this::frameworks,
                this::commands,
                this::launches,
                this::acknowledgedUpdates,
                this::liveTasks);
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

  /** Every command has one result, which says what became of it. */
  private String commands() {
    for (Map.Entry<String, List<Written>> each : world.commands().byKey().entrySet()) {
      String key = each.getKey();
      List<SimRecord> all = results.getOrDefault(key, List.of());
      List<Written> written = each.getValue().stream().filter(world.commands()::count).toList();
      if (written.isEmpty()) {
        if (!all.isEmpty()) {
          return "command " + key + " of an aborted transaction has a result";
        }
      } else if (all.isEmpty()) {
        if (!wereDeleted(written)) {
          return "command " + key + " has no result";
        }
      } else {
        String found = verdict(key, written, all);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Whether the topic was deleted with them. */
  private boolean wereDeleted(List<Written> written) {
    SimTopic topic = world.kafka().topic(SimWorld.COMMANDS).orElse(null);
    return topic == null
        || written.stream()
            .allMatch(
                command ->
                    !command.topicId().equals(topic.id())
                        || command.record().offset() < topic.partitions().get(0).start());
  }

  private String verdict(String key, List<Written> written, List<SimRecord> all) {
    if (areSomeLost(all)) {
      return null;
    }
    boolean sameIdentity =
        written.stream().map(Written::topicId).distinct().count() == 1
            || !key.startsWith(SimWorld.COMMANDS);
    long highest = all.stream().mapToLong(SimAudit::epoch).max().orElse(0);
    SimRecord last = all.get(0);
    for (SimRecord result : all) {
      last = epoch(result) == highest ? result : last;
    }
    SimRecord end = all.get(all.size() - 1);
    if (sameIdentity && !Arrays.equals(end.value(), last.value())) {
      return "command %s has a late result behind the rightful one: %s, not %s"
          .formatted(key, text(end), text(last));
    }
    if (sameIdentity) {
      for (SimRecord result : all) {
        if (epoch(result) == highest && !Arrays.equals(result.value(), last.value())) {
          return "command %s has two results: %s and %s".formatted(key, text(result), text(last));
        }
        if (isRefusal(result) && !Arrays.equals(result.value(), last.value())) {
          return "command %s was refused, %s, before it was not: %s"
              .formatted(key, text(result), text(last));
        }
      }
    }
    String type = written.get(0).type();
    if (UNMARKED.contains(type) || !sameIdentity) {
      return null;
    }
    int times =
        written.stream()
            .map(Written::marker)
            .distinct()
            .mapToInt(marker -> taken.getOrDefault(marker, 0))
            .sum();
    JsonNode result = JsonTree.read(text(last));
    String outcome = result.path("outcome").asText();
    boolean wrong =
        switch (outcome) {
          case "ACCEPTED" ->
              REPEATABLE.contains(type)
                  ? times == 0 && !isToldByALaterOne(result, highest, written)
                  : times != 1;
          case "REJECTED" -> times != 0;
          default ->
              !REPEATABLE.contains(type)
                  && (times > 1 || (MESOS_CAN_TELL.contains(type) && !frameworkEnded));
        };
    return wrong
        ? "command %s (%s) is %s, but the master took it %d times"
            .formatted(key, type, outcome, times)
        : null;
  }

  /** A later command tells that it left; what the leader that died had heard of it nobody knows. */
  private boolean isToldByALaterOne(JsonNode result, long epoch, List<Written> written) {
    return !result.hasNonNull("http_status")
        && written.stream().anyMatch(each -> world.othersCalled(each.marker(), epoch));
  }

  /** Whether other leaders had to know of it before it was told. */
  private static boolean isRefusal(SimRecord result) {
    JsonNode json = JsonTree.read(text(result));
    return json.path("outcome").asText().equals("REJECTED")
        && !json.at("/error/code").asText().equals("MALFORMED");
  }

  /** What Kafka keeps no longer cannot tell a command from a new one of the same id. */
  private boolean areSomeLost(List<SimRecord> all) {
    if (kept.isEmpty()) {
      world
          .kafka()
          .partition(SimWorld.RESULTS, 0)
          .ifPresent(partition -> kept.addAll(partition.records()));
    }
    return !kept.containsAll(all);
  }

  private static long epoch(SimRecord record) {
    String epoch = record.header(EPOCH);
    return epoch == null ? -1 : Long.parseLong(epoch);
  }

  private static String text(SimRecord record) {
    return record.value() == null ? "null" : new String(record.value(), StandardCharsets.UTF_8);
  }

  /** No launch takes effect twice. */
  private String launches() {
    // A task that was told to be lost with its agent is nobody's any more, and may come back.
    Set<String> lost = new HashSet<>();
    for (SimRecord update : world.kafka().history(SimWorld.UPDATES)) {
      if (text(update).contains("REASON_AGENT_REMOVED")) {
        lost.add(update.key());
      }
    }
    List<Ledger.FalseAlarm> alarms =
        results.values().stream().anyMatch(this::areSomeLost)
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
            !REPEATABLE.contains(command.type())
                && !areSomeLost(results.getOrDefault(command.key(), List.of()));
        if (once && taken.getOrDefault(command.marker(), 0) > 1) {
          return "command %s (%s) took effect %d times"
              .formatted(command.key(), command.type(), taken.get(command.marker()));
        }
      }
    }
    return null;
  }

  /** Every update that the cluster counts as acknowledged is in its topic. */
  private String acknowledgedUpdates() {
    Set<String> published = new HashSet<>();
    for (SimRecord record : world.kafka().history(SimWorld.UPDATES)) {
      Matcher uuid = UUID.matcher(text(record));
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
      if (epoch(row) >= highest) {
        highest = epoch(row);
        if (row.value() == null) {
          table.remove(row.key());
        } else {
          JsonNode json = JsonTree.read(text(row));
          table.put(row.key(), json.path("state").asText());
        }
      }
    }
    return truth.equals(table) ? null : "the live tasks are " + truth + ", but the table " + table;
  }
}
