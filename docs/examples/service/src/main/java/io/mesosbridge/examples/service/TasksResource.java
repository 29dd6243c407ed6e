package io.mesosbridge.examples.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.reply.KafkaRequestReply;
import io.smallrye.reactive.messaging.kafka.reply.KafkaRequestReplyTimeoutException;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Channel;

/** Launches a task on whatever offer fits, and answers with the bridge's result. */
@Path("/tasks")
public class TasksResource {

  private static final int GATEWAY_TIMEOUT = 504;

  private final KafkaRequestReply<String, String> commands;
  private final ObjectMapper json;

  TasksResource(
      @Channel("commands") KafkaRequestReply<String, String> commands, ObjectMapper json) {
    this.commands = commands;
    this.json = json;
  }

  /**
   * @param shell what the task runs
   * @param resources in Mesos' text form, such as {@code cpus:0.1;mem:32}
   */
  public record Task(String shell, String resources) {}

  /**
   * @param key who asks again with the same one gets the first result, and no second task; null for
   *     a new one
   */
  @POST
  public Uni<Response> launch(Task task, @HeaderParam("Idempotency-Key") String key)
      throws Exception {
    String id = "service-" + (key == null ? UUID.randomUUID() : key);
    String command =
        json.writeValueAsString(
            Map.of(
                "id",
                id,
                "type",
                "LAUNCH",
                "deadline",
                "PT20S",
                "launch",
                Map.of(
                    "task_infos",
                    List.of(
                        Map.of(
                            "task_id",
                            id,
                            "command",
                            Map.of("value", task.shell()),
                            "resources",
                            task.resources())))));
    return commands
        .request(command)
        .map(result -> Response.status(status(result)).entity(result))
        .onFailure(KafkaRequestReplyTimeoutException.class)
        // it may take effect all the same: who wants to know asks again with the same key
        .recoverWithItem(() -> Response.status(GATEWAY_TIMEOUT).entity("{\"id\":\"" + id + "\"}"))
        .map(answer -> answer.type(MediaType.APPLICATION_JSON).build());
  }

  private int status(String result) {
    try {
      return switch (json.readTree(result).path("outcome").asText()) {
        case "ACCEPTED" -> 201;
        case "REJECTED" -> 409;
        default -> 502;
      };
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the reply is no JSON", e);
    }
  }
}
