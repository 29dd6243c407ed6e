package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Effect;
import io.mesosbridge.core.RecordingOutside.Reread;
import io.mesosbridge.core.RecordingOutside.Sent;
import io.mesosbridge.core.RecordingOutside.Settled;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Event.EventRecord;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.EventReader;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.JsonTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A term without Kafka, Mesos or time: the test says what Kafka takes, what the master answers and
 * how late it is. Kafka takes every record at once, but for those that a test holds.
 */
public final class TermFixture {

  public static final CallOutcome TAKEN = new CallOutcome.Accepted(202);
  public static final CallOutcome LOST = new CallOutcome.InDoubt("the connection broke");

  static final JsonNode INFO = JsonTree.read(WireTexts.FRAMEWORK_INFO);
  private static final BridgeConfig DEFAULTS = Configs.of(Map.of());
  private static final long MIDNIGHT = 1_900_000_000_000L;

  private final BridgeConfig config;
  private final JsonNode info;
  private final KeptRecords kafka;
  private final List<CommandRecord> commands;
  private final EventReader reader = new EventReader();
  private final Set<Effect> answered = Collections.newSetFromMap(new IdentityHashMap<>());
  private final RecordingOutside seen = new RecordingOutside();
  private final Term term;
  private final long epoch;
  private Predicate<Write> held = write -> false;
  private Duration elapsed;
  private String streamId;
  private long streams;
  private long sequence;
  private long nextOffset;

  private TermFixture(BridgeConfig config, JsonNode info, KeptRecords kafka, TermFixture before) {
    this.config = config;
    this.info = info;
    this.kafka = kafka;
    this.commands = new ArrayList<>(before == null ? List.of() : before.unsettled());
    this.epoch = before == null ? 1 : before.epoch + 1;
    this.nextOffset = 100 * (epoch - 1);
    this.elapsed = before == null ? Duration.ofSeconds(1) : before.elapsed;
    kafka.readsBack(true);
    kafka.takeUnread();
    term = new Term(seen, config, "instance-" + epoch, kafka.memory(), epoch, "t-1", info, now());
    term.begin(now());
    kafka.tellResults(term, now());
    confirm();
  }

  /** A term that begins with these facts. */
  public static TermFixture with(Fact... facts) {
    return new TermFixture(DEFAULTS, INFO, new KeptRecords(facts), null);
  }

  public static TermFixture configured(Map<String, String> settings, Fact... facts) {
    return new TermFixture(Configs.of(settings), INFO, new KeptRecords(facts), null);
  }

  /** A term that begins with these facts and a framework, and has a subscription. */
  public static TermFixture subscribed(Fact... facts) {
    Fact[] all =
        Stream.concat(Stream.of(new Fact.FrameworkIs(Known.framework())), Stream.of(facts))
            .toArray(Fact[]::new);
    TermFixture fixture = with(all);
    fixture.subscribe();
    return fixture;
  }

  /** This process dies and another leads, who reads what Kafka has and the unsettled commands. */
  public TermFixture dies() {
    TermFixture next = successor(info);
    next.comeAgain();
    return next;
  }

  /** The same with a FrameworkInfo, but the commands come again only by {@link #comeAgain}. */
  public TermFixture successor(JsonNode newInfo) {
    return new TermFixture(config, newInfo, kafka, this);
  }

  private List<CommandRecord> unsettled() {
    List<CommandRecord> settled = seen.all(Settled.class).stream().map(Settled::record).toList();
    return commands.stream().filter(record -> !settled.contains(record)).toList();
  }

  /** The commands that a former leader had not settled are delivered. */
  public void comeAgain() {
    List<CommandRecord> again = List.copyOf(commands);
    commands.clear();
    again.forEach(this::receive);
  }

  public Term term() {
    return term;
  }

  public RecordingOutside seen() {
    return seen;
  }

  public KeptRecords kafka() {
    return kafka;
  }

  public Now now() {
    return new Now(elapsed.toNanos(), MIDNIGHT + elapsed.toMillis());
  }

  /** Time passes. */
  public void pass(Duration time) {
    elapsed = elapsed.plus(time);
    term.tick(now());
    confirm();
  }

  /** From here on Kafka takes nothing of these; what it had held and may have now, it takes. */
  public void hold(Predicate<Write> which) {
    held = which;
    confirm();
  }

  /** The same for all records of these topics; for none of them it takes all. */
  public void hold(Topic... topics) {
    hold(write -> List.of(topics).contains(write.record().topic()));
  }

