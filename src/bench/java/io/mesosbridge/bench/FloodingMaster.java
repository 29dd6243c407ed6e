package io.mesosbridge.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  private static final String RESCIND =
      "{\"type\":\"RESCIND\",\"rescind\":{\"offer_id\":{\"value\":\"%s-O%d\"}}}";

  private static final int AGENTS = 1_000;

  /** As a master of Mesos 1.11 writes it, of an agent with four resources and two attributes. */
  private static final String OFFER =
      ("{'id':{'value':'%s-O%d'},'framework_id':{'value':'%s'},'agent_id':{'value':'bench-S%d'},"
              + "'hostname':'127.0.0.1','url':{'scheme':'http','address':{'hostname':'127.0.0.1',"
              + "'ip':'127.0.0.1','port':5051},'path':'/slave(1)'},'resources':[{'name':"
              + "'ports','type':'RANGES','ranges':{'range':[{'begin':31000,'end':32000}]},"
              + "'role':'*','allocation_info':{'role':'test'}},{'name':'cpus','type':"
              + "'SCALAR','scalar':{'value':4.0},'role':'*','allocation_info':{'role':"
              + "'test'}},{'name':'mem','type':'SCALAR','scalar':{'value':2048.0},'role':"
              + "'*','allocation_info':{'role':'test'}},{'name':'disk','type':'SCALAR',"
              + "'scalar':{'value':4096.0},'role':'*','allocation_info':{'role':'test'}}],"
              + "'attributes':[{'name':'rack','type':'TEXT','text':{'value':'r2d2'}},"
              + "{'name':'pod','type':'TEXT','text':{'value':'demo,dev'}}],"
              + "'allocation_info':{'role':'test'}}")
          .replace('\'', '"');

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final CompletableFuture<HttpServerResponse> subscriber = new CompletableFuture<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
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
    flood(Collections.nCopies(records, framed(message(bytes))));
  }

  /** Sends offers of ids from 0 on, so many an event. */
  void floodOffers(int offers, int each) {
    flood(
        IntStream.range(0, offers / each)
            .mapToObj(event -> framed(offersFrom(event * each, each)))
            .toList());
  }

  /** Takes these offers back. */
  void rescindOffers(int offers) {
    flood(
        IntStream.range(0, offers)
            .mapToObj(id -> framed(RESCIND.formatted(FRAMEWORK, id)))
            .toList());
  }

  private void flood(List<Buffer> records) {
    HttpServerResponse response = awaitSubscriber();
    Iterator<Buffer> each = records.iterator();
    vertx.runOnContext(ignored -> pump(response, each));
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

  /** How many updates have been acknowledged. */
  int acknowledged() {
    return acknowledged.get();
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
    if (request.method().equals(HttpMethod.POST)) {
      request.body().onSuccess(body -> answer(request, new JsonObject(body)));
    } else {
      request.response().setStatusCode(404).end(); // its version is nobody's business
    }
  }

  private void answer(HttpServerRequest request, JsonObject call) {
    if (!call.getString("type").equals("SUBSCRIBE")) {
      request.response().setStatusCode(202).end();
      if (call.getString("type").equals("ACKNOWLEDGE")) {
        acknowledged.incrementAndGet();
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

  private void pump(HttpServerResponse response, Iterator<Buffer> records) {
    while (records.hasNext() && !response.writeQueueFull()) {
      response.write(records.next());
    }
    if (records.hasNext()) {
      response.drainHandler(drained -> pump(response, records));
    }
  }

  private static String message(int bytes) {
    return "{\"type\":\"MESSAGE\",\"message\":{\"agent_id\":{\"value\":\"S0\"},"
        + "\"executor_id\":{\"value\":\"e\"},\"data\":\""
        + "A".repeat(Math.max(0, bytes - 107))
        + "\"}}";
  }

  private static String offersFrom(int first, int each) {
    return IntStream.range(first, first + each)
        .mapToObj(id -> OFFER.formatted(FRAMEWORK, id, FRAMEWORK, id % AGENTS))
        .collect(Collectors.joining(",", "{\"type\":\"OFFERS\",\"offers\":{\"offers\":[", "]}}"));
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
