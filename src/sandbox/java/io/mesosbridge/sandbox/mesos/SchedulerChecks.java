package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** Every reason to refuse a request to the scheduler endpoint, in the order of {@code http.cpp}. */
final class SchedulerChecks {

  private static final String JSON = "application/json";
  private static final String PROTOBUF = "application/x-protobuf";
  private static final Set<String> STREAMED = Set.of("SUBSCRIBE", "RECONCILE_OPERATIONS");

  private interface Check {
    /** The refusal; null when there is no reason for one. */
    Answer refuse(SchedulerRequest request);
  }

  private final Cluster cluster;
  private final MasterServer server;
  private final List<Check> checks =
      List.of(
          this::authentication,
          this::leadership,
          this::method,
          this::contentType,
          this::syntax,
          this::conversion,
          this::call,
          this::accept,
          this::framework,
          this::stream);

  SchedulerChecks(Cluster cluster, MasterServer server) {
    this.cluster = cluster;
    this.server = server;
  }

  /** The first refusal; null when the call is to be carried out. */
  Answer refuse(SchedulerRequest request) {
    for (Check check : checks) {
      Answer refusal = check.refuse(request);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private Answer authentication(SchedulerRequest request) {
    String expected = cluster.config().credentials();
    return expected == null || expected.equals(request.credentials())
        ? null
        : Answer.with(
            401, "401 Unauthorized.", "WWW-Authenticate", "Basic realm=\"mesos-master-scheduler\"");
  }

  private Answer leadership(SchedulerRequest request) {
    return cluster.election().refusal(server, "/master/api/v1/scheduler");
  }

  private Answer method(SchedulerRequest request) {
    String method = request.method();
    return method.equals("POST") ? null : Answer.methodNotAllowed(method, "POST");
  }

  private Answer contentType(SchedulerRequest request) {
    String type = request.header("Content-Type");
    if (type == null) {
      return Answer.badRequest("Expecting 'Content-Type' to be present");
    }
    if (type.equals(PROTOBUF)) {
      return ProtobufWire.isMessage(request.body())
          ? Answer.badRequest("Failed to validate scheduler::Call: Expecting 'type' to be present")
          : Answer.badRequest("Failed to parse body into Call protobuf");
    }
    return type.equals(JSON)
        ? null
        : new Answer(415, "Expecting 'Content-Type' of application/json or application/x-protobuf");
  }

  private Answer syntax(SchedulerRequest request) {
    if (!request.json().isMissingNode()) {
      return null;
    }
    try {
      SimJson.MAPPER.readTree(request.body());
      return syntaxError(1, "");
    } catch (JsonProcessingException e) {
      List<String> lines = request.body().lines().toList();
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      String text = line <= lines.size() ? lines.get(line - 1) : "";
      return syntaxError(line, text.substring(Math.min(text.length(), Math.max(0, column))));
    }
  }

  private static Answer syntaxError(int line, String near) {
    return Answer.badRequest(
        "Failed to parse body into JSON: syntax error at line %d near: %s".formatted(line, near));
  }

  private Answer conversion(SchedulerRequest request) {
    String unknown = cluster.version().broken(request.json());
    String broken =
        unknown == null
            ? CallSchema.broken("Call", request.json(), cluster.version().minor())
            : unknown;
    return broken == null
        ? null
        : Answer.badRequest("Failed to convert JSON into Call protobuf: " + broken);
  }

  private Answer call(SchedulerRequest request) {
    String broken = CallRules.broken(request.json(), cluster.config().principal());
    return broken == null
        ? null
        : Answer.badRequest("Failed to validate scheduler::Call: " + broken);
  }

  /** This master streams JSON only, so it refuses what allows protobuf alone. */
  private Answer accept(SchedulerRequest request) {
    String accept = request.header("Accept");
    if (!STREAMED.contains(request.type())
        || accept == null
        || accept.contains(JSON)
        || accept.contains("*/*")
        || accept.contains("application/*")) {
      return null;
    }
    return new Answer(
        406,
        accept.contains(PROTOBUF)
            ? "This simulated master streams JSON only: let 'Accept' allow 'application/json'"
            : "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'");
  }

  private Answer framework(SchedulerRequest request) {
    if (request.isSubscribe()) {
      return request.header("Mesos-Stream-Id") == null
          ? null
          : Answer.badRequest("Subscribe calls should not include the 'Mesos-Stream-Id' header");
    }
    SimFramework framework = framework(request.json());
    if (framework == null) {
      return Answer.badRequest("Framework cannot be found");
    }
    String broken = CallRules.principal(framework.info().json(), cluster.config().principal());
    if (broken != null) {
      return Answer.badRequest(broken);
    }
    return framework.isSubscribed() ? null : new Answer(403, "Framework is not subscribed");
  }

  private Answer stream(SchedulerRequest request) {
    if (request.isSubscribe()) {
      return null;
    }
    String streamId = request.header("Mesos-Stream-Id");
    SimFramework framework = framework(request.json());
    if (streamId == null) {
      return Answer.badRequest(
          "All non-subscribe calls should include the 'Mesos-Stream-Id' header");
    }
    return framework.subscription().streamId().equals(streamId)
        ? null
        : Answer.badRequest(
            ("The stream ID '%s' included in this request didn't match the stream ID "
                    + "currently associated with framework ID %s")
                .formatted(streamId, framework.id()));
  }

  private SimFramework framework(JsonNode call) {
    return cluster.master().framework(SimJson.idIn(call, "framework_id"));
  }
}
