package io.mesosbridge.mesos;

import io.mesosbridge.sandbox.net.Certificate;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import java.net.URI;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;

/** A master that answers as a test wants it to, for what a real one does only in bad moments. */
final class ScriptedMaster implements AutoCloseable {

  static final String FRAMEWORK = "the-framework";
  static final String SUBSCRIBED =
      """
      {"type":"SUBSCRIBED","subscribed":{"framework_id":{"value":"%s"},\
      "heartbeat_interval_seconds":%s%s}}\
      """;

  /**
   * A request as it came.
   *
   * @param session its connection's, which the request forgets once that is closed; null without
   *     TLS
   */
  record Seen(HttpServerRequest request, JsonObject body, SSLSession session) {
    String type() {
      return body.getString("type");
    }

    void answer(int status, String text) {
      request.response().setStatusCode(status).end(text);
    }
  }

  private final HttpServer server;
  private final boolean secured;
  private final Deque<Handler<HttpServerRequest>> subscribes = new ConcurrentLinkedDeque<>();
  private volatile Handler<Seen> onCall =
      seen -> seen.request().response().setStatusCode(202).end();

  private volatile Handler<HttpServerRequest> onVersion = answer(404, "");

  final List<HttpServerRequest> versionQuestions = new CopyOnWriteArrayList<>();
  final List<Seen> seen = new CopyOnWriteArrayList<>();
  final List<HttpServerResponse> streams = new CopyOnWriteArrayList<>();
  private final Map<HttpServerResponse, Context> contexts = new ConcurrentHashMap<>();
  volatile double heartbeatSeconds = 15;
  private volatile String masterInfo =
      ",\"master_info\":{\"id\":\"m\",\"hostname\":\"h\",\"port\":1,\"version\":\"1.12.0\"}";

  ScriptedMaster(Vertx vertx) {
    this(vertx, null);
  }

  /** A master that speaks TLS; one without a certificate does not. */
  ScriptedMaster(Vertx vertx, Certificate certificate) {
    this(vertx, certificate, List.of());
  }

  /** A master that speaks TLS, and with those only who show one of these certificates, if any. */
  ScriptedMaster(Vertx vertx, Certificate certificate, List<Certificate> known) {
    secured = certificate != null;
    PemTrustOptions trust = new PemTrustOptions();
    known.forEach(each -> trust.addCertPath(each.pem().toString()));
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(secured)
                    .setKeyCertOptions(secured ? certificate.options() : null)
                    .setClientAuth(known.isEmpty() ? ClientAuth.NONE : ClientAuth.REQUIRED)
                    .setTrustOptions(known.isEmpty() ? null : trust))
            .requestHandler(this::onRequest)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  /** What the next SUBSCRIBE gets, then the one after it...; afterwards each is accepted. */
  @SafeVarargs
  final ScriptedMaster subscribe(Handler<HttpServerRequest>... answers) {
    for (Handler<HttpServerRequest> answer : answers) {
      subscribes.add(answer);
    }
    return this;
  }

  /** From now on each SUBSCRIBE is accepted. */
  void recover() {
    subscribes.clear();
  }

  /** What {@code GET /version} gets; 404 unless this says otherwise. */
  ScriptedMaster version(Handler<HttpServerRequest> answer) {
    onVersion = answer;
    return this;
  }

  ScriptedMaster call(Handler<Seen> answer) {
    onCall = answer;
    return this;
  }

  static Handler<HttpServerRequest> answer(int status, String text) {
    return request -> request.response().setStatusCode(status).end(text);
  }

  static Handler<HttpServerRequest> redirect(String location) {
    return request -> request.response().setStatusCode(307).putHeader("Location", location).end();
  }

  /** Accepts, sends these bytes as they are, and leaves the stream open. */
  Handler<HttpServerRequest> stream(String bytes) {
    return request -> open(request).write(bytes);
  }

  /** Accepts, sends these bytes as they are, and ends the stream. */
  Handler<HttpServerRequest> streamAndEnd(String bytes) {
    return request -> open(request).end(bytes);
  }

  private HttpServerResponse open(HttpServerRequest request) {
    HttpServerResponse response =
        request
            .response()
            .setChunked(true)
            .putHeader("Mesos-Stream-Id", "stream-" + (streams.size() + 1));
    streams.add(response);
    contexts.put(response, Vertx.currentContext());
    return response;
  }

  static String record(String json) {
    return Buffer.buffer(json).length() + "\n" + json;
  }

  static String error(String message) {
    return record("{\"type\":\"ERROR\",\"error\":{\"message\":\"" + message + "\"}}");
  }

  /** Says nothing of itself in SUBSCRIBED, as 1.0 does. */
  void silentInSubscribed() {
    masterInfo = "";
  }

  String subscribed() {
    return record(SUBSCRIBED.formatted(FRAMEWORK, heartbeatSeconds, masterInfo));
  }

  HttpServerResponse stream() {
    return streams.get(streams.size() - 1);
  }

  /** Does this to each stream that is still open, where nothing can come in between. */
  void onOpenStreams(Consumer<HttpServerResponse> action) {
    contexts.forEach(
        (stream, context) ->
            context.runOnContext(
                start -> {
                  if (!stream.ended() && !stream.closed()) {
                    action.accept(stream);
                  }
                }));
  }

  List<Seen> subscriptions() {
    return seen.stream().filter(request -> "SUBSCRIBE".equals(request.type())).toList();
  }

  List<Seen> calls() {
    return seen.stream().filter(request -> !"SUBSCRIBE".equals(request.type())).toList();
  }

  /** New connections get this certificate; whom the master knows stays the same. */
  void showNow(Certificate certificate) {
    SSLOptions options = new SSLOptions().setKeyCertOptions(certificate.options());
    server.updateSSLOptions(options).toCompletionStage().toCompletableFuture().join();
  }

  int port() {
    return server.actualPort();
  }

  URI endpoint() {
    return URI.create(
        (secured ? "https" : "http") + "://127.0.0.1:" + port() + "/api/v1/scheduler");
  }

  private void onRequest(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.GET)) {
      versionQuestions.add(request);
      onVersion.handle(request);
      return;
    }
    request.bodyHandler(
        body -> {
          Seen call = new Seen(request, body.toJsonObject(), request.sslSession());
          seen.add(call);
          if (!"SUBSCRIBE".equals(call.type())) {
            onCall.handle(call);
          } else if (subscribes.isEmpty()) {
            stream(subscribed()).handle(request);
          } else {
            subscribes.remove().handle(request);
          }
        });
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }
}
