package io.mesosbridge.core;

import io.mesosbridge.config.Bounds.FrameworkId;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.BridgeConfig.Framework.OnRemoved;
import io.mesosbridge.core.Fact.FrameworkRecord.State;
import io.mesosbridge.core.Journal.Notices;
import io.mesosbridge.core.command.Commands;
import io.mesosbridge.core.language.LogField;
import io.mesosbridge.core.mesos.Event.EventRecord;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.mesos.OwnCalls;
import io.mesosbridge.core.mesos.SubscribeCall;
import io.mesosbridge.core.mesos.SubscriptionState.Subscribed;
import io.mesosbridge.core.offer.Offers;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.core.task.Reconciliation;
import io.mesosbridge.core.task.Tasks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The framework's life at Mesos: registered, subscribed, disconnected, torn down or removed, and
 * what each of them means for offers, tasks and commands.
 */
final class Registration {

  private static final Logger LOG = Logger.getLogger(Registration.class);

  /** What Kafka has is read back within milliseconds. */
  private static final Duration WEDGED = Duration.ofSeconds(10);

  private final BridgeConfig.Framework config;
  private final Journal journal;
  private final Outside outside;
  private final Notices notices;
  private final Framework framework;
  private final Backlog backlog;
  private final Offers offers;
  private final Tasks tasks;
  private final Reconciliation reconciliation;
  private final Commands commands;
  private final EventRouter router;

  /** Events of a new framework, held back until Kafka knows the framework. */
  private final ArrayDeque<EventRecord> heldBack = new ArrayDeque<>();

  private long heldBackBytes;

  private String asked; // by the last SUBSCRIBE; null when it left the id to the master
  private MesosVersion askedOf;
  private List<String> leftAway = List.of();
  private boolean isForeign; // the subscription is another framework's: nothing of it counts

  private String chosen; // an id to be read back before anybody subscribes with it; null for none
  private Long unreadSince; // in nanoseconds, since when Kafka has it; null while it has not
  private long registeredBy;
  private long goneBy;

  Registration(
      BridgeConfig.Framework config,
      Journal journal,
      Outside outside,
      Notices notices,
      Framework framework,
      Backlog backlog,
      Offers offers,
      Tasks tasks,
      Reconciliation reconciliation,
      Commands commands,
      EventRouter router) {
    this.config = config;
    this.journal = journal;
    this.outside = outside;
    this.notices = notices;
    this.framework = framework;
    this.backlog = backlog;
    this.offers = offers;
    this.tasks = tasks;
    this.reconciliation = reconciliation;
    this.commands = commands;
    this.router = router;
  }

  /** Begins where a former leader ended. */
  void begin() {
    if (framework.isGone()) {
      tasks.removeAll(); // a former leader may have ended before Kafka took that
      commands.placedAgain().frameworkIsGone();
    }
    framework.begin().forEach(tasks::rewrite); // the same
    if (framework.isRemoved() && registersAgain()) {
      framework.willRegisterAgain();
    }
    if (framework.isGone()) {
      outside.unsubscribe();
      commands.frameworkIsGone();
    } else {
      strive();
    }
  }

  private boolean registersAgain() {
    return config.onRemoved() == OnRemoved.REGISTER_AGAIN;
  }

  private void strive() {
    chosen = framework.decide().orElse(null);
    unreadSince = null;
    if (chosen == null) {
      framework.wanted().ifPresent(id -> journal.subscription(id, null));
      outside.subscribe();
    }
  }

  /** An id that this leader chose was read back, with no foreign claim before it. */
  void chosen(String frameworkId) {
    if (frameworkId.equals(chosen)) {
      strive();
    }
  }

  /** Why there will be no subscription, if the id that was chosen is not read back in time. */
  Optional<String> wedged() {
    return unreadSince != null && journal.now().nanos() - unreadSince > WEDGED.toNanos()
        ? Optional.of("a framework's id that Kafka has was not read back within " + WEDGED)
        : Optional.empty();
  }

  /** The next event: a new framework's waits until Kafka knows the framework. */
  void event(EventRecord record) {
    if (isForeign) {
      LOG.debugf("Another framework's: %s", record.event().type());
    } else if (registeredBy == 0) {
      router.route(record);
    } else {
      heldBack.add(record);
      heldBackBytes += record.json().length() + 256; // what it takes besides
      if (heldBackBytes > backlog.limit()) {
        LOG.warnf("%d bytes of events await the framework's record: resubscribing", heldBackBytes);
        forgetHeldBack();
        outside.resubscribe();
      }
    }
  }

  private void forgetHeldBack() {
    heldBack.clear();
    heldBackBytes = 0;
  }

  /** The SUBSCRIBE to be sent now, to a master of that version. */
  SubscribeCall subscribeCall(MesosVersion version) {
    asked = framework.wanted().orElse(null);
    askedOf = version;
    isForeign = false;
    SubscribeCall call = callFor(version);
    leftAway = call.leftAway();
    return call;
  }

