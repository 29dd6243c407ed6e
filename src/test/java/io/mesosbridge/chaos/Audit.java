package io.mesosbridge.chaos;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.mesosbridge.sandbox.mesos.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Holds the topics against the cluster's own ledger, once all is calm. */
final class Audit {

  private final Ledger ledger;
  private final Follower topics;
  private final Map<String, List<String>> commands;
  private final Forgiven forgiven;

  Audit(ChaosWorld world) {
    this.ledger = world.cluster().ledger();
    this.topics = world.topics();
    this.commands = world.commander().sent();
    this.forgiven = world.forgiven();
    forgiven.commands(world.commander().untaken());
  }

  /** What differs, the first things first; empty when every promise was kept. */
  List<String> differences() {
    List<ConsumedUpdate> statuses = ConsumedUpdate.all(topics.records(ChaosWorld.UPDATES));
    ResultAudit results =
        new ResultAudit(topics.records(ChaosWorld.RESULTS), commands.keySet(), forgiven);
    return Stream.of(
            updates(statuses),
            order(statuses),
            results.differences(),
            new LaunchAudit(ledger, statuses, commands, results.results(), forgiven).differences(),
            tasks(),
            launches(),
            offers())
        .flatMap(List::stream)
        .toList();
  }

  private List<String> updates(List<ConsumedUpdate> statuses) {
    Set<String> published = new LinkedHashSet<>();
    statuses.forEach(status -> published.add(status.uuid()));
    List<String> differences = new ArrayList<>();
    for (Ledger.Update update : ledger.updates()) {
      if (!published.contains(update.uuid()) && !forgiven.update(update.uuid())) {
        differences.add("not in mesos.task-updates: " + update);
      } else if (!update.acknowledged()) {
        differences.add("published, but never acknowledged: " + update);
      }
    }
    return differences;
  }

  private List<String> order(List<ConsumedUpdate> statuses) {
    Map<String, List<String>> generated =
        ledger.updates().stream()
            .collect(groupingBy(Ledger.Update::taskId, mapping(Ledger.Update::uuid, toList())));
    Map<String, Set<String>> published = new LinkedHashMap<>();
    for (ConsumedUpdate status : statuses) {
      if (status.uuid() != null) {
        published
            .computeIfAbsent(status.taskId(), task -> new LinkedHashSet<>())
            .add(status.uuid());
      }
    }
    List<String> differences = new ArrayList<>();
    published.forEach(
        (task, uuids) -> {
          List<String> expected = generated.getOrDefault(task, List.of());
          List<String> common = new ArrayList<>(expected);
          common.retainAll(uuids);
          if (!common.equals(List.copyOf(uuids))) {
            differences.add(
                "order of task %s: agents said %s, topic %s".formatted(task, expected, uuids));
          }
        });
    return differences;
  }

  private List<String> tasks() {
    Map<String, String> live = new TreeMap<>();
    ledger.liveTasks().forEach(task -> live.put(task.taskId(), "TASK_" + task.told()));
    Map<String, String> rows = new TreeMap<>();
    topics
        .table(ChaosWorld.TASKS)
        .forEach((task, row) -> rows.put(task, ConsumedUpdate.stateOf(row)));
    return difference("mesos.tasks", live, rows);
  }

  /** All have their result. */
  private List<String> launches() {
    return topics.table(ChaosWorld.LAUNCHES).keySet().stream()
        .map(id -> "mesos.launches has a row of " + id + ", which waits no longer")
        .toList();
  }

  private List<String> offers() {
    Map<String, String> outstanding = new TreeMap<>();
    ledger
        .outstandingOffers()
        .values()
        .forEach(ids -> ids.forEach(id -> outstanding.put(id, "outstanding")));
    Map<String, String> rows = new TreeMap<>();
    topics.table(ChaosWorld.OFFERS).keySet().forEach(id -> rows.put(id, "outstanding"));
    return difference("mesos.offers", outstanding, rows);
  }

  private static List<String> difference(
      String topic, Map<String, String> cluster, Map<String, String> rows) {
    Set<String> keys = new LinkedHashSet<>(cluster.keySet());
    keys.addAll(rows.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(cluster.get(key), rows.get(key)))
        .map(
            key ->
                "%s has %s of %s, the cluster has %s"
                    .formatted(topic, rows.get(key), key, cluster.get(key)))
        .toList();
  }
}
