package io.mesosbridge.app.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mesosbridge.core.language.CommandError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/**
 * Why a request was refused or failed, as RFC 9457 has it.
 *
 * @param title what the status means
 * @param status of the response
 * @param detail what was wrong, where, and what would be right
 * @param code of the command's error; null where no command is to blame
 * @param field where in the command, as a JSON pointer; null for nowhere in it
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String title, int status, String detail, String code, String field) {

  /** What a body with a problem says that it is. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String RETRY_SECONDS = "1";

  static Problem of(Status status, String detail) {
    return new Problem(status.getReasonPhrase(), status.getStatusCode(), detail, null, null);
  }

  /** Ends a request with a problem, from wherever that is found. */
  static final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    private ProblemException(Problem problem) {
      super(problem.detail, null, false, false);
      this.problem = problem;
    }

    static ProblemException of(Status status, String detail) {
      return new ProblemException(Problem.of(status, detail));
    }

    /** A command that would be refused. */
    static ProblemException of(Status status, CommandError error) {
      return new ProblemException(
          new Problem(
              status.getReasonPhrase(),
              status.getStatusCode(),
              error.message(),
              error.code().name(),
              error.field()));
    }

    Response response() {
      return problem.response();
    }
  }

  Response response() {
    return response(Response.status(status));
  }

  /** The same with the headers that the builder has. */
  Response response(Response.ResponseBuilder builder) {
    if (status == Status.SERVICE_UNAVAILABLE.getStatusCode()) {
      builder.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    return builder.type(MEDIA_TYPE).entity(this).build();
  }
}