  /** Kafka takes what it holds, but this process is not told. */
  public void takeWithoutTelling() {
    seen.all(Write.class).stream().filter(answered::add).forEach(write -> kafka.add(write));
  }

  private void confirm() {
    readBack();
    boolean more = true;
    while (more) {
      List<Write> ready =
          seen.all(Write.class).stream()
              .filter(write -> !answered.contains(write) && !held.test(write))
              .toList();
      more = !ready.isEmpty();
      for (Write write : ready) {
        answered.add(write);
        Fact.LogRecord record = kafka.add(write);
        term.written(write.id(), new Fact.Place(0, record.offset()), now());
        readBack();
      }
    }
  }

  private void readBack() {
    kafka
        .takeUnread()
        .forEach(record -> assertThat(term.readback().read(record, epoch, now())).isEmpty());
  }

  /** Kafka refuses the oldest record of the topic that it has not taken. */
  public void refuse(Topic topic, boolean tooLarge) {
    Write write =
        seen.written(topic).stream().filter(w -> !answered.contains(w)).findFirst().orElseThrow();
    answered.add(write);
    term.refused(write.id(), tooLarge, now());
    confirm();
  }

  /** A subscription stands, by another stream each time. */
  public void subscribe() {
    subscribe(Known.FRAMEWORK);
  }

  public void subscribe(String frameworkId) {
    subscribe(frameworkId, "1.12.0");
  }

  public void subscribe(String frameworkId, String version) {
    streamId = "stream-" + epoch + "-" + ++streams;
    sequence = 0;
    term.subscribed(Known.subscribed(frameworkId, streamId, Known.mesos(version)), now());
    confirm();
  }

  /** The subscription is gone. */
  public void disconnect() {
    term.disconnected(Known.ended(0), now());
    confirm();
  }

  /** The master sends that event. */
  public void event(String json) {
    event(Slice.of(json.getBytes(UTF_8)));
  }

  public void event(Slice record) {
    term.event(new EventRecord(streamId, ++sequence, record, reader.read(record)), now());
    confirm();
  }

  /** An offer of one cpu and 1 GB. */
  public void offer(String offerId) {
    event(WireTexts.offer(offerId, Known.AGENT));
  }

  /** An agent's update. */
  public void update(String taskId, String state, String uuid) {
    event(WireTexts.update(taskId, state, Known.AGENT, "uuid", uuid));
  }

  /** The master's answer to a question about a task. */
  public void reconciled(String taskId, String state) {
    masters(taskId, state, "REASON_RECONCILIATION");
  }

  /** An update by the master itself. */
  public void masters(String taskId, String state, String reason) {
    event(WireTexts.update(taskId, state, Known.AGENT, "reason", reason));
  }

  /** The next record of the topic of commands. */
  public void command(String json) {
    command(json, "mesos.commands", nextOffset++);
  }

  /** A record of the topic of commands that stands there. */
  public void command(String json, String topic, long offset) {
    receive(WireTexts.record(json, topic, offset, now()));
  }

  private void receive(CommandRecord record) {
    commands.add(record);
    term.received(List.of(record), now());
    confirm();
  }

  /** A launch of a task that waits for an offer; its id is "launch-" and the task's. */
  public void launch(String taskId) {
    command(WireTexts.launch("launch-" + taskId, taskId));
  }

  /** A KILL of a task; its id is "kill-" and the task's. */
  public void kill(String taskId) {
    command(WireTexts.kill("kill-" + taskId, taskId));
  }

  /** The oldest call of that type that was not answered is. */
  public void answer(String type, CallOutcome outcome) {
    Sent call =
        seen.calls(type).stream()
            .filter(sent -> sent.number() != Outside.NOBODY_WAITS)
            .filter(answered::add)
            .findFirst()
            .orElseThrow();
    term.answered(call.number(), outcome, now());
    confirm();
  }

  /** A result is read back, as Kafka has it. */
  public void reread() {
    List<Reread> all = seen.all(Reread.class);
    Reread last = all.get(all.size() - 1);
    term.reread(last.commandId(), last.place(), kafka.resultAt(last), now());
    confirm();
  }

  /** What became of a command in Kafka's sight, with the error's code; "none" for nothing yet. */
  public String result(String commandId) {
    return kafka.outcome(commandId);
  }

  /** The state of the task in the table, or "none". */
  public String live(String taskId) {
    return term.tasks().find(taskId).map(LiveTask::state).orElse("none");
  }
}
