package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;

/** A framework as small as can be, to drive the simulated cluster in tests. */
final class TestFramework implements AutoCloseable {

  private static final HttpClient HTTP = client();

  /** Of its own: a POST fails on a connection of before, if a master has just dropped it. */
  private final HttpClient http = client();

  private final SimulatedCluster cluster;
  private final EventStream events;
  private final String id;

  private TestFramework(SimulatedCluster cluster, ObjectNode info) {
    this.cluster = cluster;
    this.events = open(http, cluster, info, SimJson.object());
    this.id = events.next().path("subscribed").path("framework_id").path("value").asText();
  }

  /** Registers a framework with these capabilities and a failover time-out of an hour. */
  static TestFramework subscribe(SimulatedCluster cluster, String... capabilities) {
    return new TestFramework(cluster, info(capabilities));
  }

  static TestFramework of(SimulatedCluster cluster, ObjectNode info) {
    return new TestFramework(cluster, info);
  }

  static ObjectNode info(String... capabilities) {
    ObjectNode info = SimJson.object().put("user", "root").put("name", "test");
    info.put("failover_timeout", 3600.0).put("checkpoint", true);
    info.putArray("roles").add("test");
    var array = info.putArray("capabilities");
    array.addObject().put("type", "MULTI_ROLE");
    List.of(capabilities).forEach(each -> array.addObject().put("type", each));
    return info;
  }

  /** The same framework, subscribed once more. */
  TestFramework resubscribe(String... capabilities) {
    ObjectNode info = info(capabilities);
    info.set("id", SimJson.id(id));
    return new TestFramework(cluster, info);
  }

  static EventStream open(SimulatedCluster cluster, ObjectNode info) {
    return open(cluster, info, SimJson.object());
  }

  /**
   * @param subscribe what the subscription has beside the info
   */
  static EventStream open(SimulatedCluster cluster, ObjectNode info, ObjectNode subscribe) {
    return open(HTTP, cluster, info, subscribe);
  }

  private static EventStream open(
      HttpClient http, SimulatedCluster cluster, ObjectNode info, ObjectNode subscribe) {
    ObjectNode call = SimJson.object().put("type", "SUBSCRIBE");
    if (info.has("id")) {
      call.set("framework_id", info.get("id"));
    }
    subscribe.set("framework_info", info);
    call.set("subscribe", subscribe);
    HttpResponse<InputStream> response =
        send(http, builder(cluster, call).build(), BodyHandlers.ofInputStream());
    return new EventStream(
        response.body(), response.headers().firstValue("Mesos-Stream-Id").orElseThrow(), cluster);
  }

  private static HttpRequest.Builder builder(SimulatedCluster cluster, JsonNode call) {
    return HttpRequest.newBuilder(URI.create(cluster.url() + "/api/v1/scheduler"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(call.toString()));
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    return send(HTTP, request, handler);
  }

  private static <T> HttpResponse<T> send(
      HttpClient http, HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String id() {
    return id;
  }

  EventStream events() {
    return events;
  }

  /** Makes a call with the payload as JSON text, in which single quotes stand for double ones. */
  HttpResponse<String> call(String type, String payload) {
    ObjectNode call = SimJson.object().put("type", type);
    call.set("framework_id", SimJson.id(id));
    try {
      call.set(type.toLowerCase(Locale.ROOT), SimJson.MAPPER.readTree(payload.replace('\'', '"')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return send(
        http,
        builder(cluster, call).header("Mesos-Stream-Id", events.streamId()).build(),
        BodyHandlers.ofString());
  }

  /** Waits for offers and launches a task with that command on the first. */
  void launch(String taskId, String command) {
    JsonNode offer = events.offers().path("offers").path("offers").get(0);
    call("ACCEPT", accept(offer, taskId, command));
  }

  static String accept(JsonNode offer, String taskId, String command) {
    return """
        {'offer_ids': [{'value': '%s'}], 'filters': {'refuse_seconds': 0.01},
         'operations': [{'type': 'LAUNCH', 'launch': {'task_infos': [
           {'name': '%2$s', 'task_id': {'value': '%2$s'}, 'agent_id': {'value': '%3$s'},
            'command': {'value': '%4$s'},
            'resources': [{'name': 'cpus', 'type': 'SCALAR', 'scalar': {'value': 0.1}},
                          {'name': 'mem', 'type': 'SCALAR', 'scalar': {'value': 32}}]}]}}]}
        """
        .formatted(SimJson.idIn(offer, "id"), taskId, SimJson.idIn(offer, "agent_id"), command);
  }

  /** The status in the next UPDATE. */
  JsonNode update() {
    JsonNode event = events.next();
    if (!event.path("type").asText().equals("UPDATE")) {
      throw new AssertionError("Expecting an UPDATE, not " + event);
    }
    return event.path("update").path("status");
  }

  /** Waits for an update, acknowledges it and tells its state. */
  String acknowledged() {
    JsonNode status = update();
    acknowledge(status);
    return status.path("state").asText();
  }

  /** As {@link #acknowledged}, passing over what is no update. */
  String acknowledgedNext() {
    JsonNode status = events.next("UPDATE").path("update").path("status");
    acknowledge(status);
    return status.path("state").asText();
  }

  void acknowledge(JsonNode status) {
    call(
        "ACKNOWLEDGE",
        "{'agent_id': {'value': '%s'}, 'task_id': {'value': '%s'}, 'uuid': '%s'}"
            .formatted(
                SimJson.idIn(status, "agent_id"),
                SimJson.idIn(status, "task_id"),
                status.path("uuid").asText()));
  }

  @Override
  public void close() {
    events.close();
  }
}
