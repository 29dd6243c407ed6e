package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The chunks of HTTP itself, which no client library shows. */
class ChunksTest {

  /** Its time stands still, lest a chunk waits in vain for a record that comes too late. */
  private final SimulatedCluster cluster =
      SimulatedCluster.builder().agents(0).timeStandsStill().start();

  private Socket socket;
  private DataInputStream in;

  @BeforeEach
  void subscribe() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(cluster.url()).getPort());
    in = new DataInputStream(socket.getInputStream());
    var call = SimJson.object().put("type", "SUBSCRIBE");
    call.putObject("subscribe").set("framework_info", TestFramework.info());
    byte[] body = SimJson.bytes(call);
    String head =
        "POST /api/v1/scheduler HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n".formatted(body.length);
    socket.getOutputStream().write(SimJson.utf8(head));
    socket.getOutputStream().write(body);
    for (String line = line(); !line.isEmpty(); line = line()) {
      assertThat(line).doesNotContain("Content-Length");
    }
  }

  @AfterEach
  void stop() throws IOException {
    socket.close();
    cluster.close();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().trim();
  }

  private String chunk() throws IOException {
    byte[] chunk = new byte[Integer.parseInt(line(), 16)];
    in.readFully(chunk);
    line();
    return new String(chunk, StandardCharsets.UTF_8);
  }

  @Test
  void aRecordIsAChunk() throws IOException {
    // Given
    String subscribed = chunk();

    // When
    String heartbeat = chunk();

    // Then
    assertThat(subscribed).startsWith("4").endsWith("}");
    assertThat(heartbeat).isEqualTo("20\n{\"type\":\"HEARTBEAT\"}");
  }

  @Test
  void aRecordMayBeSplitAndSeveralMayShareAChunk() throws IOException {
    // Given
    chunk();
    chunk();

    // When
    cluster.faults().chunks(12, Duration.ofMillis(20));
    cluster.faults().sendRecord("{\"a\":1}");
    cluster.faults().sendRecord("{\"b\":2}");

    // Then
    assertThat(chunk()).isEqualTo("7\n{\"a\":1}7\n{");
    Duration held = cluster.time().plusMillis(20);
    cluster.passTimeUntil(() -> cluster.time().compareTo(held) >= 0);
    assertThat(chunk()).isEqualTo("\"b\":2}");
  }

  @Test
  void manySmallChunksOfALargeRecordHoldNobodyUp() {
    // Given
    cluster.faults().chunks(2500, Duration.ZERO);
    long start = System.nanoTime();

    // When
    cluster.faults().sendRecordOfSize(20_000_000);

    // Then
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertThat(taken).isLessThan(Duration.ofSeconds(8));
  }
}
