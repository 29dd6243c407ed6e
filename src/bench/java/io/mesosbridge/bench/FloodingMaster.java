package io.mesosbridge.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/**
 * A master that has nothing but events to send, as fast as the connection takes them; what they say
 * is made before the clock starts. Waits for its flood methods after SUBSCRIBED.
 */
final class FloodingMaster implements AutoCloseable {

  /** The framework that every subscriber is told to be. */
  static final String FRAMEWORK = "bench";

  private static final String SUBSCRIBED =
      "{\"type\":\"SUBSCRIBED\",\"subscribed\":{\"framework_id\":{\"value\":\""
          + FRAMEWORK
          + "\"},"
          + "\"heartbeat_interval_seconds\":3600.0}}";

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final CompletableFuture<HttpServerResponse> subscriber = new CompletableFuture<>();
  private int updatesLeft;
  private int updatesSent;

  FloodingMaster() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Waits until a bridge has subscribed. */
  HttpServerResponse awaitSubscriber() {
    return subscriber.join();
  }

  /** Sends records of MESSAGE events, each of about that size. */
  void floodMessages(int records, int bytes) {
    Buffer record = framed(message(bytes));
    HttpServerResponse response = awaitSubscriber();
    vertx.runOnContext(ignored -> pump(response, record, records));
  }

  /**
   * Sends updates of tasks, of each task the next one as soon as the last one is acknowledged, as
   * agents do.
   */
  void floodUpdates(int updates, int tasks) {
    HttpServerResponse response = awaitSubscriber();
    vertx.runOnContext(
        ignored -> {
          updatesLeft = updates;
          for (int task = 0; task < tasks; task++) {
            sendUpdate(response, "task-" + task);
          }
        });
  }

  private void sendUpdate(HttpServerResponse response, String taskId) {
    if (updatesLeft > 0) {
      updatesLeft--;
      response.write(framed(update(taskId, updatesSent++)));
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void handle(HttpServerRequest request) {
    request.body().onSuccess(body -> answer(request, new JsonObject(body)));
  }

  private void answer(HttpServerRequest request, JsonObject call) {
    if (!call.getString("type").equals("SUBSCRIBE")) {
      request.response().setStatusCode(202).end();
      if (call.getString("type").equals("ACKNOWLEDGE")) {
        JsonObject taskId = call.getJsonObject("acknowledge").getJsonObject("task_id");
        sendUpdate(subscriber.join(), taskId.getString("value"));
      }
      return;
    }
    HttpServerResponse response = request.response().setChunked(true);
    response.putHeader("Mesos-Stream-Id", "bench-stream");
    response.putHeader("Content-Type", "application/json");
    response.write(framed(SUBSCRIBED));
    subscriber.complete(response);
  }

  private void pump(HttpServerResponse response, Buffer record, int left) {
    int rest = left;
    while (rest > 0 && !response.writeQueueFull()) {
      response.write(record);
      rest--;
    }
    int remaining = rest;
    if (remaining > 0) {
      response.drainHandler(drained -> pump(response, record, remaining));
    }
  }

  private static String message(int bytes) {
    return "{\"type\":\"MESSAGE\",\"message\":{\"agent_id\":{\"value\":\"S0\"},"
        + "\"executor_id\":{\"value\":\"e\"},\"data\":\""
        + "A".repeat(Math.max(0, bytes - 107))
        + "\"}}";
  }

  private static String update(String taskId, int number) {
    String uuid =
        Base64.getEncoder()
            .encodeToString("%016d".formatted(number).getBytes(StandardCharsets.US_ASCII));
    return "{\"type\":\"UPDATE\",\"update\":{\"status\":{\"task_id\":{\"value\":\""
        + taskId
        + "\"},\"state\":\"TASK_RUNNING\",\"source\":\"SOURCE_EXECUTOR\",\"agent_id\":{\"value\":"
        + "\"bench-S0\"},\"executor_id\":{\"value\":\""
        + taskId
        + "\"},\"timestamp\":1795353158.908617,\"uuid\":\""
        + uuid
        + "\",\"container_status\":{\"container_id\":{\"value\":\"8e971cf8-9521-455b-ad2e-0184b97"
        + "fd8a3\"},\"network_infos\":[{\"ip_addresses\":[{\"protocol\":\"IPv4\",\"ip_address\":"
        + "\"127.0.0.1\"}]}],\"executor_pid\":10725}}}}";
  }

  private static Buffer framed(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return Buffer.buffer(bytes.length + "\n").appendBytes(bytes);
  }
}
