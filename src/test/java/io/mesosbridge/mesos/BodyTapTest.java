package io.mesosbridge.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.VertxByteBufAllocator;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken of an answer's body, and what Vert.x' client is left to tell. */
class BodyTapTest {

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  /** To whoever has asked: an answer that overtook its request would be to none. */
  private final CompletableFuture<NetSocket> connected = new CompletableFuture<>();

  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final AtomicLong bytes = new AtomicLong();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private NetSocket master;

  @BeforeEach
  void connect() {
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(socket -> socket.handler(request -> connected.complete(socket)))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    context.runOnContext(
        start ->
            vertx
                .createHttpClient()
                .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                .compose(request -> request.send())
                .onSuccess(this::read)
                .onFailure(failure -> told.add("failed")));
    master = connected.join();
  }

  private void read(HttpClientResponse response) {
    response.exceptionHandler(failure -> told.add("broken"));
    response.endHandler(end -> told.add("end"));
    BodyTap.open(
        response,
        (ContextInternal) context,
        chunk -> {
          bytes.addAndGet(chunk.readableBytes());
          if (chunk.readableBytes() < 100) {
            taken.add(chunk.toString(UTF_8));
          }
          told.add(Vertx.currentContext() == context ? "bytes" : "bytes elsewhere");
        });
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CHUNKED + "3\r\none\r\n4\r\n two\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\none two",
      })
  void allBytesAreTakenInTheirOrderOnTheContextBeforeTheEndIsTold(String answer) {
    // When
    master.write(answer);

    // Then
    await().until(() -> told.contains("end"));
    assertThat(String.join("", taken)).isEqualTo("one two");
    assertThat(told.get(told.size() - 1)).isEqualTo("end");
    assertThat(told.subList(0, told.size() - 1)).containsOnly("bytes");
  }

  @Test
  void whatBreaksTheBodyIsTold() {
    // When
    master.write(CHUNKED + "3\r\none\r\nno length\r\n");

    // Then
    await().until(() -> told.contains("broken"));
    assertThat(String.join("", taken)).isEqualTo("one");
  }

  @Test
  void aConnectionThatEndsWithinTheBodyIsTold() {
    // When
    master.end(Buffer.buffer(CHUNKED + "3\r\none\r\n"));

    // Then
    await().until(() -> told.contains("broken"));
    assertThat(String.join("", taken)).isEqualTo("one");
  }

  @Test
  void theMemoryOfBytesThatWereTakenIsFreeAgain() {
    // Given
    String chunk = "f4240\r\n" + "x".repeat(1_000_000) + "\r\n";
    long before = pooledBytes();

    // When
    master.write(CHUNKED);
    IntStream.range(0, 100).forEach(i -> master.write(chunk));

    // Then
    await().until(() -> bytes.get() == 100_000_000);
    assertThat(pooledBytes() - before).isLessThan(60_000_000);
  }

  private static long pooledBytes() {
    return ((PooledByteBufAllocator) VertxByteBufAllocator.POOLED_ALLOCATOR)
        .metric()
        .usedDirectMemory();
  }
}
