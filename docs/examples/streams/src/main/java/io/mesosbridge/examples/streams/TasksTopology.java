package io.mesosbridge.examples.streams;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.SessionStore;

/**
 * Two tables out of three topics of the bridge:
 *
 * <pre>
 * mesos.tasks ----------------------------+
 *                                         +- outer join, by task - by agent -> examples.tasks-by-agent
 * mesos.launches -> a record for each task+
 *
 * mesos.task-updates -> bad ends - by group, in sessions, counted -----------> examples.flapping
 * </pre>
 */
final class TasksTopology {

  static final String TASKS = "mesos.tasks";
  static final String LAUNCHES = "mesos.launches";
  static final String UPDATES = "mesos.task-updates";
  static final String TASKS_BY_AGENT = "examples.tasks-by-agent";
  static final String FLAPPING = "examples.flapping";

  /** So many bad ends of a group, none later than a minute after the one before, are flapping. */
  static final int ENDS = 3;

  static final Duration APART = Duration.ofMinutes(1);

  /** As the bridge does by default: web-1 and web-2, or web.1 and web.2, are of the group web. */
  private static final Pattern NUMBER = Pattern.compile("[.-]\\d+$");

  private static final Serde<String> TEXT = Serdes.String();
  private static final Serde<JsonNode> JSON = JsonSerde.of(JsonNode.class);

  private TasksTopology() {}

  static Topology build(StreamsConfig config) {
    StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(config));
    tasksByAgent(builder);
    flapping(builder);
    return builder.build();
  }

  private static void tasksByAgent(StreamsBuilder builder) {
    KTable<String, JsonNode> live =
        builder.table(TASKS, Consumed.with(TEXT, JSON), store("live", JsonNode.class));
    KTable<String, PlacedTask> waiting =
        builder.stream(LAUNCHES, Consumed.with(TEXT, JSON))
            .process(WaitingTasks.SUPPLIER)
            .toTable(Named.as("waiting"), store("waiting", PlacedTask.class));
    live.outerJoin(
            waiting,
            (row, wait) -> row == null ? wait : PlacedTask.live(row),
            store("placed", PlacedTask.class))
        .groupBy(
            (taskId, task) -> KeyValue.pair(task.agentId(), task),
            Grouped.with("by-agent", TEXT, JsonSerde.of(PlacedTask.class)))
        .aggregate(
            AgentTasks::none,
            (agentId, task, tasks) -> tasks.with(task),
            (agentId, task, tasks) -> tasks.without(task),
            store("agents", AgentTasks.class))
        .toStream()
        .to(TASKS_BY_AGENT, Produced.with(TEXT, JsonSerde.of(AgentTasks.class)));
  }

  private static void flapping(StreamsBuilder builder) {
    Serde<Flapping> ends = JsonSerde.of(Flapping.class);
    builder.stream(UPDATES, Consumed.with(TEXT, JSON))
        .processValues(BadEnds::new)
        .selectKey((taskId, end) -> NUMBER.matcher(taskId).replaceFirst(""))
        .groupByKey(Grouped.with("by-group", TEXT, JsonSerde.of(Flapping.End.class)))
        .windowedBy(SessionWindows.ofInactivityGapAndGrace(APART, APART))
        .aggregate(
            Flapping::none,
            (group, end, before) -> before.with(end),
            (group, one, other) -> one.and(other),
            Materialized.<String, Flapping, SessionStore<Bytes, byte[]>>as("flapping")
                .withKeySerde(TEXT)
                .withValueSerde(ends))
        .toStream((session, flapping) -> session.key())
        // null where a session has grown, and so is another one
        .filter((group, flapping) -> flapping != null && flapping.ends() >= ENDS)
        .to(FLAPPING, Produced.with(TEXT, ends));
  }

  /** With a name, so that the next version of this program finds what this one has written. */
  private static <V> Materialized<String, V, KeyValueStore<Bytes, byte[]>> store(
      String name, Class<V> type) {
    return Materialized.<String, V, KeyValueStore<Bytes, byte[]>>as(name)
        .withKeySerde(TEXT)
        .withValueSerde(JsonSerde.of(type));
  }
}
