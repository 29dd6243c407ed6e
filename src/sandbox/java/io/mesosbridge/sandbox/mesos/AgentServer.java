package io.mesosbridge.sandbox.mesos;

import io.mesosbridge.sandbox.net.Ports;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionException;

/** An agent's own address, as offers name it: there is its state, and nothing else. */
final class AgentServer {

  private static final int FIRST_PORT = 5051;
  private static final int APART = 10;
  private static final String STATE = "/slave\\(1\\)/state(\\.json)?|/state(\\.json)?";

  private final Cluster cluster;
  private final int number;
  private final int port;

  /**
   * @throws IllegalStateException when no port is free
   */
  AgentServer(Cluster cluster, int number) {
    this.cluster = cluster;
    this.number = number;
    int usual = FIRST_PORT + APART * number;
    if (cluster.http() == null) {
      this.port = usual;
      return;
    }
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setHttp2ClearTextEnabled(false)
            .setPort(cluster.config().port() == 0 ? 0 : Ports.preferring(usual));
    try {
      this.port =
          cluster
              .http()
              .vertx()
              .createHttpServer(options)
              .requestHandler(this::answer)
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .join()
              .actualPort();
    } catch (CompletionException e) {
      throw new IllegalStateException("An agent cannot listen on 127.0.0.1", e.getCause());
    }
  }

  int port() {
    return port;
  }

  private void answer(HttpServerRequest request) {
    try {
      Answer answer =
          request.path().matches(STATE)
              ? StateEndpoints.ofAgent(cluster, cluster.agents().get(number))
              : OperatorEndpoints.notSimulated(request.path() + " of an agent");
      answer.writeTo(request.response());
    } catch (RuntimeException e) {
      Answer.failure("agent's " + request.path(), e).writeTo(request.response());
    }
  }
}
