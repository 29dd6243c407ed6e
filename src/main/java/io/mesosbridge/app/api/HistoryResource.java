package io.mesosbridge.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.app.TableCopies;
import io.mesosbridge.app.Tables;
import io.mesosbridge.app.api.Problem.ProblemException;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.kafka.History;
import io.mesosbridge.kafka.Topics;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A task with what was said of it lately, also when it has ended. */
@Path("/api/v1/tasks/{id}")
@RolesAllowed(Access.VIEWER)
public class HistoryResource {

  private static final int MOST_UPDATES = 100;

  private final TableCopies copies;
  private final History history;
  private final Topics topics;
  private final ObjectMapper mapper;

  HistoryResource(TableCopies copies, History history, Topics topics, ObjectMapper mapper) {
    this.copies = copies;
    this.history = history;
    this.topics = topics;
    this.mapper = mapper;
  }

  /** The row of the table, null once the task has ended, and its last updates, oldest first. */
  @GET
  @Operation(
      summary = "A task and its last updates",
      description =
          "Updates are looked for among the last ten thousand of the partition; of the last hundred"
              + " the oldest are left away beyond 1 MiB of them, the very last never. 404 when"
              + " neither the table nor these know the task.")
  public Uni<ObjectNode> task(@PathParam("id") String id) {
    Uni<List<ConsumerRecord<byte[], byte[]>>> updates =
        Uni.createFrom()
            .completionStage(() -> history.lastOf(topics.taskUpdates.name(), id, MOST_UPDATES));
    return Uni.combine()
        .all()
        .unis(copies.now(), updates)
        .asTuple()
        .emitOn(Infrastructure.getDefaultWorkerPool()) // else it may be read on the event loop
        .map(found -> of(id, found.getItem1(), found.getItem2()));
  }

  private ObjectNode of(String id, Tables tables, List<ConsumerRecord<byte[], byte[]>> updates) {
    LiveTask row =
        tables.tasks().stream().filter(task -> task.taskId().equals(id)).findFirst().orElse(null);
    if (row == null && updates.isEmpty()) {
      throw ProblemException.of(
          Status.NOT_FOUND,
          "Task " + id + " is not live, and none of the last updates is about it");
    }
    ObjectNode task = mapper.createObjectNode();
    task.put("task_id", id);
    task.put("leader", tables.leader());
    task.put("led_by", tables.ledBy().instance());
    task.set("task", row == null ? null : read(StateJson.write(row)));
    ArrayNode list = task.putArray("updates");
    for (ConsumerRecord<byte[], byte[]> update : updates) {
      JsonNode status = update.value() == null ? MissingNode.getInstance() : read(update.value());
      if (status.isObject()) { // else somebody else wrote it
        list.addObject()
            .put("published_at", Instant.ofEpochMilli(update.timestamp()).toString())
            .put("partition", update.partition())
            .put("offset", update.offset())
            .set("status", status);
      }
    }
    return task;
  }

  private JsonNode read(byte[] json) {
    try {
      return mapper.readTree(json);
    } catch (IOException noJson) {
      return MissingNode.getInstance();
    }
  }
}
