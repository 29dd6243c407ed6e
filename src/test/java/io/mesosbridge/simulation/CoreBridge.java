package io.mesosbridge.simulation;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Bridge;
import io.mesosbridge.core.LeadershipState;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outside.Host;
import io.mesosbridge.core.Term;
import io.mesosbridge.core.mesos.ConfiguredFrameworkInfo;
import io.mesosbridge.core.mesos.SubscriptionState;
import io.mesosbridge.core.mesos.SubscriptionState.Subscribed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The bridge itself, its core, in a process of the simulation. */
final class CoreBridge implements SimBridge, Host {

  private static final BridgeConfig CONFIG = CoreSettings.any();
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final long LEASE_MILLIS = 5_000;
  private static final long MOST_IN_HAND = CONFIG.commands().maxInHandBytes() + (1 << 20);
  private static final long MOST_IN_FLIGHT = 2 * BridgeConfig.Publish.limitOf(CONFIG.publish());
  private static final long ZERO = SimWorld.BEGINNING.toEpochMilli() - 1_000; // sums of nanos fit

  private final SimProcess process;
  private final Bridge core;
  private final ArrayDeque<Runnable> inputs = new ArrayDeque<>();
  private final Map<String, String> topicIds = new HashMap<>();
  private CoreLog log;
  private CoreMember member;
  private CoreTerm connections;
  private Runnable timer = () -> {};
  private long timerAt = Long.MAX_VALUE;
  private long renewedAt;
  private long attempt;
  private boolean busy;
  private boolean killed;

  CoreBridge(SimProcess process) {
    this.process = process;
    BridgeConfig config = CoreSettings.of(process.world());
    this.core =
        new Bridge(
            this,
            config,
            process.name(),
            ConfiguredFrameworkInfo.of(
                config.framework(), Set.of(), Optional.empty(), Optional.empty()));
  }

  @Override
  public void start() {
    process.after(process.kafka().atMost(20), this::begin);
  }

  private void begin() {
    boolean there =
        !process.kafka().isAway()
            && SimWorld.TOPICS.stream().allMatch(topic -> process.kafka().topic(topic).isPresent());
    if (!there) {
      process.after(BEAT, this::begin);
      return;
    }
    renewedAt = process.now().millis();
    log = new CoreLog(this, process);
    input(() -> core.topicsAreThere(now()));
    member = new CoreMember(this, process);
    beat();
  }

  private void beat() {
    boolean held = holds();
    renewedAt = process.now().millis();
    if (!held) {
      input(() -> core.resign("this process stood still", now()));
    }
    input(member::beat);
    input(this::watchTopics);
    process.after(BEAT, this::beat);
  }

  /** A topic that was made anew shows by its id. */
  private void watchTopics() {
    if (process.kafka().isAway()) {
      return;
    }
    for (String name : SimWorld.TOPICS) {
      String id = process.kafka().topic(name).map(SimTopic::id).orElse(null);
      String before = id == null ? null : topicIds.put(name, id);
      if (before != null && !before.equals(id)) {
        Outgoing.Topic table =
            switch (name) {
              case SimWorld.STATE -> Outgoing.Topic.STATE;
              case SimWorld.TASKS -> Outgoing.Topic.TASKS;
              case SimWorld.LAUNCHES -> Outgoing.Topic.LAUNCHES;
              case SimWorld.OFFERS -> Outgoing.Topic.OFFERS;
              default -> null;
            };
        core.recreated(name, table, false, now());
      }
    }
  }

  @Override
  public void kill() {
    killed = true;
  }

  Now now() {
    long millis = process.now().millis();
    return new Now((millis - ZERO) * 1_000_000, millis);
  }

  boolean holds() {
    return process.now().millis() - renewedAt < LEASE_MILLIS;
  }

  Bridge core() {
    return core;
  }

  Optional<Term> term() {
    return core.term();
  }

  /** What happens while something is being handled is handled next. */
  void input(Runnable input) {
    if (killed) {
      return;
    }
    inputs.add(input);
    if (busy) {
      return;
    }
    busy = true;
    LeadershipState before = core.state();
    while (!inputs.isEmpty()) {
      inputs.remove().run();
    }
    busy = false;
    if (before != core.state()) {
      process.tell(() -> "is now " + core.state());
    }
    wakeUpInTime();
  }

  private void wakeUpInTime() {
    long due = deadline();
    if (due < timerAt) {
      timer.run();
      timerAt = due;
      long millis = Math.max(1, (due - now().nanos()) / 1_000_000);
      timer = process.after(Duration.ofMillis(millis), this::tick);
    }
  }

  private long deadline() {
    return connections == null
        ? core.deadline()
        : Math.min(core.deadline(), connections.wire().subscription().deadline());
  }

  private void tick() {
    timerAt = Long.MAX_VALUE;
    if (connections != null) {
      CoreTerm ticked = connections;
      ticked.input(
          () ->
              ticked
                  .wire()
                  .subscription()
                  .tick(now())
                  .forEach(happening -> happening.tell(ticked)));
    }
    input(
        () -> {
          if (now().isPast(core.deadline())) {
            core.tick(now());
          }
        });
  }

  void received(List<SimRecord> records) {
    if (connections != null) {
      connections.received(records);
    }
  }

  void settled(long offset) {
    member.settled(offset);
  }

  @Override
  public void open(long newAttempt) {
    attempt = newAttempt;
    process.after(
        process.kafka().atMost(20),
        () -> {
          if (attempt == newAttempt) {
            connections = new CoreTerm(this, process);
            input(() -> core.opened(newAttempt, connections, now()));
          }
        });
  }

  @Override
  public void readToEnds(long request) {
    log.toEnds(request);
  }

  @Override
  public void led(long epoch) {
    log.led(epoch);
    member.forget();
  }

  @Override
  public void close(Optional<Outgoing> last, boolean graceful) {
    attempt++;
    if (connections != null) {
      connections.close();
      connections = null;
    }
    last.ifPresent(record -> SimCodec.sendUnawaited(record, process.producer()));
  }

  @Override
  public void readAnew() {
    log.anew();
  }

  @Override
  public boolean leads() {
    return !killed && core.state() instanceof LeadershipState.Leading;
  }

  @Override
  public long epoch() {
    return core.state() instanceof LeadershipState.Leading leading ? leading.epoch() : -1;
  }

  @Override
  public long bytesInHand() {
    return member == null ? 0 : member.bytes();
  }

  @Override
  public long mostBytesInHand() {
    return MOST_IN_HAND;
  }

  @Override
  public long mostBytesInFlight() {
    return MOST_IN_FLIGHT;
  }

  @Override
  public boolean isAtRest() {
    if (member == null || !member.isAtRest()) {
      return false;
    }
    if (connections == null || !leads()) {
      return core.state() instanceof LeadershipState.Following && !core.isOwner();
    }
    var state = connections.wire().subscription().state();
    boolean stands = state instanceof Subscribed || state instanceof SubscriptionState.Idle;
    Term leading = term().orElseThrow();
    return (stands && connections.inFlightBytes() == 0 && !leading.backlog().isShedding())
        && SimAudit.keptLaunches(process.kafka()).isEmpty()
        && leading.reconciliation().unanswered() == 0;
  }

  @Override
  public String state() {
    return core.state() + (member == null ? "" : ", in hand " + member.inHand());
  }
}
