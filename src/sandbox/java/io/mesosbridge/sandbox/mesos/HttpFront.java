package io.mesosbridge.sandbox.mesos;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemTrustOptions;
import java.net.BindException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** A master's address: takes connections and sends each request to the endpoint for its path. */
final class HttpFront {

  private static final int LONGEST_HEADERS = 1 << 16;
  private static final int MOST_TRIES = 500;
  private static final int PAUSE_MILLIS = 10;

  private final Cluster cluster;
  private final SimSchedulerEndpoint scheduler;
  private final OperatorEndpoints operator;
  private final SandboxEndpoints sandbox;
  private final Set<HttpConnection> connections = new LinkedHashSet<>();
  private int port;
  private HttpServer server;

  private Future<?> stopped = Future.succeededFuture();

  /** Whoever kills this master hears that he did. */
  private HttpServerRequest striking;

  /**
   * @param port where it listens, now and whenever it comes back
   * @throws IllegalStateException when the port is taken
   */
  HttpFront(Cluster cluster, MasterServer master, SimSchedulerEndpoint scheduler, int port) {
    this.cluster = cluster;
    this.scheduler = scheduler;
    this.operator = new OperatorEndpoints(cluster, master);
    this.sandbox = new SandboxEndpoints(cluster);
    this.port = port;
    try {
      this.port = listen().toCompletionStage().toCompletableFuture().join().actualPort();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "Cannot listen on 127.0.0.1:" + port + "; free the port, or use port 0", e.getCause());
    }
  }

  int port() {
    return port;
  }

  /**
   * Listens at the same address again. The former socket is closed by the next turn of its
   * selector, which may come after whoever closed it was told.
   */
  Future<HttpServer> listenAgain() {
    return stopped.transform(closed -> listenAgain(MOST_TRIES));
  }

  private Future<HttpServer> listenAgain(int tries) {
    return listen()
        .recover(
            failure ->
                failure instanceof BindException && tries > 1
                    ? cluster
                        .http()
                        .vertx()
                        .timer(PAUSE_MILLIS)
                        .compose(passed -> listenAgain(tries - 1))
                    : Future.failedFuture(failure));
  }

  private Future<HttpServer> listen() {
    boolean secured = cluster.config().certificate() != null;
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setDecompressionSupported(true)
            .setTcpNoDelay(true)
            .setHttp2ClearTextEnabled(false) // of which no Mesos knows
            .setSsl(secured)
            .setKeyCertOptions(secured ? cluster.config().certificate().options() : null)
            .setMaxHeaderSize(LONGEST_HEADERS);
    if (cluster.config().clients() != null) {
      String authority = cluster.config().clients().toString();
      options
          .setClientAuth(ClientAuth.REQUIRED)
          .setTrustOptions(new PemTrustOptions().addCertPath(authority));
    }
    server =
        cluster
            .http()
            .vertx()
            .createHttpServer(options)
            .connectionHandler(this::opened)
            .requestHandler(this::route);
    return server.listen();
  }

  private void opened(HttpConnection connection) {
    connections.add(connection);
    connection.closeHandler(closed -> connections.remove(connection));
  }

  void dropConnections() {
    List.copyOf(connections).stream()
        .filter(connection -> striking == null || connection != striking.connection())
        .forEach(HttpConnection::close);
  }

  /** Nothing listens any more; call {@link #dropConnections} first. */
  void stop() {
    if (striking == null) {
      stopped = server.close();
    } else {
      HttpServer its = server;
      Promise<Void> closed = Promise.promise();
      striking.response().endHandler(told -> its.close().onComplete(closed));
      stopped = closed.future();
    }
  }

  private void route(HttpServerRequest request) {
    String path = MasterServer.endpoint(request.path());
    request
        .body()
        .onSuccess(
            body -> {
              try {
                handle(request, path, body);
              } catch (RuntimeException | StackOverflowError e) {
                Answer.failure(request.method() + " " + path, e).writeTo(request.response());
              }
            });
  }

  private void handle(HttpServerRequest request, String path, Buffer body) {
    if (path.equals(MasterServer.SCHEDULER)) {
      scheduler.handle(
          SchedulerRequest.of(
              request.method().name(),
              request::getHeader,
              body.getBytes(),
              new HttpReply(request, cluster.streamFaults())));
    } else if (path.startsWith("/sandbox/")) {
      striking = request;
      try {
        sandbox
            .answer(path.substring("/sandbox/".length()), body.toString())
            .writeTo(request.response());
      } finally {
        striking = null;
      }
    } else {
      operator.answer(request, path, body.toString()).writeTo(request.response());
    }
  }
}
