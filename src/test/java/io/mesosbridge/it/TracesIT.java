package io.mesosbridge.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Spans as a collector gets them, by OTLP over HTTP. */
class TracesIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  private static final List<String> EXPORTS = new CopyOnWriteArrayList<>();
  private static HttpServer collector;
  private static QuickWorld world;
  private static TestedBridge bridge;

  @BeforeAll
  static void start() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          EXPORTS.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    world = QuickWorld.quick();
    bridge =
        world.bridge(
            "traced",
            launcher ->
                launcher
                    .with("quarkus.otel.sdk.disabled", "false")
                    .with("quarkus.otel.exporter.otlp.protocol", "http/protobuf")
                    .with("quarkus.otel.exporter.otlp.compression", "none")
                    .with(
                        "quarkus.otel.exporter.otlp.endpoint",
                        "http://127.0.0.1:" + collector.getAddress().getPort())
                    .with("quarkus.otel.bsp.schedule.delay", "100ms")
                    .with("bridge.api.anonymous", "operator"));
    bridge.awaitReady();
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
    collector.stop(0);
  }

  @Test
  void aCommandOverHttpIsOneTraceToTheUpdatesOfItsTask() throws Exception {
    // Given
    String launch =
        """
        {"id": "traced", "type": "LAUNCH", "launch": {"task_infos": [
          {"name": "t", "task_id": {"value": "traced"}, "resources": "cpus:0.1;mem:32",
           "command": {"value": "true"}}]}}""";
    URI commands = bridge.process().http().resolve("/api/v1/commands?wait=10s");
    HttpRequest request =
        HttpRequest.newBuilder(commands)
            .header("Content-Type", "application/json")
            .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
            .POST(HttpRequest.BodyPublishers.ofString(launch))
            .build();

    // When
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());

    // Then
    bridge.awaitUpdate("traced", "TASK_FINISHED");
    String traceId = new String(HexFormat.of().parseHex(TRACE), ISO_8859_1);
    Stream.of(
            "POST /api/v1/commands",
            "process traced.commands",
            "send traced.bridge-state",
            "ACCEPT",
            "send traced.command-results",
            "send traced.task-updates")
        .forEach(
            name ->
                await(name)
                    .atMost(TestedBridge.PATIENCE)
                    .until(() -> EXPORTS.stream().anyMatch(export -> export.contains(name))));
    String caller = new String(HexFormat.of().parseHex(CALLER), ISO_8859_1);
    assertThat(String.join("", EXPORTS)).contains(traceId).contains(caller);
    assertThat(
            List.of(
                bridge.awaitRecord("commands", any -> true),
                bridge.awaitResult("traced"),
                bridge.awaitUpdate("traced", "TASK_FINISHED")))
        .extracting(record -> record.header("traceparent"))
        .allSatisfy(header -> assertThat(header).startsWith("00-" + TRACE).doesNotContain(CALLER));
  }
}
