package io.mesosbridge.simulation;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.core.Outside.Timed;
import io.mesosbridge.core.Term;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.mesos.SubscribeCall;
import io.mesosbridge.core.policy.CommandPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a term of the core has of the simulated world; made anew for each term. */
final class CoreTerm implements Outside, Happening.Owner {

  private static final Duration READ = Duration.ofMillis(5);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final CoreBridge bridge;
  private final SimProcess process;
  private final CoreWriter writer;
  private final CoreWire wire;

  /** Calls whose outcome somebody waits for: their numbers in the core. */
  private final Map<Long, Long> awaited = new HashMap<>();

  private long lastCall;
  private int lastFramework;
  private boolean closed;

  CoreTerm(CoreBridge bridge, SimProcess process) {
    this.bridge = bridge;
    this.process = process;
    this.writer = new CoreWriter(this, process);
    this.wire = new CoreWire(this, process);
  }

  void close() {
    closed = true;
    wire.stop();
    process.renewProducer(process.random().nextInt(4));
  }

  boolean isClosed() {
    return closed;
  }

  Now now() {
    return bridge.now();
  }

  boolean holds() {
    return bridge.holds();
  }

  CoreWire wire() {
    return wire;
  }

  /** What happens to this term, as long as it lasts. */
  void input(Runnable input) {
    bridge.input(
        () -> {
          if (!closed) {
            input.run();
          }
        });
  }

  private void inputOfTerm(Consumer<Term> input) {
    input(() -> bridge.term().ifPresent(input));
  }

  void received(List<SimRecord> records) {
    List<CommandRecord> commands = records.stream().map(this::command).toList();
    inputOfTerm(term -> term.received(commands, now()));
  }

  private CommandRecord command(SimRecord record) {
    return new CommandRecord(
        Position.of(SimWorld.COMMANDS, 0, record.offset(), record.timestamp(), record.value()),
        Instant.ofEpochMilli(process.now().millis()),
        record.header("ce_id"),
        record.header("traceparent"),
        record.value(),
        Map.of());
  }

  SubscribeCall subscribeCall(MesosVersion version) {
    return bridge.term().orElseThrow().subscribeCall(version);
  }

  void written(WriteId id, Place place) {
    input(() -> bridge.core().written(id, place, now()));
  }

  void refused(WriteId id, boolean tooLarge) {
    inputOfTerm(term -> term.refused(id, tooLarge, now()));
  }

  @Override
  public void write(WriteId id, Outgoing record) {
    writer.write(id, record);
  }

  @Override
  public void call(long number, Call call) {
    if (holds()) {
      long own = ++lastCall;
      if (number != NOBODY_WAITS) {
        awaited.put(own, number);
      }
      wire.subscription().send(own, call).forEach(happening -> happening.tell(this));
    } else if (number != NOBODY_WAITS) {
      CallOutcome never = new CallOutcome.Unsubscribed(0, "this process stood still");
      inputOfTerm(term -> term.answered(number, never, now()));
    }
  }

  @Override
  public String newFrameworkId() {
    return process.name() + "-" + bridge.epoch() + "-" + ++lastFramework;
  }

  @Override
  public void giveUp(String why) {
    wire.subscription()
        .giveUp(Cause.REFUSED, why, now())
        .forEach(happening -> happening.tell(this));
  }

  @Override
  public void subscribe() {
    wire.subscription().start().forEach(happening -> happening.tell(this));
  }

  @Override
  public void resubscribe() {
    wire.subscription()
        .giveUp(Cause.REQUESTED, "a new subscription was requested", now())
        .forEach(happening -> happening.tell(this));
  }

  @Override
  public void unsubscribe() {
    wire.subscription().tornDown().forEach(happening -> happening.tell(this));
  }

  @Override
  public void settle(CommandRecord record) {
    bridge.settled(record.offset());
  }

  @Override
  public void settleAsDeadLetter(CommandRecord record, String why) {
    process
        .producer()
        .send(
            SimWorld.DEAD_LETTERS,
            0,
            null,
            record.value(),
            Map.of(),
            new SimProducer.Answer() {
              @Override
              public void written(int partition, long offset, long timestamp) {
                input(() -> bridge.settled(record.offset()));
              }

              @Override
              public void refused(SimProducer.Refusal refusal) {
                input(() -> bridge.settled(record.offset()));
              }
            });
  }

  @Override
  public void reply(CommandRecord record, Outgoing result) {
    // nobody asks for one
  }

  @Override
  public void reread(String identity, Place place) {
    process.after(READ, () -> read(identity, place));
  }

  /** As a consumer does that begins at the start when its offset is not there. */
  private void read(String identity, Place place) {
    if (closed) {
      return;
    }
    SimPartition log =
        process.kafka().isAway()
            ? null
            : process.kafka().partition(SimWorld.RESULTS, 0).orElse(null);
    if (log == null) {
      process.after(AGAIN, () -> read(identity, place));
      return;
    }
    SimRecord found =
        log.start() > place.offset()
            ? null
            : log.records().stream()
                .filter(record -> record.offset() == place.offset())
                .findFirst()
                .orElse(null);
    byte[] value = found == null || !identity.equals(found.header("ce_id")) ? null : found.value();
    inputOfTerm(term -> term.reread(identity, place, value, now()));
  }

  @Override
  public CommandPolicy policy() {
    return CommandPolicy.NONE;
  }

  @Override
  public long inFlightBytes() {
    return writer.bytes();
  }

  @Override
  public long oldestWaitNanos(Outgoing.Topic topic) {
    return Duration.ofMillis(writer.oldestWaitMillis(topic)).toNanos();
  }

  @Override
  public void count(Counted what) {
    // nobody reads metrics
  }

  @Override
  public void concluded(CommandResult result, String traceparent) {
    // nobody reads metrics
  }

  @Override
  public void time(Timed what, long nanos) {
    // nobody reads metrics
  }

  @Override
  public void received(Happening.Received happening) {
    if (holds()) {
      inputOfTerm(term -> term.event(happening.record(), now()));
    }
  }

  @Override
  public void subscribed(Happening.Subscribed happening) {
    var state = happening.state();
    process.tell(() -> "is subscribed as " + state.frameworkId() + ", " + state.streamId());
    wire.led(state.master());
    inputOfTerm(term -> term.subscribed(state, now()));
  }

  @Override
  public void ended(Happening.Ended happening) {
    Cause cause = happening.cause();
    String why = happening.why();
    process.tell(() -> "is not subscribed: " + cause + ", " + why);
    if (happening.stood()) {
      inputOfTerm(term -> term.disconnected(happening, now()));
    }
    if (cause == Cause.REMOVED) {
      inputOfTerm(term -> term.removed(why, now()));
    } else if (cause == Cause.REFUSED) {
      inputOfTerm(term -> term.refusedByMaster(why, now()));
    } else if (cause == Cause.FAILED_OVER) {
      input(() -> bridge.core().failedOver(now()));
    }
  }

  @Override
  public void concluded(Happening.Concluded happening) {
    Long number = awaited.remove(happening.number());
    if (number != null) {
      inputOfTerm(term -> term.answered(number, happening.outcome(), now()));
    }
  }

  @Override
  public void countStale(Outgoing.Topic topic) {
    process.tell(() -> "finds a stale record in " + topic);
  }
}
