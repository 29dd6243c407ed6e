package io.mesosbridge.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.core.mesos.Call;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.VertxByteBufAllocator;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to calls, byte by byte. */
class CallSocketTest {

  private static final String ACCEPTED = "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n";
  private static final String HEAD = "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: ";

  private final Vertx vertx = Vertx.vertx();
  private final List<NetSocket> connections = new CopyOnWriteArrayList<>();
  private final List<NetSocket> gone = new CopyOnWriteArrayList<>();
  private final AtomicReference<String> received = new AtomicReference<>("");
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<String> whys = new CopyOnWriteArrayList<>();
  private final Context context = vertx.getOrCreateContext();
  private NetServer master;

  /** Notes what it is told. */
  private final class Told implements CallSocket.Listener {
    @Override
    public void answered(int status, String text) {
      told.add(status + " " + text);
    }

    @Override
    public void ended(Throwable why) {
      told.add("ended");
      whys.add(why.getMessage());
    }
  }

  @BeforeEach
  void listen() {
    master =
        vertx
            .createNetServer()
            .connectHandler(this::accept)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  private void accept(NetSocket connection) {
    connection
        .handler(bytes -> received.accumulateAndGet(bytes.toString(), String::concat))
        .closeHandler(closed -> gone.add(connection));
    connections.add(connection);
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void connectAndSend(String... calls) {
    byte[] head = HEAD.getBytes(StandardCharsets.ISO_8859_1);
    context.runOnContext(
        start ->
            vertx
                .createNetClient()
                .connect(master.actualPort(), "127.0.0.1")
                .onSuccess(
                    socket -> {
                      CallSocket opened = new CallSocket(socket, 128, new Told());
                      for (String call : calls) {
                        opened.write(
                            head, new Call("KILL", call.getBytes(StandardCharsets.ISO_8859_1)));
                      }
                    }));
    // an answer that overtook its request would be to no call
    await().until(() -> received.get().equals(requests(calls)));
  }

  private static String requests(String... calls) {
    return Stream.of(calls)
        .map(call -> HEAD + call.length() + "\r\n\r\n" + call)
        .collect(Collectors.joining());
  }

  @Test
  void requestsFollowOneAnother() {
    // When
    connectAndSend("{}", "{\"a\":1}");

    // Then
    assertThat(received).hasValue(HEAD + "2\r\n\r\n{}" + HEAD + "7\r\n\r\n{\"a\":1}");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void answersAreReadHoweverTheyAreCut(int piece) {
    // Given
    connectAndSend("{}", "{}", "{}");
    String answers =
        "HTTP/1.1 100 Continue\r\n\r\n"
            + ACCEPTED
            + "HTTP/1.1 403 Forbidden\r\ntransfer-encoding: chunked\r\n\r\n"
            + "3\r\nNot\r\nB\r\n authorized\r\n0\r\n\r\n"
            + "HTTP/1.1 99 Whatever\r\ncontent-length: 0\r\n\r\n"
            + "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
            + "HTTP/1.1 400 Bad Request\r\nContent-Length: 4\r\n\r\nwhy\n";

    // When
    for (int at = 0; at < answers.length(); at += piece) {
      connections.get(0).write(answers.substring(at, Math.min(at + piece, answers.length())));
    }

    // Then
    await().until(() -> told.size() >= 5);
    assertThat(told).containsExactly("202 ", "403 Not authorized", "99 ", "200 ", "400 why");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\n\r\n",
        "HTTP/1.1 202 Accepted\r\ncontent-length: many\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nno length\r\n"
      })
  void whatIsNoAnswerEndsTheConnection(String bytes) {
    // Given
    connectAndSend("{}");

    // When
    connections.get(0).write(bytes + ACCEPTED);

    // Then
    await().until(() -> !gone.isEmpty() && !told.isEmpty());
    assertThat(told).containsExactly("ended");
  }

  @Test
  void anAnswerOfWhichTheRestIsMissingIsNone() {
    // Given
    connectAndSend("{}");

    // When
    connections.get(0).end(Buffer.buffer("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"));

    // Then
    await().until(() -> !told.isEmpty());
    assertThat(told).containsExactly("ended");
  }

  @ParameterizedTest
  @CsvSource({"1.1, Connection: close", "1.0, Server: old"})
  void nothingFollowsTheAnswerWithWhichTheMasterClosesTheConnection(String version, String header) {
    // Given
    connectAndSend("{}", "{}");

    // When
    String answer = "HTTP/%s 202 Accepted\r\n%s\r\ncontent-length: 0\r\n\r\n";
    connections.get(0).write(answer.formatted(version, header) + ACCEPTED);

    // Then
    await().until(() -> !gone.isEmpty() && told.contains("ended"));
    assertThat(told).containsExactly("202 ", "ended");
  }

  @Test
  void ofALongTextTheBeginningIsTold() {
    // Given
    connectAndSend("{}");

    // When
    String head = "HTTP/1.1 500 Oops\r\ncontent-length: 100000\r\n\r\n";
    connections.get(0).write(head + "x".repeat(100_000));

    // Then
    await().until(() -> !told.isEmpty());
    assertThat(told).containsExactly("500 " + "x".repeat(16 * 1024));
  }

  @Test
  void theMemoryOfAnswersThatWereReadIsFreeAgain() {
    // Given
    connectAndSend("{}");
    String answer = "HTTP/1.1 500 Oops\r\ncontent-length: 1000000\r\n\r\n" + "x".repeat(1_000_000);
    long before = pooledBytes();

    // When
    IntStream.range(0, 100).forEach(i -> connections.get(0).write(answer));

    // Then
    await().until(() -> told.size() == 100);
    assertThat(pooledBytes() - before).isLessThan(60_000_000);
  }

  private static long pooledBytes() {
    return ((PooledByteBufAllocator) VertxByteBufAllocator.POOLED_ALLOCATOR)
        .metric()
        .usedDirectMemory();
  }

  @Test
  void whyAConnectionBrokeIsTold() {
    // Given
    NetServerOptions lingering = new NetServerOptions().setSoLinger(0); // so it resets
    master =
        vertx
            .createNetServer(lingering)
            .connectHandler(this::accept)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    connectAndSend("{}");

    // When
    connections.get(0).close();

    // Then
    await().until(() -> !whys.isEmpty());
    assertThat(whys).singleElement().asString().contains("reset");
  }

  @Test
  void anAnswerThatNobodyAskedForIsNotTakenForTheNextCalls() {
    // Given
    SubscriptionSettings settings = SubscriptionFixture.SETTINGS;
    URI endpoint = URI.create("http://127.0.0.1:" + master.actualPort() + "/");
    try (SubscriptionFixture owner = new SubscriptionFixture(vertx, new Recorder(), endpoint)) {
      CallConnection calls =
          owner.on(
              () ->
                  new CallConnection(
                      Vertx.currentContext(), settings, endpoint, "s", owner.subscription, 1));
      Call call = new Call("KILL", new byte[0]);
      owner.run(() -> calls.send(1, call));
      await().until(() -> !connections.isEmpty());

      // When
      connections.get(0).write(ACCEPTED + ACCEPTED);
      await().until(() -> !gone.isEmpty());
      IntStream.range(2, 4).forEach(number -> owner.run(() -> calls.send(number, call)));

      // Then
      await().until(() -> connections.size() == 2);
      assertThat(gone).containsExactly(connections.get(0));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://master:80/api/v1/scheduler, /api/v1/scheduler, master",
    "http://master:5050/api, /api, master:5050",
    "https://master/, /, master",
    "https://[::1]:80/, /, [::1]:80"
  })
  void theHeadNamesPathHostAndPort(URI endpoint, String path, String host) {
    // When
    byte[] head = CallSocket.head(SubscriptionFixture.SETTINGS.post(endpoint));

    // Then
    assertThat(new String(head, StandardCharsets.ISO_8859_1))
        .startsWith("POST " + path + " HTTP/1.1\r\nhost: " + host + "\r\n")
        .contains("\r\nContent-Type: application/json\r\n")
        .endsWith("\r\ncontent-length: ");
  }
}
