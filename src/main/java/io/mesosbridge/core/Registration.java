package io.mesosbridge.core;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.BridgeConfig.Framework.OnRemoved;
import io.mesosbridge.core.FrameworkRecord.State;
import io.mesosbridge.core.command.Commands;
import io.mesosbridge.core.mesos.EventRecord;
import io.mesosbridge.core.mesos.SubscribeCall;
import io.mesosbridge.core.offer.OfferEnd;
import io.mesosbridge.core.offer.Offers;
import io.mesosbridge.core.task.Reconciliation;
import io.mesosbridge.core.task.Tasks;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The framework's life at Mesos: registered, subscribed, disconnected, torn down or removed, and
 * what each of them means for offers, tasks and commands.
 */
final class Registration {

  private static final Logger LOG = Logger.getLogger(Registration.class);

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
    }
    if (framework.isRemoved() && registersAgain()) {
      framework.willRegisterAgain();
    }
    if (framework.isGone()) {
      outside.unsubscribe();
      commands.frameworkIsGone();
    } else {
      outside.subscribe();
    }
  }

  private boolean registersAgain() {
    return config.onRemoved() == OnRemoved.REGISTER_AGAIN;
  }

  /** The next event: a new framework's waits until Kafka knows the framework. */
  void event(EventRecord record) {
    if (registeredBy == 0) {
      router.route(record);
    } else {
      heldBack.add(record);
    }
  }

  /** The SUBSCRIBE to be sent now, in JSON. */
  byte[] subscribeCall() {
    String configured = config.id().orElse(null);
    String id = framework.id().orElse(framework.isUsedUp(configured) ? null : configured);
    return SubscribeCall.write(framework.info(), id, framework.suppressedRoles());
  }

  /** The subscription stands; SUBSCRIBED itself is the next event. */
  void subscribed(String frameworkId, String master, String streamId) {
    journal.subscription(frameworkId, streamId);
    notices.connected(master, streamId);
    Optional<Long> version = framework.registered(frameworkId, master);
    registeredBy = version.orElse(0L);
    if (version.isEmpty()) {
      standing();
    }
  }

  private void standing() {
    String frameworkId = journal.frameworkId();
    reconciliation.begin(frameworkId, tasks.all());
    askForDropped();
    commands.subscribed(frameworkId);
  }

  /** Kafka has that version of the framework's record. */
  void frameworkWritten(long version) {
    if (version == registeredBy) {
      registeredBy = 0;
      while (!heldBack.isEmpty()) {
        router.route(heldBack.remove());
      }
      standing();
    }
    if (version == goneBy) {
      goneBy = 0;
      commands.frameworkIsGone();
    }
  }

  /** The subscription is gone: every offer is void, and no answer will come. */
  void disconnected(String cause, String why) {
    registeredBy = 0;
    heldBack.clear();
    offers.endAll(OfferEnd.DISCONNECTED);
    reconciliation.stop();
    commands.unsubscribed();
    notices.disconnected(cause, why);
    journal.subscription(journal.frameworkId(), null);
    commands.goOn();
  }

  /** Mesos says that it has removed the framework. */
  void removed(String text) {
    String id = framework.id().or(config::id).orElse("");
    framework.useUp(id);
    if (commands.mayHaveEnded(id)) {
      tearDown();
    } else if (framework.isGone()) {
      LOG.infof("Framework id %s is used up; registering without one", id);
      outside.subscribe();
    } else {
      LOG.errorf("Mesos removed framework %s and every task of it: %s", id, text);
      forgetOffersAndTasks();
      framework.gone(State.REMOVED, id);
      notices.frameworkRemoved(text);
      if (registersAgain()) {
        framework.willRegisterAgain();
        outside.subscribe();
      } else {
        commands.frameworkIsGone();
      }
    }
  }

  /** The framework was torn down by its owner. */
  void tearDown() {
    String id = framework.id().orElse("");
    LOG.infof("Framework %s is torn down", id);
    forgetOffersAndTasks();
    goneBy = framework.gone(State.TORN_DOWN, id);
    outside.unsubscribe();
  }

  private void forgetOffersAndTasks() {
    offers.endAll(OfferEnd.DISCONNECTED);
    reconciliation.stop();
    tasks.removeAll();
  }

  /** What was dropped while Kafka was away, and nothing brings by itself, is asked for. */
  void askForDropped() {
    Map<String, String> dropped = backlog.takeTasksToReconcile();
    if (!dropped.isEmpty()) {
      reconciliation.ask(dropped);
    }
  }
}
