package io.mesosbridge.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.CallOutcome;
import io.mesosbridge.core.mesos.EventReader;
import io.mesosbridge.core.mesos.EventRecord;
import io.mesosbridge.core.mesos.Slice;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.mesos.recordio.BrokenStreamException;
import io.mesosbridge.mesos.recordio.RecordDecoder;
import io.mesosbridge.state.Memories;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.InMemoryKafka;
import io.mesosbridge.testkit.Json;
import io.mesosbridge.testkit.KafkaRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A stream's way from its bytes to Kafka's records, in memory. */
final class RecordedFlow implements AutoCloseable {

  static final String STREAM = "stream-1";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final InMemoryKafka kafka = new InMemoryKafka(meters);
  private final List<Call> calls = new ArrayList<>();
  private final EventReader reader = new EventReader();
  private final EventFlow flow;
  private long sequence;

  RecordedFlow() {
    Topics topics = new Topics(Configs.of(Map.of()).topics());
    flow =
        kafka.ask(
            () ->
                new EventFlow(
                    Configs.of(Map.of()),
                    topics,
                    kafka.vertx(),
                    kafka.publisher(),
                    kafka.journal(),
                    this::send,
                    () -> {},
                    Memories.none(topics),
                    meters));
    kafka.run(() -> kafka.journal().subscription("framework-1", STREAM));
  }

  private Future<CallOutcome> send(Call call) {
    calls.add(call);
    return Future.succeededFuture(new CallOutcome.Accepted(202));
  }

  /** Reads a body that comes in chunks of these sizes, over and over. */
  void read(Buffer body, List<Integer> sizes) throws BrokenStreamException {
    List<byte[]> records = new ArrayList<>();
    RecordDecoder decoder = new RecordDecoder(1 << 20, records::add);
    int at = 0;
    for (int i = 0; at < body.length(); i++) {
      int end = Math.min(body.length(), at + sizes.get(i % sizes.size()));
      decoder.decode(body.slice(at, end));
      at = end;
    }
    records.forEach(this::route);
  }

  /** Routes one event; Kafka has what follows from it when this returns. */
  void route(String event) {
    route(event.getBytes(StandardCharsets.UTF_8));
  }

  private void route(byte[] record) {
    EventRecord event = new EventRecord(STREAM, ++sequence, Slice.of(record), reader.read(record));
    kafka.run(() -> flow.route(event));
    kafka.written();
  }

  List<KafkaRecord> written(String topic) {
    return kafka.written("mesos." + topic);
  }

  List<KafkaRecord> written() {
    return kafka.written();
  }

  /** The calls of a type that the bridge made by itself. */
  List<JsonNode> calls(String type) {
    return kafka.ask(
        () ->
            calls.stream()
                .filter(call -> call.type().equals(type))
                .map(call -> Json.read(call.toString()))
                .toList());
  }

  double metric(String name, String... tags) {
    return meters.get(name).tags(tags).counter().count();
  }

  @Override
  public void close() {
    kafka.close();
  }
}
