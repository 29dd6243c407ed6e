package io.mesosbridge.it;

import static io.mesosbridge.testkit.TestedBridge.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests may say to a bridge of little memory, which serves others all the while. */
class HostileRequestsIT {

  private static final String COMMANDS = "/api/v1/commands";
  private static final int HUNDRED_MB = 100 << 20;
  private static final int CHUNK = 1 << 16;

  private static QuickWorld world;
  private static TestedBridge bridge;

  @BeforeAll
  static void start() {
    world = QuickWorld.quick();
    bridge =
        world
            .bridge(
                "hostile",
                launcher ->
                    launcher
                        .withMaxHeap("128m")
                        .with("quarkus.http.idle-timeout", "3s")
                        .with("bridge.api.anonymous", "operator"))
            .awaitReady();
    bridge.awaitState("SUBSCRIBED");
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  /** Whatever was asked: probes and others are answered, and the log blames nobody. */
  @AfterEach
  void servesOthers() throws IOException {
    assertThat(bridge.process().get("/q/health/ready").statusCode()).isEqualTo(200);
    await()
        .atMost(PATIENCE)
        .until(() -> bridge.process().get("/api/v1/status").statusCode() == 200);
    assertThat(Files.readAllLines(bridge.process().log()))
        .noneMatch(line -> line.contains(" ERROR ") || line.contains("Exception"));
  }

  private static Socket connect() throws IOException {
    URI http = bridge.process().http();
    Socket socket = new Socket(http.getHost(), http.getPort());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static String answer(byte[] request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static byte[] get(String target, String... headers) {
    return ("GET "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + String.join("", headers)
            + "\r\n")
        .getBytes(UTF_8);
  }

  private static byte[] post(byte[] body) {
    byte[] head =
        ("POST "
                + COMMANDS
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(UTF_8);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
            "",
            "{",
            "[]",
            "null",
            "\u0000",
            "{\"type\": \"KILL\"} {\"type\": \"KILL\"}",
            "[".repeat(500_000),
            "{\"type\":".repeat(200_000),
            "{\"type\": \"KILL\", \"kill\": {\"task_id\": \"" + "x".repeat(1 << 20) + "\"}}",
            "{\"id\": \"a\\r\\nSet-Cookie: b=c\", \"type\": \"REVIVE\"}",
            "{\"id\": \"" + "i".repeat(300) + "\", \"type\": \"REVIVE\"}",
            "{\"type\": \"\\u202eLLIK\", \"kill\": {}}",
            "{\"type\": \"DECLINE\", \"decline\": {\"offer_ids\": [], \"filters\":"
                + " {\"refuse_seconds\": 1e999999999}}}",
            "{\"type\": \"REVIVE\", \"type\": \"TEARDOWN\"}")
        .map(body -> Arguments.of(body.substring(0, Math.min(60, body.length())), body));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void whatIsNoCommandIsRefusedWithItsProblem(String beginning, String body) throws IOException {
    // When
    String answer = answer(post(body.getBytes(UTF_8)));

    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("application/problem+json")
        .doesNotContain("\nSet-Cookie");
    assertThat(answer).hasSizeLessThan(4_000);
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    // When
    String answer =
        answer(post(new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'}));

    // Then
    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
  }

  @Test
  void anIdOfAnyLettersIsFoundAgainWhereTheAnswerSays() throws IOException {
    // When
    String id = "päge/%2e?\\u202e\uD83D\uDE80";
    String answer =
        answer(post(("{\"id\": \"" + id + "\", \"type\": \"REVIVE\"}").getBytes(UTF_8)));

    // Then
    assertThat(answer).startsWith("HTTP/1.1 202 ");
    String location = answer.lines().filter(line -> line.startsWith("Location")).findAny().get();
    assertThat(location).matches("\\p{ASCII}+");
    String path = URI.create(location.substring(location.indexOf(' ') + 1)).getRawPath();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(answer(get(path))).contains("\"state\":\"DONE\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../etc/passwd",
        "/page/..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/application.properties",
        "/api/v1/tasks/..%2f..%2fstatus",
        "/api/v1/tasks/%00",
        "/api/v1/tasks/%0d%0aX-Injected:%20yes",
        "/api/v1/tasks/%",
        "/api/v1/tasks?limit=99999999999999999999",
        "/api/v1/tasks?after=%ff%fe",
        "/api/v1/commands/%f0%9f%9a%80",
        "/api/v1/events?type=%00&task=%0a",
        "/META-INF/resources/index.html",
        "/application.properties"
      })
  void aPathLeadsNowhereButWhereItSays(String path) throws IOException {
    // When
    String answer = answer(get(path, "Last-Event-ID: \u0001nonsense\r\n"));

    // Then
    assertThat(answer)
        .matches("(?s)HTTP/1.1 (400|404|410) .*")
        .doesNotContain("root:", "\nX-Injected", "kafka.bootstrap");
  }

  @Test
  void aBodyOfHundredMegabytesIsRefusedAlsoWhereItsLengthIsNotSaid() throws IOException {
    // When
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST "
                  + COMMANDS
                  + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                  + "Content-Type: application/json\r\n\r\n")
              .getBytes(UTF_8));
      byte[] chunk =
          (Integer.toHexString(CHUNK) + "\r\n" + " ".repeat(CHUNK) + "\r\n").getBytes(UTF_8);

      // Then
      assertThatThrownBy(
              () -> {
                for (int sent = 0; sent < HUNDRED_MB; sent += CHUNK) {
                  out.write(chunk);
                }
              })
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void moreLargeBodiesAtOnceThanMemoryHasRoomForEndNothing() throws Exception {
    // Given
    byte[] large = post(" ".repeat(8 << 20).getBytes(UTF_8));
    Callable<String> sender = () -> answer(large);
    ExecutorService senders = Executors.newFixedThreadPool(40);

    // When
    List<Future<String>> answers = senders.invokeAll(Collections.nCopies(40, sender));
    senders.shutdown();

    // Then
    assertThat(answers).hasSize(40);
    assertThat(answer(post("{\"type\": \"REVIVE\"}".getBytes(UTF_8)))).startsWith("HTTP/1.1 202 ");
  }

  @Test
  void bodiesThatNeverEndAreGivenUpAndHoldUpNobody() throws IOException {
    // Given
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Socket socket = connect();
      socket
          .getOutputStream()
          .write(
              ("POST "
                      + COMMANDS
                      + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"
                      + "Content-Type: application/json\r\n\r\n{")
                  .getBytes(UTF_8));
      slow.add(socket);
    }

    // When
    String answer = answer(post("{\"type\": \"REVIVE\"}".getBytes(UTF_8)));

    // Then
    assertThat(answer).startsWith("HTTP/1.1 202 ");
    for (Socket socket : slow) {
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).doesNotContain("202");
      socket.close();
    }
  }

  @Test
  void aThousandWhoWatchAndReadNothingCostNeitherMemoryNorTheService() throws IOException {
    // When
    List<Socket> watching = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      try {
        Socket socket = connect();
        socket.getOutputStream().write(get("/api/v1/events"));
        watching.add(socket);
      } catch (SocketException beyondTheLimit) {
        // the next may have more luck
      }
    }

    // Then
    assertThat(bridge.process().get("/q/health/ready", ofSeconds(60)).statusCode()).isEqualTo(200);
    bridge.run("watched", "true", "TASK_FINISHED");
    for (Socket socket : watching) {
      socket.close();
    }
  }
}
