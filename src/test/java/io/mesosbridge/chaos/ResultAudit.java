package io.mesosbridge.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Each command has one result. What a cut-off leader had on its way, and Kafka got only behind its
 * successor's first result, does not count, as the documents say; but it must not be the last.
 */
final class ResultAudit {

  private final Map<String, Set<String>> results = new LinkedHashMap<>();
  private final Map<String, String> last = new LinkedHashMap<>();
  private final Set<String> commands;
  private final Forgiven forgiven;

  ResultAudit(
      List<ConsumerRecord<String, String>> records, Set<String> commands, Forgiven forgiven) {
    this.commands = commands;
    this.forgiven = forgiven;
    long highest = 0;
    for (ConsumerRecord<String, String> record : records) {
      long epoch = Long.parseLong(Follower.header(record, "ce_epoch"));
      last.put(record.key(), record.value());
      if (epoch >= highest) {
        results.computeIfAbsent(record.key(), id -> new LinkedHashSet<>()).add(record.value());
      }
      highest = Math.max(highest, epoch);
    }
  }

  List<String> differences() {
    List<String> differences = new ArrayList<>();
    long unread = last.keySet().stream().filter(this::isOfOneUnread).count();
    for (String id : commands) {
      Set<String> values = results.getOrDefault(id, Set.of());
      if (values.isEmpty() && id.startsWith(Workload.LARGE) && unread > 0) {
        unread--;
        continue;
      }
      boolean excused = values.isEmpty() ? forgiven.command(id) : forgiven.isRepeated(id);
      boolean isOne =
          values.size() == 1 || isTooOldBesideOne(id, values) || isSaidAgain(id, values);
      if (!excused && !isOne) {
        differences.add("%d results of command %s: %s".formatted(values.size(), id, values));
      } else if (!excused && !values.contains(last.get(id))) {
        differences.add(
            "the last result of command %s is not %s, but a late one: %s"
                .formatted(id, values, last.get(id)));
      }
    }
    for (String id : last.keySet()) {
      if (!commands.contains(id) && !isOfOneUnread(id)) {
        differences.add("a result of a command never sent: " + id);
      }
    }
    return differences;
  }

  /**
   * One that waits has those behind it delivered again, also when their results were deleted, as
   * often as that happens.
   */
  private boolean isTooOldBesideOne(String id, Set<String> values) {
    List<String> codes = values.stream().map(value -> Result.of(value).code()).toList();
    int tooOld = Collections.frequency(codes, "TOO_OLD");
    return forgiven.result(id) && tooOld > 0 && values.size() - tooOld <= 1;
  }

  /** What was settled in the last second of a leader may get its result again, and no other one. */
  private boolean isSaidAgain(String id, Set<String> values) {
    return forgiven.isUnsettled(id)
        && values.size() == 2
        && values.stream().map(Result::of).distinct().count() == 1;
  }

  /**
   * A large one under which two bridges were killed is refused unread, so that its id is unknown;
   * and once more as too old, where results were deleted and it is delivered again.
   */
  private boolean isOfOneUnread(String id) {
    String code = Result.of(last.get(id)).code();
    return !commands.contains(id)
        && (code.equals("INTERNAL")
            || (code.equals("TOO_OLD") && id.startsWith(ChaosWorld.COMMANDS + "-")));
  }

  /** The first result that counts, of each command that has one. */
  Map<String, Result> results() {
    Map<String, Result> first = new LinkedHashMap<>();
    results.forEach((id, values) -> first.put(id, Result.of(values.iterator().next())));
    return first;
  }
}
