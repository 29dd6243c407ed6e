package io.mesosbridge.app;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients that do not behave cost. */
class HttpLimitsTest {

  private static final int MORE_THAN_SOCKETS_HOLD = 32 << 20;
  private static final int REQUESTS = 3;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger answered = new AtomicInteger();
  private HttpServer server;

  private void listen(boolean forManagement) {
    Router router = Router.router(vertx);
    HttpLimits limits = new HttpLimits(new MemorySize(BigInteger.TEN));
    if (forManagement) {
      limits.ofManagement(() -> router);
    } else {
      limits.ofApi(router);
    }
    router
        .get("/large")
        .handler(
            context -> {
              answered.incrementAndGet();
              context.end(Buffer.buffer(new byte[MORE_THAN_SOCKETS_HOLD]));
            });
    router.get("/small").handler(context -> context.end("small"));
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noAnswerIsMadeForWhoHasNotReadTheOneBefore(boolean forManagement) throws IOException {
    // Given
    listen(forManagement);
    String requests = get("/large").repeat(REQUESTS - 1) + get("/large", "Connection: close\r\n");
    try (Socket greedy = connect()) {

      // When
      greedy.getOutputStream().write(requests.getBytes(US_ASCII));
      await().atMost(PATIENCE).until(() -> answered.get() > 0);
      try (Socket other = connect()) {
        other.getOutputStream().write(get("/small", "Connection: close\r\n").getBytes(US_ASCII));
        assertThat(new String(other.getInputStream().readAllBytes(), US_ASCII)).contains("small");
      }

      // Then
      assertThat(answered).hasValue(1);
      assertThat(greedy.getInputStream().readAllBytes())
          .hasSizeGreaterThan(REQUESTS * MORE_THAN_SOCKETS_HOLD);
      assertThat(answered).hasValue(REQUESTS);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static String get(String path, String... headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n";
  }
}
