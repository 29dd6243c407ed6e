package io.mesosbridge.bench;

import static io.mesosbridge.bench.MesosTexts.framed;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A master that has nothing but events to send, as fast as the connection takes them; what they say
 * is made before the clock starts. Waits for its flood methods after SUBSCRIBED.
 */
final class FloodingMaster implements Closeable {

  private static final int MOST_UNACKNOWLEDGED = 2_000;

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final double heartbeatSeconds;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger launched = new AtomicInteger();
  private volatile CompletableFuture<HttpServerResponse> subscriber = new CompletableFuture<>();
  private volatile Consumer<JsonObject> listener = call -> {};
  private final AtomicInteger subscriptions = new AtomicInteger();
  private Context loop;

  // of the loop
  private final List<JsonObject> tasks = new ArrayList<>();
  private int nextTask;
  private int updatedTasks;
  private int updatesLeft;
  private int updatesSent;
  private final Set<Integer> kept = new HashSet<>();
  private int offersKept = 1_000_000; // others are numbered from 0 on
  private boolean offersAgain;

  /** Promises a heartbeat so often, and never sends one. */
  FloodingMaster(double heartbeatSeconds) {
    this.heartbeatSeconds = heartbeatSeconds;
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

  /** Waits until somebody has subscribed. */
  void awaitSubscriber() {
    subscriber.join();
  }

  /** Whether somebody subscribes within that time. */
  boolean isSubscribed(Duration within) {
    try {
      subscriber.get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Forgets the subscriber, which is to die now: the next is awaited. */
  void expectAnother() {
    subscriber = new CompletableFuture<>();
  }

  /** Who is told of each call from now on, on the master's own thread. */
  void listen(Consumer<JsonObject> toEachCall) {
    listener = toEachCall;
  }

  /** Sends one event now. */
  void send(String event) {
    Buffer record = framed(event);
    HttpServerResponse response = subscriber.join();
    loop.runOnContext(ignored -> response.write(record));
  }

  /** Sends these events as fast as they are taken. */
  void flood(List<Buffer> records) {
    HttpServerResponse response = subscriber.join();
    Iterator<Buffer> each = records.iterator();
    loop.runOnContext(ignored -> pump(response, each));
  }

  /** Sends records of MESSAGE events, each of about that size. */
  void floodMessages(int records, int bytes) {
    flood(Collections.nCopies(records, framed(MesosTexts.message(0, bytes))));
  }

  /** Sends offers from that number on, so many an event. */
  void floodOffers(int first, int offers, int each) {
    flood(
        IntStream.range(0, offers / each)
            .mapToObj(event -> framed(MesosTexts.offers(first + event * each, each)))
            .toList());
  }

  /** From here on so many offers are always there: for each that is accepted, a new one comes. */
  void keepOffers(int offers) {
    loop.runOnContext(
        ignored -> {
          offersAgain = true;
          offerMore(offers);
        });
  }

  /** Takes those back that are there still, and none comes any more but by the flood. */
  void rescindKept() {
    loop.runOnContext(
        ignored -> {
          if (offersAgain) {
            kept.forEach(offer -> write(MesosTexts.rescind(offer)));
            kept.clear();
            offersAgain = false;
          }
        });
  }

  /** Takes these offers back. */
  void rescindOffers(int first, int offers) {
    flood(
        IntStream.range(first, first + offers)
            .mapToObj(id -> framed(MesosTexts.rescind(id)))
            .toList());
  }

  /**
   * Sends updates of the tasks from that one on, again and again, each as soon as an earlier one is
   * acknowledged, as agents do.
   */
  void floodUpdates(int updates, int first, int ofTasks) {
    loop.runOnContext(
        ignored -> {
          updatesLeft = updates;
          nextTask = first;
          updatedTasks = ofTasks;
          for (int i = 0; i < Math.min(ofTasks, MOST_UNACKNOWLEDGED); i++) {
            sendUpdate();
          }
        });
  }

  /** Ends the tasks that were launched, by one update of each. */
  void endTasks() {
    loop.runOnContext(
        ignored -> {
          tasks.forEach(
              task ->
                  write(
                      MesosTexts.update(
                          task.getJsonObject("task_id").getString("value"),
                          task.getJsonObject("agent_id").getString("value"),
                          "TASK_FINISHED",
                          updatesSent++)));
          tasks.clear();
        });
  }

  /** How many subscriptions there were. */
  int subscriptions() {
    return subscriptions.get();
  }

  /** How many updates have been acknowledged. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** How many tasks have been launched. */
  int launched() {
    return launched.get();
  }

  private void sendUpdate() {
    if (updatesLeft > 0) {
      updatesLeft--;
      String task = "task-" + nextTask++ % updatedTasks;
      write(MesosTexts.update(task, "bench-S0", "TASK_RUNNING", updatesSent++));
    }
  }

  private void write(String event) {
    subscriber.join().write(framed(event));
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
    String type = call.getString("type");
    if (type.equals("SUBSCRIBE")) {
      subscribe(request.response());
      return;
    }
    request.response().setStatusCode(202).end();
    listener.accept(call);
    if (type.equals("ACKNOWLEDGE")) {
      acknowledged.incrementAndGet();
      sendUpdate();
    } else if (type.equals("ACCEPT")) {
      accept(call.getJsonObject("accept"));
    }
  }

  private void subscribe(HttpServerResponse response) {
    loop = vertx.getOrCreateContext();
    response.setChunked(true);
    response.putHeader("Mesos-Stream-Id", "bench-stream-" + subscriptions.incrementAndGet());
    response.putHeader("Content-Type", "application/json");
    response.write(framed(MesosTexts.subscribed(heartbeatSeconds)));
    subscriber.complete(response);
  }

  private void accept(JsonObject accept) {
    for (Object operation : accept.getJsonArray("operations")) {
      JsonArray infos = ((JsonObject) operation).getJsonObject("launch").getJsonArray("task_infos");
      infos.forEach(task -> tasks.add((JsonObject) task));
      launched.addAndGet(infos.size());
    }
    if (offersAgain) {
      JsonArray used = accept.getJsonArray("offer_ids");
      used.forEach(id -> kept.remove(MesosTexts.numberOfOffer((JsonObject) id)));
      offerMore(used.size());
    }
  }

  private void offerMore(int offers) {
    write(MesosTexts.offers(offersKept, offers));
    IntStream.range(offersKept, offersKept + offers).forEach(kept::add);
    offersKept += offers;
  }

  private void pump(HttpServerResponse response, Iterator<Buffer> records) {
    while (records.hasNext() && !response.writeQueueFull()) {
      response.write(records.next());
    }
    if (records.hasNext()) {
      response.drainHandler(drained -> pump(response, records));
    }
  }
}
