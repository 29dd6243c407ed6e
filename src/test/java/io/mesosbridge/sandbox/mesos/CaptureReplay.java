package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends a recording's requests to a simulated cluster and compares all that comes back. */
final class CaptureReplay {

  private static final Set<String> RESTRICTED = Set.of("Connection", "Host", "Content-Length");

  private final Exchange exchange;
  private final SimulatedCluster cluster;
  private final Substitution ids = new Substitution();
  private final Map<String, EventStream> streams = new HashMap<>();
  private final Map<String, List<JsonNode>> skipped = new HashMap<>();
  private final Map<String, HttpResponse<InputStream>> responses = new HashMap<>();

  CaptureReplay(Exchange exchange, SimulatedCluster cluster) {
    this.exchange = exchange;
    this.cluster = cluster;
    ids.put("127.0.0.1:5050", cluster.urls().get(0).replace("http://", ""));
  }

  void run() {
    for (int i = 0; i < exchange.steps().size(); i++) {
      JsonNode step = exchange.steps().get(i);
      String connection = step.path("connection").asText();
      switch (step.path("what").asText()) {
        case "request" -> request(i, step, connection);
        case "response" -> response(step, connection);
        case "record" -> record(step, connection);
        default -> end(connection);
      }
    }
    streams.forEach(
        (connection, stream) -> {
          assertThat(skipped.getOrDefault(connection, List.of())).isEmpty();
          assertThat(stream.unread()).as("an event that was not recorded").isNull();
          assertThat(stream.unreadOffers()).as("offers that were not recorded").isNull();
          assertThat(stream.untaken()).as("events that were not recorded").isZero();
        });
  }

  private void request(int number, JsonNode step, String connection) {
    Scenario.cause(exchange.name(), connection + " request", cluster);
    String url = Scenario.url(connection, cluster) + step.path("path").asText();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    request.method(step.path("method").asText(), body(step));
    for (var header : step.path("headers").properties()) {
      if (!RESTRICTED.contains(header.getKey())) {
        request.header(header.getKey(), ids.in(header.getValue().asText()));
      }
    }
    var response = TestFramework.send(request.build(), BodyHandlers.ofInputStream());
    responses.put(connection, response);
    String recordedStream =
        exchange.responseTo(number).path("headers").path("Mesos-Stream-Id").asText();
    if (!recordedStream.isEmpty()) {
      String streamId = response.headers().firstValue("Mesos-Stream-Id").orElse("none");
      ids.put(recordedStream, streamId);
      streams.put(connection, new EventStream(response.body(), streamId, cluster));
    }
  }

  private HttpRequest.BodyPublisher body(JsonNode step) {
    String body = ids.in(step.path("body").asText(""));
    boolean protobuf =
        step.path("headers").path("Content-Type").asText().equals("application/x-protobuf");
    return BodyPublishers.ofByteArray(
        protobuf ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8));
  }

  private void response(JsonNode step, String connection) {
    HttpResponse<InputStream> response = responses.get(connection);
    assertThat(response.statusCode())
        .as("status of " + step)
        .isEqualTo(step.path("status").asInt());
    for (String header : List.of("Content-Type", "Location", "WWW-Authenticate", "Allow")) {
      String recorded = step.path("headers").path(header).asText(null);
      assertThat(response.headers().firstValue(header).orElse(null))
          .as(header + " of " + step)
          .isEqualTo(recorded == null ? null : ids.in(recorded));
    }
    if (!streams.containsKey(connection)) {
      assertThat(text(response))
          .as("text of " + step)
          .isEqualTo(ids.in(step.path("body").asText()));
    }
  }

  private static String text(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void record(JsonNode step, String connection) {
    String number = connection + " " + step.path("n").asInt();
    Scenario.cause(exchange.name(), number, cluster);
    JsonNode recorded = json(step.path("record").asText());
    switch (recorded.path("type").asText()) {
      case "HEARTBEAT" -> {}
      case "OFFERS" -> compare(recorded, streams.get(connection).offers());
      default -> compare(recorded, counterpart(recorded, connection));
    }
  }

  /** The next event, where updates of different tasks may come in another order. */
  private JsonNode counterpart(JsonNode recorded, String connection) {
    List<JsonNode> earlier = skipped.computeIfAbsent(connection, key -> new ArrayList<>());
    for (JsonNode candidate : earlier) {
      if (task(candidate).equals(task(recorded))) {
        earlier.remove(candidate);
        return candidate;
      }
    }
    JsonNode next = streams.get(connection).next();
    while (!task(recorded).isEmpty()
        && !task(next).isEmpty()
        && !task(next).equals(task(recorded))) {
      earlier.add(next);
      next = streams.get(connection).next();
    }
    return next;
  }

  private static String task(JsonNode event) {
    return SimJson.idIn(event.path("update").path("status"), "task_id");
  }

  private void compare(JsonNode recorded, JsonNode simulated) {
    ids.learn(recorded, simulated);
    JsonNode expected = json(ids.in(recorded.toString()));
    assertThat(Substitution.stable(simulated)).isEqualTo(Substitution.stable(expected));
  }

  private static JsonNode json(String text) {
    try {
      return SimJson.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end(String connection) {
    EventStream stream = streams.get(connection);
    if (Scenario.clientHangsUp(exchange.name(), connection)) {
      stream.close();
      await()
          .until(
              () -> cluster.ledger().outstandingOffers().values().stream().allMatch(Set::isEmpty));
    } else {
      Scenario.cause(exchange.name(), connection + " eof", cluster);
      stream.endsProperly();
    }
  }
}
