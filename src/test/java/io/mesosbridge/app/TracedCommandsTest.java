package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spans of commands, from their record to the updates of their tasks. */
class TracedCommandsTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final String TRACEPARENT = "00-" + TRACE + "-" + CALLER + "-01";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder()
          .addSpanProcessor(SimpleSpanProcessor.builder(exporter).build())
          .build();
  private SimulatedCluster cluster;
  private BridgeLab lab;
  private TestBridge leader;

  @BeforeEach
  void lead() {
    cluster = BridgeLab.quickCluster();
    lab = new BridgeLab(cluster, Map.of());
    lab.tracer = Optional.of(provider.get("test"));
    leader = lab.leader(BridgeLab.QUICK);
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
    cluster.close();
    provider.close();
  }

  private void launch(String taskId, String traceparent) {
    String command =
        """
        {"id": "launch-%s", "type": "LAUNCH", "launch": {"task_infos": [
          {"name": "t", "task_id": {"value": "%s"}, "resources": "cpus:0.1;mem:32",
           "command": {"value": "true"}}]}}"""
            .formatted(taskId, taskId);
    lab.commands.add(command, Map.of("traceparent", traceparent));
  }

  private List<SpanData> spans(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .toList();
  }

  private SpanData span(String name) {
    eventually(() -> assertThat(spans(name)).as("%s", name).isNotEmpty());
    return spans(name).get(0);
  }

  private static String text(SpanData span, String attribute) {
    return span.getAttributes().get(AttributeKey.stringKey(attribute));
  }

  @Test
  void aCommandAndAllThatFollowsFromItAreOneTrace() {
    // When
    launch("traced", TRACEPARENT);

    // Then
    SpanData command = span("process " + lab.topics.commands.name());
    assertThat(command.getTraceId()).isEqualTo(TRACE);
    assertThat(command.getParentSpanId()).isEqualTo(CALLER);
    assertThat(command.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(text(command, "mesos.command.id")).isEqualTo("launch-traced");
    assertThat(text(command, "mesos.command.type")).isEqualTo("LAUNCH");
    assertThat(text(command, "mesos.command.outcome")).isEqualTo("ACCEPTED");
    assertThat(
            List.of(
                span("send " + lab.topics.state.name()),
                span("ACCEPT"),
                span("send " + lab.topics.tasks.name()),
                span("send " + lab.topics.commandResults.name()),
                span("send " + lab.topics.taskUpdates.name())))
        .allSatisfy(
            span -> {
              assertThat(span.getTraceId()).isEqualTo(TRACE);
              assertThat(span.getParentSpanId()).isEqualTo(command.getSpanId());
              assertThat(span.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
            });
    eventually(
        () -> assertThat(spans("send " + lab.topics.taskUpdates.name())).hasSizeGreaterThan(2));
    assertThat(TopicTail.header(lab.results.records().get(0), "traceparent"))
        .isEqualTo("00-" + TRACE + "-" + command.getSpanId() + "-01");
  }

  @Test
  void aCommandWithoutATraceBeginsOne() {
    // When
    lab.carryOut("fresh", "{\"type\": \"RECONCILE\", \"reconcile\": {\"tasks\": []}}");

    // Then
    SpanData command = span("process " + lab.topics.commands.name());
    assertThat(command.getParentSpanContext().isValid()).isFalse();
    assertThat(span("RECONCILE").getTraceId()).isEqualTo(command.getTraceId());
    assertThat(TopicTail.header(lab.results.records().get(0), "traceparent"))
        .contains(command.getTraceId());
  }

  @Test
  void aRefusedCommandSaysWhy() {
    // When
    lab.carryOut("odd", "{\"type\": \"DANCE\"}");

    // Then
    SpanData command = span("process " + lab.topics.commands.name());
    assertThat(command.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(command.getStatus().getDescription()).contains("DANCE");
    assertThat(text(command, "mesos.command.outcome")).isEqualTo("REJECTED");
  }

  @Test
  void launchesThatShareACallAreLinkedByIt() {
    // Given
    leader.kill();
    List<String> callers = List.of("1111111111111111", "2222222222222222");
    callers.forEach(caller -> launch("t" + caller, "00-" + TRACE + "-" + caller + "-01"));

    // When
    leader = lab.leader(BridgeLab.QUICK);

    // Then
    SpanData call = span("ACCEPT");
    eventually(
        () -> assertThat(spans("process " + lab.topics.commands.name())).hasSize(callers.size()));
    assertThat(call.getLinks()).hasSize(1);
    assertThat(spans("process " + lab.topics.commands.name()))
        .extracting(SpanData::getSpanId)
        .contains(call.getParentSpanId())
        .containsAll(
            call.getLinks().stream()
                .map(LinkData::getSpanContext)
                .map(c -> c.getSpanId())
                .toList());
  }

  @Test
  void whatATermDoesNotBringToAnEndIsEndedWithIt() {
    // Given
    lab.commands.add(
        """
        {"id": "large", "type": "LAUNCH", "launch": {"task_infos": [
          {"name": "t", "task_id": {"value": "large"}, "resources": "cpus:1000;mem:32",
           "command": {"value": "true"}}]}}""");
    eventually(() -> assertThat(leader.snapshot().launchesWaiting()).isPositive());

    // When
    leader.loop.stop();

    // Then
    SpanData command = span("process " + lab.topics.commands.name());
    assertThat(command.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(command.getStatus().getDescription()).isEqualTo("this instance leads no more");
  }

  @Test
  void whatALeaderLeavesToTheNextGoesOnInTheSameTrace() {
    // Given
    leader.clients.dieAt(Fate.withoutResults(lab.topics));
    launch("left", TRACEPARENT);
    eventually(() -> assertThat(spans("ACCEPT")).isNotEmpty());

    // When
    leader.kill();
    leader = lab.leader(BridgeLab.QUICK);

    // Then
    lab.result("launch-left");
    assertThat(TopicTail.header(lab.results.records().get(0), "traceparent")).contains(TRACE);
    eventually(
        () ->
            assertThat(spans("send " + lab.topics.commandResults.name()))
                .extracting(SpanData::getTraceId)
                .contains(TRACE));
  }
}
