package io.mesosbridge.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.sandbox.process.BridgeProcess;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients can do to the bridge's ports, well-behaved ones and others. */
class HttpLimitsIT {

  private static final String STATUS = "/api/v1/status";
  private static final String LIVE = "/q/health/live";
  private static final int PROMISED = 200;
  private static final int MANY = 1_100;

  private static BridgeProcess bridge;

  /** Its Kafka and its masters are away: these ports are there all the same. */
  @BeforeAll
  static void start() {
    bridge =
        BridgeLauncher.between("http://127.0.0.1:1", "127.0.0.1:1")
            .with("quarkus.http.idle-timeout", "5s") // longer than to open all that are too many
            .with("quarkus.management.idle-timeout", "2s")
            .start()
            .awaitLive(ofSeconds(90));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  /** The two ports, each with a path that is there. */
  enum Port {
    API(STATUS),
    MANAGEMENT(LIVE);

    private final String path;

    Port(String path) {
      this.path = path;
    }

    private Socket connect() throws IOException {
      URI server = this == API ? bridge.http() : bridge.management();
      Socket socket = new Socket(server.getHost(), server.getPort());
      socket.setSoTimeout(30_000);
      return socket;
    }
  }

  @Test
  void idleConnectionsBeyondTheLimitAreClosedAndOthersAreServed() throws IOException {
    // When
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      idle.add(Port.API.connect());
    }

    // Then
    assertThat(bridge.get(LIVE).statusCode()).isEqualTo(200);
    assertThat(idle.get(MANY - 1).getInputStream().read()).as("the last accepted").isEqualTo(-1);
    assertThat(open(idle)).isLessThanOrEqualTo(PROMISED);
    await().atMost(ofSeconds(30)).until(() -> open(idle) == 0);
    assertThat(bridge.get(STATUS).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatIsIdleIsClosed(Port port) throws IOException {
    try (Socket socket = port.connect()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHeaderThatIsNeverFinishedIsGivenUpThoughItsBytesComeAllTheTime(Port port)
      throws IOException {
    try (Socket socket = port.connect()) {
      // Given
      send(socket, "GET " + port.path + " HTTP/1.1\r\nHost: localhost\r\nX: ");

      // When
      await()
          .atMost(ofSeconds(30))
          .untilAsserted(
              () -> {
                send(socket, "a");

                // Then
                assertThat(open(List.of(socket))).isZero();
              });
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRequestWithoutHostIsNoErrorOfTheBridge(Port port) throws IOException {
    // When
    String answer = answer(port, "GET " + port.path + " HTTP/1.1\r\nConnection: close\r\n\r\n");

    // Then
    assertThat(answer).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 5");
    assertNoErrorIsLogged();
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatIsTooLargeIsRefusedBeforeItIsRead(Port port) throws IOException {
    // When
    String answer =
        answer(
            port,
            "POST "
                + port.path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 104857600\r\n\r\n");

    // Then
    assertThat(answer).containsPattern("^HTTP/1.1 (413|405) ");
    assertNoErrorIsLogged();
  }

  @Test
  void whatIsTooLargeForTheApiIsAProblemInWords() throws IOException {
    // When
    String answer =
        answer(
            Port.API,
            "POST /api/v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8601601\r\n\r\n");

    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 413 ")
        .containsIgnoringCase("content-type: application/problem+json")
        .contains("\"status\":413", "a body has at most 8601600 bytes here");
    assertNoErrorIsLogged();
  }

  @ParameterizedTest
  @EnumSource
  void aPathThatCannotBeReadIsRefused(Port port) throws IOException {
    // When
    String answer =
        answer(
            port,
            "GET " + port.path + "%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains(port == Port.MANAGEMENT ? "two hexadecimal digits" : "");
    assertNoErrorIsLogged();
  }

  @ParameterizedTest
  @EnumSource
  void aHeaderThatIsTooLongIsRefused(Port port) throws IOException {
    // When
    String answer =
        answer(
            port,
            "GET "
                + port.path
                + " HTTP/1.1\r\nHost: localhost\r\nX: "
                + "a".repeat(100_000)
                + "\r\n\r\n");

    // Then
    assertThat(answer).startsWith("HTTP/1.1 431 ");
    assertNoErrorIsLogged();
  }

  @Test
  void aBodyBehindAnswersThatNobodyHasReadYetIsRead() throws IOException {
    // Given
    String many = "GET /api/v1/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(300);
    String body = "[]";

    // When
    String answers =
        answer(
            Port.API,
            many
                + "POST /api/v1/commands HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(body.length(), body));

    // Then
    assertThat(answers.split("HTTP/1.1 200 ")).hasSize(301);
    assertThat(answers.substring(answers.lastIndexOf("HTTP/1.1 "))).contains("\"status\":");
    assertNoErrorIsLogged();
  }

  @Test
  void whoNamesNoUserIsNotAnsweredUnderANameThatAnyPageCouldGiveThisMachine() throws IOException {
    // Given
    String request = "GET " + STATUS + " HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";

    // Then
    assertThat(answer(Port.API, request.formatted("evil.example:8080")))
        .startsWith("HTTP/1.1 403 ")
        .contains("evil.example");
    assertThat(answer(Port.API, request.formatted("localhost:8080"))).startsWith("HTTP/1.1 200 ");
  }

  private static String answer(Port port, String request) throws IOException {
    try (Socket socket = port.connect()) {
      send(socket, request);
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  /** How many the bridge has not closed. */
  private static long open(List<Socket> sockets) throws IOException {
    long open = 0;
    for (Socket socket : sockets) {
      socket.setSoTimeout(1);
      try {
        open += socket.getInputStream().read() == -1 ? 0 : 1;
      } catch (SocketTimeoutException nothingYet) {
        open++;
      }
    }
    return open;
  }

  private static void assertNoErrorIsLogged() throws IOException {
    assertThat(Files.readAllLines(bridge.log())).noneMatch(line -> line.contains("ERROR"));
  }
}
