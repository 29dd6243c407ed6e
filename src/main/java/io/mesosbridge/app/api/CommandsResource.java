package io.mesosbridge.app.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.app.ApiPermission;
import io.mesosbridge.app.Traces;
import io.mesosbridge.app.api.CommandLookup.Known;
import io.mesosbridge.app.api.Problem.ProblemException;
import io.mesosbridge.config.Bounds;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.Source;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Refusal;
import io.mesosbridge.core.language.CommandReader;
import io.mesosbridge.kafka.CommandPublisher;
import io.mesosbridge.kafka.Envelope;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Topics;
import io.opentelemetry.api.trace.Span;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** Commands for those who have no Kafka client at hand, and what became of any command. */
@Path("/api/v1/commands")
@Singleton
public class CommandsResource {

  /** With what publishing takes, less than that after which a silent connection is closed. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  private static final Bounds.Time TIME = new Bounds.Time();

  private final KafkaClients clients;
  private final CommandPublisher publisher;
  private final CommandLookup lookup;
  private final BodyRoom room;
  private final CommandReader reader;
  private final ObjectMapper mapper;
  private final ApiPermission permission;
  private final String topic;

  CommandsResource(
      KafkaClients clients,
      CommandPublisher publisher,
      CommandLookup lookup,
      BodyRoom room,
      ApiPermission permission,
      BridgeConfig config,
      Topics topics,
      ObjectMapper mapper) {
    this.clients = clients;
    this.publisher = publisher;
    this.lookup = lookup;
    this.room = room;
    this.reader = CommandReader.of(config.commands());
    this.permission = permission;
    this.mapper = mapper;
    this.topic = topics.commands.name();
  }

  /** What became of a command, or where it stands. */
  @GET
  @Path("/{id}")
  @RolesAllowed(Access.VIEWER)
  @Operation(
      summary = "Where a command stands, and its result",
      description =
          "Whether a command without result is in hand, only the instance that leads knows: a"
              + " stand-by answers 404 until there is a result.")
  public Uni<ObjectNode> command(@PathParam("id") String id) {
    return lookup.find(id).map(known -> of(id, known));
  }

  private ObjectNode of(String id, Known known) {
    String state = known.result() == null ? known.standing().state() : "DONE";
    if (state == null) {
      throw ProblemException.of(
          Status.NOT_FOUND,
          known.standing().leader()
              ? "Command " + id + " is not in hand, and no result of it is remembered"
              : "No result of command "
                  + id
                  + " is remembered; whether it is in hand, only the"
                  + " instance that leads knows, and this one stands by");
    }
    ObjectNode command = mapper.createObjectNode();
    command.put("command_id", id).put("state", state).put("leader", known.standing().leader());
    command.set("result", known.result() == null ? null : read(known.result()));
    return command;
  }

  private JsonNode read(byte[] json) {
    try {
      return mapper.readTree(json);
    } catch (IOException noJson) {
      throw new UncheckedIOException("a result is no JSON", noJson);
    }
  }

