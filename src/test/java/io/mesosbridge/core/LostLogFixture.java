package io.mesosbridge.core;

import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.FrameworkRecord.State;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside.Host;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An instance whose log the test writes, and can lose. */
abstract class LostLogFixture {

  static final Now NOW = new Now(1_000_000_000, 1_000);

  final RecordingOutside seen = new RecordingOutside();
  final Bridge bridge = new Bridge(new Idle(), Configs.of(Map.of()), "me", TermFixture.INFO);

  long attempt;

  /** What the bridge wants done, the test does. */
  private final class Idle implements Host {
    @Override
    public void open(long newAttempt) {
      attempt = newAttempt;
    }

    @Override
    public void close(Optional<Outgoing> last, boolean graceful) {}

    @Override
    public void readToEnds(long attempt) {}

    @Override
    public void led(long epoch) {}

    @Override
    public void readAnew() {}
  }

  static LogRecord record(Topic topic, int partition, String key, long epoch, Fact fact) {
    return new LogRecord(topic, partition, 0, key, epoch, fact);
  }

  static LogRecord row(String taskId, String frameworkId, long epoch) {
    Fact.TaskRow row = (Fact.TaskRow) Known.running(taskId, null, null);
    return record(Topic.TASKS, 0, taskId, epoch, new Fact.TaskRow(row.task(), frameworkId));
  }

  static LogRecord framework(int partition, long epoch) {
    return framework(partition, epoch, State.REGISTERED);
  }

  static LogRecord framework(int partition, long epoch, State state) {
    FrameworkRecord record = new FrameworkRecord("f-1", state, Known.MASTER, "", null, null, null);
    return record(Topic.STATE, partition, StateKeys.FRAMEWORK, epoch, new Fact.FrameworkIs(record));
  }

  /** Leads if it can, with a log of these; its claim is the first record of a new bridge-state. */
  void lead(LogRecord... log) {
    bridge.topicsAreThere(NOW);
    bridge.owned("t-1", NOW);
    bridge.opened(attempt, seen, NOW);
    bridge.read(List.of(log), NOW);
    bridge.caughtUp(attempt, NOW);
    bridge.written(new WriteId.Claim(attempt), new Place(0, 0), NOW);
    bridge.caughtUp(attempt, NOW);
  }

  static LogRecord result(String commandId, long epoch) {
    return record(
        Topic.RESULTS, 0, commandId, epoch, new Fact.ResultAt(commandId, new Place(0, 0)));
  }

  long epoch() {
    return ((LeadershipState.Leading) bridge.state()).epoch();
  }

  String asked() {
    byte[] call = bridge.term().orElseThrow().subscribeCall(MesosVersion.NEWEST).json();
    return JsonTree.read(new String(call, StandardCharsets.UTF_8))
        .at("/framework_id/value")
        .asText();
  }

  static LogRecord claim(String instance, long epoch) {
    return record(Topic.STATE, 0, StateKeys.LEADER, epoch, new Fact.Claimed(instance, epoch));
  }
}
