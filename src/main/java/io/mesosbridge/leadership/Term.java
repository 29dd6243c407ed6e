package io.mesosbridge.leadership;

import io.mesosbridge.commands.CommandPipeline;
import io.mesosbridge.commands.FirstResults;
import io.mesosbridge.commands.Lifecycle;
import io.mesosbridge.commands.Parts;
import io.mesosbridge.config.FrameworkConfig.OnRemoved;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.CallOutcome;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.EventRecord;
import io.mesosbridge.core.mesos.SubscribeCall;
import io.mesosbridge.events.EventFlow;
import io.mesosbridge.mesos.master.Masters;
import io.mesosbridge.mesos.subscription.Cause;
import io.mesosbridge.mesos.subscription.Subscription;
import io.mesosbridge.mesos.subscription.SubscriptionListener;
import io.mesosbridge.mesos.subscription.SubscriptionState;
import io.mesosbridge.state.Framework;
import io.mesosbridge.state.FrameworkRecord.State;
import io.mesosbridge.state.Keys;
import io.mesosbridge.state.Remembered;
import io.mesosbridge.state.StaleWriteGuard;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The time during which this instance leads: owns everything that a leader has, from what it
 * remembers to its connections, so that nothing of it outlives the term. Lives on the bridge's
 * context.
 */
final class Term implements SubscriptionListener, Lifecycle {

  private static final Logger LOG = Logger.getLogger(Term.class);

  private final Tools tools;
  private final Lease lease;
  private final Pens pens;
  private final Consumer<String> resign;
  private final Masters masters;
  private final Subscription subscription;
  private final Framework framework;
  private final EventFlow events;
  private final FirstResults firstResults;
  private final CommandPipeline commands;
  private final RegistrationGate gate;
  private final StaleWriteGuard guard;
  private Instant lastHeartbeat;

  Term(
      Tools tools,
      Lease lease,
      Pens pens,
      Remembered remembered,
      long epoch,
      Consumer<String> resign) {
    this.tools = tools;
    this.lease = lease;
    this.pens = pens;
    this.resign = resign;
    var context = tools.context();
    masters = tools.masters().get();
    subscription = new Subscription(context, tools.settings(), masters, this, tools.meters());
    framework = new Framework(pens.journal(), tools.topics(), remembered, tools.frameworkInfo());
    events =
        new EventFlow(
            tools.config(),
            tools.topics(),
            context.owner(),
            pens.records(),
            pens.journal(),
            this::send,
            () -> subscription.resubscribe(Cause.REQUESTED),
            remembered,
            tools.meters());
    gate = new RegistrationGate(events::route);
    firstResults =
        new FirstResults(
            tools.clients(),
            tools.topics().commandResults.name(),
            task -> context.runOnContext(ignored -> task.run()));
    commands = CommandPipeline.begin(parts(), remembered);
    events.connect(commands::settles, commands::offered);
    guard =
        new StaleWriteGuard(
            tools.clients(),
            tools.topics(),
            remembered,
            epoch,
            (topic, key) -> context.runOnContext(ignored -> rewrite(topic, key)));
  }

  private void rewrite(String topic, String key) {
    tools.meters().counter("bridge.stale.records", "topic", topic).increment();
    if (topic.equals(tools.topics().offers.name())) {
      events.offers().rewrite(key);
    } else if (topic.equals(tools.topics().tasks.name())) {
      events.tasks().rewrite(key);
    } else if (key.equals(Keys.FRAMEWORK)) {
      framework.rewrite();
    }
  }

  private Parts parts() {
    return new Parts(
        tools.config(),
        tools.topics(),
        pens.journal(),
        pens.replies(),
        firstResults,
        this::send,
        framework,
        events.offers(),
        events.tasks(),
        events.launches(),
        events.updates(),
        events.reconciliation(),
        this,
        tools.meters());
  }

  /** Begins to lead. */
  void begin(long epoch) {
    events.notices().leaderElected(tools.instance(), epoch);
    if (isRemoved() && tools.config().framework().onRemoved() == OnRemoved.REGISTER_AGAIN) {
      framework.willRegisterAgain();
    }
    if (framework.isGone()) {
      subscription.tornDown();
      commands.frameworkIsGone();
    } else {
      subscription.start(this::subscribeCall);
    }
    tools.intake().lead(commands::receive);
  }

