package io.mesosbridge.app.api;

import io.mesosbridge.app.TableCopies;
import io.mesosbridge.app.api.Problem.ProblemException;
import io.mesosbridge.kafka.History.BusyException;
import io.mesosbridge.kafka.KafkaClients;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Makes a problem of whatever ends a request. */
@ApplicationScoped
class Problems {

  private static final Logger LOG = Logger.getLogger(Problems.class);
  private static final String CHALLENGE = "Basic realm=\"" + Access.REALM + "\"";

  private final KafkaClients clients;
  private final Access access;

  Problems(KafkaClients clients, Access access) {
    this.clients = clients;
    this.access = access;
  }

  @ServerExceptionMapper
  Response of(ProblemException ended) {
    return ended.response();
  }

  /** What Quarkus itself says of a request, such as that nothing is there. */
  @ServerExceptionMapper
  Response of(WebApplicationException ended) {
    Response said = ended.getResponse();
    Status status = Status.fromStatusCode(said.getStatus());
    if (status == null || said.hasEntity() || said.getStatus() < 400) {
      return said;
    }
    return Problem.of(status, inWords(status)).response(Response.fromResponse(said));
  }

  private static String inWords(Status status) {
    return switch (status) {
      case NOT_FOUND ->
          "There is nothing of that name; /api/v1/openapi tells what there is, and what a parameter"
              + " may be";
      case METHOD_NOT_ALLOWED -> "This can only be read, unless it is /api/v1/commands";
      case NOT_ACCEPTABLE -> "The answer is JSON, that of /api/v1/events text/event-stream";
      case UNSUPPORTED_MEDIA_TYPE -> "A command is JSON: Content-Type: application/json";
      default -> status.getReasonPhrase();
    };
  }

  @ServerExceptionMapper
  Response of(UnauthorizedException unknown) {
    return access.hasUsers()
        ? unauthorized("This needs a user: one of quarkus.security.users.embedded")
        : Problem.of(Status.FORBIDDEN, Access.WITHOUT_USERS).response();
  }

  @ServerExceptionMapper
  Response of(AuthenticationFailedException wrong) {
    return unauthorized("There is no such user, or the password is another one");
  }

  private static Response unauthorized(String detail) {
    return Problem.of(Status.UNAUTHORIZED, detail)
        .response(
            Response.status(Status.UNAUTHORIZED).header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE));
  }

  @ServerExceptionMapper
  Response of(ForbiddenException missing) {
    return Problem.of(Status.FORBIDDEN, "This needs the role operator").response();
  }

  @ServerExceptionMapper
  Response of(BusyException busy) {
    return Problem.of(Status.SERVICE_UNAVAILABLE, busy.getMessage()).response();
  }

  @ServerExceptionMapper
  Response of(TableCopies.UnreadException early) {
    return Problem.of(Status.SERVICE_UNAVAILABLE, early.getMessage()).response();
  }

  @ServerExceptionMapper
  Response of(TimeoutException late) {
    return Problem.of(Status.SERVICE_UNAVAILABLE, "The bridge's event loop does not answer")
        .response();
  }

  @ServerExceptionMapper
  Response of(KafkaException failure) {
    return Problem.of(Status.SERVICE_UNAVAILABLE, clients.inWords(failure)).response();
  }

  /**
   * The body cannot be read: whoever sent it is gone, or it became too large while it was read,
   * which is answered already.
   */
  @ServerExceptionMapper
  Uni<Response> of(IOException unfinished, RoutingContext request) {
    LOG.debugf("A request's body cannot be read: %s", unfinished.getMessage());
    return request.response().ended()
        ? Uni.createFrom().nothing()
        : Uni.createFrom()
            .item(Problem.of(Status.BAD_REQUEST, "The body ended before its length").response());
  }

  /** Nobody foresaw it: the log has it, the answer does not. */
  @ServerExceptionMapper
  Response of(Throwable unforeseen) {
    LOG.error("A request failed in a way that nobody foresaw", unforeseen);
    return Problem.of(Status.INTERNAL_SERVER_ERROR, "The bridge's log tells why").response();
  }
}
