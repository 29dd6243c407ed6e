package io.mesosbridge.sandbox.mesos;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** One master's address: takes connections and sends each request to the endpoint for its path. */
final class MasterServer {

  private static final int LONGEST_HEADERS = 1 << 16;

  private final Cluster cluster;
  private final SchedulerEndpoint scheduler;
  private final OperatorEndpoints operator;
  private final SandboxEndpoints sandbox;
  private final Set<HttpConnection> connections = new LinkedHashSet<>();
  private int port;
  private HttpServer server;

  MasterServer(Cluster cluster, int port) {
    this.cluster = cluster;
    this.scheduler = new SchedulerEndpoint(cluster, this);
    this.operator = new OperatorEndpoints(cluster, this);
    this.sandbox = new SandboxEndpoints(cluster);
    try {
      this.port = listen(port).toCompletionStage().toCompletableFuture().join().actualPort();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "Cannot listen on 127.0.0.1:" + port + "; free the port, or use port 0", e.getCause());
    }
  }

  private Future<HttpServer> listen(int onPort) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(onPort)
            .setDecompressionSupported(true)
            .setTcpNoDelay(true)
            .setSsl(isSecured())
            .setKeyCertOptions(isSecured() ? cluster.config().certificate().options() : null)
            .setMaxHeaderSize(LONGEST_HEADERS);
    server =
        cluster
            .loop()
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

  int port() {
    return port;
  }

  String url() {
    return (isSecured() ? "https" : "http") + "://127.0.0.1:" + port;
  }

  private boolean isSecured() {
    return cluster.config().certificate() != null;
  }

  boolean isUp() {
    return server != null;
  }

  void dropConnections() {
    List.copyOf(connections).forEach(HttpConnection::close);
  }

  /** As the death of its process: every connection breaks, and nothing listens any more. */
  void stop() {
    if (server != null) {
      dropConnections();
      server.close();
      server = null;
    }
  }

  /** Listens at the same address again. */
  Future<HttpServer> restart() {
    return isUp() ? Future.succeededFuture(server) : listen(port);
  }

  private void route(HttpServerRequest request) {
    String path = request.path().replaceFirst("^/master/", "/").replaceFirst("(?<=.)/$", "");
    if (path.equals("/api/v1/scheduler")) {
      scheduler.handle(request);
    } else if (path.startsWith("/sandbox/")) {
      sandbox.handle(request, path.substring("/sandbox/".length()));
    } else {
      operator.handle(request, path);
    }
  }
}
