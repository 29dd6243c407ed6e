package io.mesosbridge.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mesosbridge.app.api.Problem.ProblemException;
import io.mesosbridge.kafka.EventFeed;
import io.mesosbridge.kafka.WatchedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** What happens, as it happens, for browsers and for curl. */
@Path("/api/v1/events")
@RolesAllowed(Access.VIEWER)
public class EventsResource {

  /** So that they leave room for others among the connections that are allowed. */
  private static final int MOST_WATCHERS = 100;

  /** In seconds: proxies, and the idle time-out of the bridge's own, end what says nothing. */
  private static final int STILL_HERE = 10;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final String LAST = "Last-Event-ID";

  private static final Problem GONE =
      Problem.of(
          Status.GONE,
          "Kafka has no longer what comes behind that Last-Event-ID; begin without one, and read"
              + " the tables for what is there now");

  private final EventFeed feed;
  private final ObjectMapper mapper;
  private final AtomicInteger watchers = new AtomicInteger();

  EventsResource(EventFeed feed, ObjectMapper mapper) {
    this.feed = feed;
    this.mapper = mapper;
  }

  /** Events from now on, or from behind the one that is named. */
  @GET
  @Watching
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      summary = "What the bridge publishes, as server-sent events",
      description =
          "Each event is a CloudEvent in JSON with its data verbatim (null when an offer or a"
              + " waiting launch is gone), and its id says where to go on: send it as"
              + " Last-Event-ID. 410 when Kafka has no longer what comes behind it. A reader who is"
              + " too slow is cut off, and goes on in the same way.")
  public Multi<OutboundSseEvent> events(
      @Parameter(description = "Of that CloudEvents type, or one that ends so, such as UPDATE")
          @QueryParam("type")
          List<String> types,
      @Parameter(description = "About that task") @QueryParam("task") String task,
      @Parameter(description = "About that agent; what only says that an offer is gone is not")
          @QueryParam("agent")
          String agent,
      @HeaderParam(LAST) String lastEventId,
      @Context Sse sse) {
    if (watchers.get() >= MOST_WATCHERS) {
      throw ProblemException.of(
          Status.SERVICE_UNAVAILABLE,
          MOST_WATCHERS + " others watch already; read the topics themselves, or come again");
    }
    return Multi.createFrom()
        .deferred(
            () -> {
              watchers.incrementAndGet(); // not before somebody reads, who can go away again
              EventQueue queue =
                  new EventQueue(
                      sse, event -> isWanted(event, types, task, agent), watchers::decrementAndGet);
              feed.watch(queue, Optional.ofNullable(lastEventId));
              return watched(queue);
            });
  }

  /** Ends with the events, a second later at most. */
  static Multi<OutboundSseEvent> watched(EventQueue queue) {
    Multi<OutboundSseEvent> still =
        Multi.createFrom()
            .ticks()
            .every(LOOK_EVERY)
            .onOverflow()
            .drop()
            .select()
            .first(tick -> !queue.isOver())
            .select()
            .where(tick -> tick % STILL_HERE == STILL_HERE - 1)
            .map(tick -> queue.stillHere())
            .select()
            .where(Optional::isPresent)
            .map(Optional::get);
    return Multi.createBy()
        .merging()
        .streams(queue.events(), still)
        .onItem()
        .invoke(queue::taken)
        .onTermination()
        .invoke(queue::end);
  }

  /** There is nothing to tell of a stream that does not end. */
  @HEAD
  public Response head() {
    return Response.ok().type(MediaType.SERVER_SENT_EVENTS).build();
  }

  /** Requests whose response begins at once, so that a problem has to be found before. */
  @NameBinding
  @Retention(RetentionPolicy.RUNTIME)
  @interface Watching {}

  /** Refuses who would go on where nothing is any more. */
  @ServerRequestFilter
  @Watching
  public Uni<Response> refuseWhatIsGone(ContainerRequestContext request) {
    String from = request.getHeaderString(LAST);
    return from == null
        ? Uni.createFrom().nullItem()
        : Uni.createFrom()
            .completionStage(() -> feed.isThere(from))
            .map(there -> there ? null : GONE.response());
  }

  private boolean isWanted(WatchedEvent event, List<String> types, String task, String agent) {
    boolean isOfType =
        types.isEmpty()
            || types.stream()
                .anyMatch(type -> event.type().equals(type) || event.type().endsWith("." + type));
    return isOfType
        && (task == null || isOf(task, event))
        && (agent == null || isOn(agent, read(event)));
  }

  private boolean isOf(String task, WatchedEvent event) {
    JsonNode data = read(event);
    if (task.equals(data.at("/task_id/value").asText())) {
      return true;
    }
    for (JsonNode id : data.path("task_ids")) {
      if (task.equals(id.asText())) {
        return true;
      }
    }
    return false;
  }

  static boolean isOn(String agent, JsonNode data) {
    for (JsonNode wantedBack : data.at("/inverse_offers/inverse_offers")) {
      if (agent.equals(wantedBack.at("/agent_id/value").asText())) {
        return true;
      }
    }
    return agent.equals(data.at("/agent_id/value").asText())
        || agent.equals(data.path("agent_id").asText())
        || agent.equals(data.at("/message/agent_id/value").asText())
        || agent.equals(data.at("/failure/agent_id/value").asText());
  }

  private JsonNode read(WatchedEvent event) {
    try {
      return event.data() == null ? mapper.missingNode() : mapper.readTree(event.data());
    } catch (IOException noJson) {
      return mapper.missingNode();
    }
  }
}
