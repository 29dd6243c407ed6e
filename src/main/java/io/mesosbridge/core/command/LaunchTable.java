package io.mesosbridge.core.command;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.offer.HeadStart.Held;
import io.mesosbridge.core.offer.Lack;
import io.mesosbridge.core.offer.WaitingLaunch;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The table of the launches that wait for an offer, where people see what each of them lacks. */
public final class LaunchTable {

  private static final Outgoing.Type ROW = new Outgoing.Type(false, "launch");

  private final Memory memory;
  private final Journal journal;

  /** As this leader wrote them; a former one's may stand there as well. */
  private final Map<String, Row> rows = new HashMap<>();

  /**
   * A row.
   *
   * @param commandId the command's id, which is the key
   * @param taskIds the tasks that it launches
   * @param priority the higher ones come first
   * @param since ISO-8601 instant
   * @param deadline ISO-8601 instant, as far as the clock on the wall goes on as it does
   * @param lacks what keeps it from the agents that offer something
   * @param held which agent is held for it; null for none
   */
  public record Row(
      String commandId,
      List<String> taskIds,
      int priority,
      String since,
      String deadline,
      List<Lack> lacks,
      Held held) {}

  LaunchTable(Memory memory, Journal journal) {
    this.memory = memory;
    this.journal = journal;
  }

  /** The rows of launches that nobody keeps: former leaders could not bury them any more. */
  public void buryRemembered() {
    memory.listedLaunches().keySet().stream()
        .filter(id -> !memory.launches().containsKey(id))
        .toList()
        .forEach(this::remove);
  }

  /** The launch waits and lacks that; null when nothing is held for it. */
  void show(WaitingLaunch<Entry> launch, List<Lack> lacks, Held held) {
    Now now = journal.now();
    Entry entry = launch.launch();
    Row shown = rows.get(launch.id());
    if (shown == null || !shown.lacks.equals(lacks) || !Objects.equals(shown.held, held)) {
      long left = (launch.deadline() - now.nanos()) / 1_000_000;
      String deadline =
          shown == null ? Instant.ofEpochMilli(now.millis() + left).toString() : shown.deadline;
      rows.put(
          launch.id(),
          new Row(
              launch.id(),
              launch.taskIds(),
              launch.wishes().priority(),
              entry.record().receivedAt().toString(),
              deadline,
              lacks,
              held));
      write(launch.id());
    }
  }

  /** It waits no longer. */
  void remove(String commandId) {
    if (memory.listedLaunches().containsKey(commandId)) {
      rows.remove(commandId);
      write(commandId);
    }
  }

  /** Writes one row once more, or that there is none: something else stands in its place. */
  public void rewrite(String commandId) {
    write(commandId);
  }

  /** Writes all of them once more. */
  public void rewriteAll() {
    List.copyOf(rows.keySet()).forEach(this::write);
  }

  private void write(String commandId) {
    Row row = rows.get(commandId);
    byte[] json = row == null ? null : StateJson.write(row);
    memory.apply(new Fact.LaunchListed(commandId, json));
    String id = commandId + "/" + journal.now().millis();
    journal.event(WriteId.Plain.SURELY, Topic.LAUNCHES, commandId, ROW, id, json);
  }
}
