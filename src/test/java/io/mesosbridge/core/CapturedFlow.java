package io.mesosbridge.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.mesos.CapturedStream;
import io.mesosbridge.mesos.RecordDecoder;
import io.mesosbridge.mesos.RecordDecoder.BrokenStreamException;
import io.mesosbridge.testkit.JsonTree;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** A recorded stream's way from its bytes to Kafka's records. */
final class CapturedFlow {

  private final TermFixture bridge = TermFixture.subscribed();
  private final int before = bridge.seen().all(Write.class).size();

  /** Reads a body that comes in chunks of these sizes, over and over. */
  CapturedFlow(CapturedStream stream, List<Integer> sizes) throws BrokenStreamException {
    Buffer body = stream.body();
    List<Slice> records = new ArrayList<>();
    RecordDecoder decoder = new RecordDecoder(1 << 20, records::add);
    int at = 0;
    for (int i = 0; at < body.length(); i++) {
      int end = Math.min(body.length(), at + sizes.get(i % sizes.size()));
      decoder.decode(Unpooled.wrappedBuffer(body.getBytes(at, end)));
      at = end;
    }
    records.forEach(bridge::event);
  }

  /** The records for a topic. */
  List<Write> written(Topic topic) {
    return written().stream().filter(write -> write.record().topic() == topic).toList();
  }

  List<Write> written() {
    List<Write> all = bridge.seen().all(Write.class);
    return all.subList(before, all.size());
  }

  /** The calls of a type that the bridge made by itself. */
  List<JsonNode> calls(String type) {
    return bridge.seen().calls(type).stream()
        .map(sent -> JsonTree.read(sent.call().toString()))
        .toList();
  }
}