  private SubscribeCall callFor(MesosVersion mesos) {
    return SubscribeCall.of(framework.info(), asked, offers.roles().suppressed(), mesos);
  }

  List<String> leftAway() {
    return leftAway;
  }

  /** The subscription stands; SUBSCRIBED itself is the next event. */
  void subscribed(Subscribed state) {
    String frameworkId = state.frameworkId();
    String master = state.master().toString();
    isForeign = asked == null ? !FrameworkId.isId(frameworkId) : !asked.equals(frameworkId);
    if (isForeign) {
      String right =
          asked == null ? "which is no id that Mesos takes" : "but was asked for " + asked;
      outside.giveUp(
          "the master at %s subscribed framework %.255s, %s".formatted(master, frameworkId, right));
      return;
    }
    LOG.infof(
        "Subscribed framework %.255s at %s, Mesos %s, stream %s",
        LogField.framework(frameworkId), master, state.version(), state.streamId());
    if (!leftAway.isEmpty()) {
      LOG.warnf("Not known to Mesos %s, and left away: %s", askedOf, leftAway);
    }
    if (!callFor(state.version()).leftAway().containsAll(leftAway)) { // which was unknown till now
      leftAway = leftAway.stream().map(what -> what + ", as if it were " + askedOf).toList();
    }
    journal.subscription(frameworkId, state.streamId());
    framework.mesos(state.version());
    offers.roles().subscribed();
    notices.connected(master, state.streamId());
    Optional<Long> version = framework.registered(frameworkId, master);
    registeredBy = version.orElse(0L);
    if (version.isEmpty()) {
      standing();
    }
  }

  private void standing() {
    String frameworkId = journal.frameworkId();
    if (!SubscribeCall.knowsSuppressed(framework.mesos())) {
      OwnCalls own = new OwnCalls(frameworkId);
      var suppressed = offers.roles().suppressed();
      suppressed.forEach(role -> outside.call(Outside.NOBODY_WAITS, own.suppress(role)));
    }
    tasks.subscribed();
    reconciliation.begin(frameworkId, tasks.all());
    askForDropped();
    commands.subscribed(frameworkId);
  }

  /** Kafka has that version of the framework's record. */
  void frameworkWritten(long version) {
    if (chosen != null && unreadSince == null) {
      unreadSince = journal.now().nanos();
    }
    if (version == registeredBy) {
      registeredBy = 0;
      while (!heldBack.isEmpty()) {
        router.route(heldBack.remove());
      }
      heldBackBytes = 0;
      standing();
    }
    if (version == goneBy) {
      goneBy = 0;
      commands.frameworkIsGone();
    }
  }

  /** The subscription is gone: every offer is void, and no answer will come. */
  void disconnected(Happening.Ended ended) {
    if (isForeign) {
      return;
    }
    registeredBy = 0;
    forgetHeldBack();
    offers.endAll(OfferEnd.DISCONNECTED);
    reconciliation.stop();
    commands.unsubscribed(ended);
    notices.disconnected(ended.cause().label(), ended.why());
    journal.subscription(journal.frameworkId(), null);
    commands.goOn();
  }

  /** Mesos says that it has removed the framework. */
  void removed(String text) {
    String id = framework.wanted().orElse("");
    framework.useUp(id);
    if (commands.mayHaveEnded(id)) {
      tearDown();
    } else if (framework.isGone()) {
      LOG.infof("Framework id %s is used up; registering another", LogField.framework(id));
      commands.registerAs(framework.decideNext());
    } else {
      LOG.errorf("Mesos removed framework %s and all its tasks: %s", LogField.framework(id), text);
      forgetOffersAndTasks();
      framework.gone(State.REMOVED, id);
      notices.frameworkRemoved(text);
      if (registersAgain()) {
        framework.willRegisterAgain();
        strive();
      } else {
        commands.frameworkIsGone();
      }
    }
  }

  /** The framework was torn down by its owner. */
  void tearDown() {
    String id = framework.id().orElse("");
    LOG.infof("Framework %s is torn down", LogField.framework(id));
    forgetOffersAndTasks();
    goneBy = framework.gone(State.TORN_DOWN, id);
    outside.unsubscribe();
  }

  private void forgetOffersAndTasks() {
    offers.endAll(OfferEnd.DISCONNECTED);
    reconciliation.stop();
    tasks.removeAll();
    commands.placedAgain().frameworkIsGone();
  }

  /** What was dropped while Kafka was away, and nothing brings by itself, is asked for. */
  void askForDropped() {
    Map<String, String> dropped = backlog.takeTasksToReconcile();
    if (!dropped.isEmpty()) {
      reconciliation.ask(dropped);
    }
  }
}
