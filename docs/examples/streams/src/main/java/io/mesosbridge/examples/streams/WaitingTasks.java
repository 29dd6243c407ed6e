package io.mesosbridge.examples.streams;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Makes of a launch that waits a record for each of its tasks. A tombstone of mesos.launches does
 * not say whose it is, so the last row of each launch is kept.
 */
final class WaitingTasks implements Processor<String, JsonNode, String, PlacedTask> {

  private static final String ROWS = "launches";

  static final ProcessorSupplier<String, JsonNode, String, PlacedTask> SUPPLIER =
      new ProcessorSupplier<>() {
        @Override
        public Processor<String, JsonNode, String, PlacedTask> get() {
          return new WaitingTasks();
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
          return Set.of(
              Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(ROWS),
                  Serdes.String(),
                  JsonSerde.of(JsonNode.class)));
        }
      };

  private ProcessorContext<String, PlacedTask> context;
  private KeyValueStore<String, JsonNode> rows;

  @Override
  public void init(ProcessorContext<String, PlacedTask> given) {
    context = given;
    rows = given.getStateStore(ROWS);
  }

  @Override
  public void process(Record<String, JsonNode> launch) {
    JsonNode before = rows.get(launch.key());
    JsonNode now = launch.value();
    List<String> ids = taskIds(now);
    for (String gone : taskIds(before)) {
      if (!ids.contains(gone)) {
        context.forward(launch.withKey(gone).withValue(null));
      }
    }
    for (String id : ids) {
      context.forward(launch.withKey(id).withValue(PlacedTask.waiting(id, lacks(now))));
    }
    rows.put(launch.key(), now);
  }

  private static List<String> taskIds(JsonNode row) {
    List<String> ids = new ArrayList<>();
    if (row != null) {
      row.path("task_ids").forEach(id -> ids.add(id.asText()));
    }
    return ids;
  }

  private static String lacks(JsonNode row) {
    return StreamSupport.stream(row.path("lacks").spliterator(), false)
        .map(lack -> lack.path("reason").asText())
        .collect(Collectors.joining(", "));
  }
}