  /** To be called often. */
  void tick() {
    events.tick();
    commands.tick();
  }

  /**
   * Ends the term: no call leaves and nothing is read any more.
   *
   * @param grace how long Kafka may take for what is written already; with none at all, nothing
   *     more is written but the notice
   */
  Future<Void> end(String why, Duration grace) {
    tools.intake().rest();
    subscription.stop();
    masters.close();
    firstResults.close();
    guard.close();
    return pens.close(events.notices().leaderResigned(tools.instance(), why), grace);
  }

  /** What status shows of this term. */
  Snapshot snapshot() {
    return Snapshot.of(
        label(), subscription.state(), framework, lastHeartbeat, events, commands, pens);
  }

  private String label() {
    String label = subscription.state().label();
    return isRemoved() && label.equals("TORN_DOWN") ? "STOPPED" : label;
  }

  private boolean isRemoved() {
    return framework.known().filter(record -> record.state() == State.REMOVED).isPresent();
  }

  private byte[] subscribeCall() {
    String configured = tools.config().framework().id().orElse(null);
    String id = framework.id().orElse(framework.isUsedUp(configured) ? null : configured);
    return SubscribeCall.write(framework.info(), id, framework.suppressedRoles());
  }

  private Future<CallOutcome> send(Call call) {
    return lease.holds()
        ? subscription.send(call)
        : Future.succeededFuture(
            new CallOutcome.Unsubscribed(0, "this process was paused and may have been replaced"));
  }

  @Override
  public void onRecord(EventRecord record) {
    if (lease.holds()) {
      if (record.event() instanceof Event.Heartbeat) {
        lastHeartbeat = Instant.now();
      }
      gate.pass(record);
    }
  }

  @Override
  public void onSubscribed(SubscriptionState.Subscribed state, Event.Subscribed event) {
    pens.journal().subscription(state.frameworkId(), state.streamId());
    events.notices().connected(state.master().toString(), state.streamId());
    Runnable open = gate.close();
    framework.registered(
        state.frameworkId(),
        state.master().toString(),
        () -> {
          open.run();
          if (subscription.state() == state) {
            events.subscribed(state.frameworkId());
            commands.subscribed(state.frameworkId());
          }
        });
  }

  @Override
  public void onDisconnected(Cause cause, String why) {
    gate.giveUp();
    events.disconnected();
    commands.unsubscribed();
    events.notices().disconnected(cause.label(), why);
    pens.journal().subscription(pens.journal().frameworkId(), null);
  }

  @Override
  public void onStateChanged(SubscriptionState from, SubscriptionState to) {
    LOG.debugf("%s -> %s", from.label(), to.label());
  }

  @Override
  public void tornDown(Runnable remembered) {
    LOG.infof("Framework %s is torn down", framework.id().orElse("?"));
    events.frameworkIsGone();
    framework.gone(
        State.TORN_DOWN,
        () -> {
          remembered.run();
          commands.frameworkIsGone();
        });
    subscription.tornDown();
  }

  @Override
  public void registerAnew() {
    subscription.start(this::subscribeCall);
  }

  @Override
  public void onRemoved(String text) {
    String id = framework.id().or(tools.config().framework()::id).orElse("");
    framework.useUp(id);
    if (commands.mayHaveEnded(id)) {
      tornDown(() -> {});
      return;
    }
    if (framework.isGone()) {
      LOG.infof("Framework id %s is used up; registering without one", id);
      subscription.start(this::subscribeCall);
      return;
    }
    LOG.errorf("Mesos removed framework %s and every task of it: %s", id, text);
    events.frameworkIsGone();
    framework.removed(id);
    events.notices().frameworkRemoved(text);
    if (tools.config().framework().onRemoved() == OnRemoved.REGISTER_AGAIN) {
      framework.willRegisterAgain();
      subscription.start(this::subscribeCall);
    } else {
      commands.frameworkIsGone();
    }
  }

  @Override
  public void onFailedOver() {
    resign.accept("another instance took framework " + framework.id().orElse("?") + " over");
  }

  @Override
  public void onRefused(String text) {
    LOG.errorf("Mesos accepts neither this framework nor its credentials: %s", text);
    commands.registrationRefused(text);
  }
}
