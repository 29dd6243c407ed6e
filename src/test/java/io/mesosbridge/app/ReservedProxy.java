package io.mesosbridge.app;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;

/** Stands before a master and passes everything on, but keeps the master's version to itself. */
final class ReservedProxy implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private final String master;
  private final int status;
  private final HttpServer server;

  /**
   * @param master its base URL
   * @param status what who asks for the version gets
   */
  ReservedProxy(String master, int status) {
    this.master = master;
    this.status = status;
    this.server =
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

  private void handle(HttpServerRequest request) {
    if (request.path().equals("/version")) {
      request.response().setStatusCode(status).end();
      return;
    }
    request.pause(); // until the master has a connection for it
    client
        .request(
            new RequestOptions().setMethod(request.method()).setAbsoluteURI(master + request.uri()))
        .compose(
            passed -> {
              passed.headers().setAll(request.headers());
              return passed.send(request);
            })
        .onSuccess(answer -> pass(answer, request.response()))
        .onFailure(gone -> request.response().reset());
  }

  private static void pass(HttpClientResponse answer, HttpServerResponse to) {
    to.setStatusCode(answer.statusCode());
    to.headers().setAll(answer.headers());
    answer.pipeTo(to);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