  /** Publishes a command; with a wait, answers with its result if that comes in time. */
  @POST
  @Blocking // reading a large one takes a while
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Access.OPERATOR)
  @Operation(
      summary = "Publishes a command to the topic of commands",
      description =
          "202 with the command's id and its Location once Kafka has it; with wait, 200 with the"
              + " result, whatever that says, if it comes in time. Whoever does not know what"
              + " became of a request sends it again with the same id, which takes effect once.")
  public Uni<Response> publish(
      @Parameter(description = "How long to wait for the result, such as 10s; 15s at most")
          @QueryParam("wait")
          String wait,
      @HeaderParam(Envelope.TRACE) String traceparent,
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_LENGTH) Long length,
      @RequestBody(
              required = true,
              description = "A command, as on the topic of commands; without id it gets one",
              content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
          InputStream body,
      @Context HttpServerRequest request)
      throws IOException {
    Duration patience;
    Published published;
    try {
      patience = patience(wait);
      published = publish(traceparent, length, body);
    } finally {
      request.handler(null); // what still comes is dropped, where the stream would keep all of it
    }
    String id = published.id();
    Uni<Response> accepted = Uni.createFrom().item(() -> accepted(id));
    return Uni.createFrom()
        .completionStage(published.written())
        .onFailure()
        .transform(failure -> notKnown(id, failure))
        .chain(
            written ->
                patience.isZero()
                    ? accepted
                    : lookup
                        .await(id)
                        .map(known -> Response.ok(of(id, known)).location(locationOf(id)).build())
                        .ifNoItem()
                        .after(patience)
                        .recoverWithUni(accepted)
                        .onFailure()
                        .recoverWithUni(accepted));
  }

  private record Published(String id, CompletionStage<Void> written) {}

  /** Nobody who waits for Kafka or for a result holds a body or what was read of it. */
  private Published publish(String traceparent, Long length, InputStream body) throws IOException {
    Runnable giveBack = room.take(length);
    try {
      byte[] json = body.readAllBytes();
      String given = UUID.randomUUID().toString();
      Map<String, String> headers = new HashMap<>(Map.of("ce_id", given));
      Optional.ofNullable(Traces.traceparent(Span.current())) // the request's own, if it has one
          .or(() -> Optional.ofNullable(traceparent))
          .ifPresent(trace -> headers.put(Envelope.TRACE, trace));
      Named named = read(json, given);
      return new Published(named.id(), publisher.publish(named.key(), json, headers));
    } finally {
      giveBack.run();
    }
  }

  /**
   * Whoever sends it again without its id would have it carried out twice; one that its topic does
   * not take is nowhere, and never will be.
   */
  private Throwable notKnown(String id, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RecordTooLargeException) {
      return ProblemException.of(
          Status.REQUEST_ENTITY_TOO_LARGE,
          "The command is larger than max.message.bytes of " + topic + " lets a record be");
    }
    String why = cause instanceof KafkaException ? clients.inWords(cause) : cause.getMessage();
    return ProblemException.of(
        Status.SERVICE_UNAVAILABLE,
        why + "; it may be written all the same: send it again with the id \"" + id + "\"");
  }

  private record Named(String id, String key) {}

  /** One at a time: in memory a command takes many times what its text does. */
  private synchronized Named read(byte[] body, String given) {
    CommandReader.Reading reading = reader.read(body, new Source(topic, 0, 0, given));
    if (reading instanceof Refusal refusal) {
      throw ProblemException.of(statusOf(refusal.error().code()), refusal.error());
    }
    Command command = (Command) reading;
    permission
        .refusal(command, Access.OPERATOR)
        .ifPresent(
            refusal -> {
              throw ProblemException.of(Status.FORBIDDEN, refusal);
            });
    String id = command.header().id();
    return new Named(id, command.namedTasks().stream().findFirst().orElse(id));
  }

  private static Status statusOf(ErrorCode code) {
    return switch (code) {
      case NOT_ALLOWED -> Status.FORBIDDEN;
      case TOO_LARGE -> Status.REQUEST_ENTITY_TOO_LARGE;
      default -> Status.BAD_REQUEST;
    };
  }

  private static Response accepted(String id) {
    return Response.accepted(Map.of("command_id", id)).location(locationOf(id)).build();
  }

  /** With all encoded that has a meaning in a path: behind a semicolon no id goes on. */
  static URI locationOf(String id) {
    return URI.create("/api/v1/commands/" + URLEncoder.encode(id, UTF_8).replace("+", "%20"));
  }

  /** How long to wait; zero for null. */
  static Duration patience(String wait) {
    if (wait == null) {
      return Duration.ZERO;
    }
    try {
      Duration patience = TIME.convert(wait);
      if (patience.compareTo(LONGEST_WAIT) <= 0) {
        return patience;
      }
    } catch (IllegalArgumentException noDuration) {
      // told with those that are too long
    }
    throw ProblemException.of(
        Status.BAD_REQUEST, "wait is \"" + wait + "\"; write a duration up to 15s, such as 10s");
  }
}
