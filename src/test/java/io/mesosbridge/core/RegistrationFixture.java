package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.FrameworkRecord.State;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.mesos.Event.EventRecord;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.EventReader;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.JsonTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Terms one after the other, of which a test says what Kafka takes and shows. */
abstract class RegistrationFixture {

  private static final byte[] EVENT =
      "{\"type\":\"SUBSCRIBED\",\"subscribed\":{\"framework_id\":{\"value\":\"f\"}}}"
          .getBytes(StandardCharsets.UTF_8);
  static final byte[] SUBSCRIBE =
      "{\"id\":\"again\",\"type\":\"SUBSCRIBE\"}".getBytes(StandardCharsets.UTF_8);

  KeptRecords kafka = new KeptRecords();
  RecordingOutside seen;
  Term term;
  private List<LogRecord> unread;
  private int taken;
  long epoch;
  Duration elapsed = Duration.ofSeconds(1);

  final Now now() {
    return new Now(elapsed.toNanos(), elapsed.toMillis());
  }

  /** A process begins to lead with what Kafka has; settings are keys and values in turn. */
  final void lead(String... settings) {
    epoch++;
    seen = new RecordingOutside("chosen-" + epoch + "-");
    taken = 0;
    unread = new ArrayList<>();
    Map<String, String> keys = settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]);
    term =
        new Term(
            seen,
            Configs.of(keys),
            "instance-" + epoch,
            kafka.memory(),
            epoch,
            "t-1",
            TermFixture.INFO,
            now());
    term.begin(now());
    kafka.tellResults(term, now());
  }

  /** Kafka takes what was written, and says so. */
  final void take() {
    for (; taken < seen.all(Write.class).size(); taken++) {
      Write write = seen.all(Write.class).get(taken);
      LogRecord record = kafka.add(write);
      term.written(write.id(), new Place(0, record.offset()), now());
      if (record.topic() == Topic.STATE) {
        unread.add(record);
      }
    }
  }

  final void readBack() {
    take();
    List<LogRecord> records = List.copyOf(unread);
    unread.clear();
    records.forEach(record -> assertThat(term.readback().read(record, epoch, now())).isEmpty());
    take();
  }

  final long subscriptionsWanted() {
    return seen.subscriptions();
  }

  /** The id that SUBSCRIBE asks for now; empty for none. */
  final String asked() {
    var call =
        JsonTree.read(
            new String(term.subscribeCall(MesosVersion.NEWEST).json(), StandardCharsets.UTF_8));
    assertThat(call.at("/subscribe/framework_info/id/value"))
        .isEqualTo(call.at("/framework_id/value"));
    return call.at("/framework_id/value").asText();
  }

  final void subscribed(String frameworkId) {
    term.subscribed(Known.subscribed(frameworkId, "stream"), now());
    term.event(
        new EventRecord("stream", 1, Slice.of(EVENT), new EventReader().read(Slice.of(EVENT))),
        now());
  }

  final void register() {
    subscribed(asked());
    take();
  }

  final void command(byte[] json, long offset) {
    term.received(
        List.of(
            new CommandRecord(
                Position.of("mesos.commands", 0, offset, 0, json),
                now().instant(),
                null,
                null,
                json,
                Map.of())),
        now());
  }

  /** The framework's records, as state and id. */
  final List<String> frameworks() {
    return seen.written(Topic.STATE).stream()
        .filter(write -> write.record().key().equals(StateKeys.FRAMEWORK))
        .map(write -> write.at("/state") + " " + write.at("/framework_id"))
        .toList();
  }

  final List<String> intended() {
    return seen.written(Topic.STATE).stream()
        .filter(write -> StateKeys.isIntent(write.record().key()) && write.record().value() != null)
        .map(write -> write.at("/framework_id"))
        .toList();
  }

  final boolean isSubscribedPublished() {
    return seen.written(Topic.EVENTS).stream()
        .anyMatch(write -> write.record().type().name().equals("SUBSCRIBED"));
  }

  static Fact is(State state, String id) {
    return new Fact.FrameworkIs(new FrameworkRecord(id, state, null, "", null, null, null));
  }
}
