package io.mesosbridge.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.BridgeConfig.Updates.Acknowledge;
import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Journal.Notices;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.Commands;
import io.mesosbridge.core.command.SettledCommands;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.mesos.SubscribeCall;
import io.mesosbridge.core.mesos.SubscriptionState.Subscribed;
import io.mesosbridge.core.offer.Offers;
import io.mesosbridge.core.task.Acknowledgements;
import io.mesosbridge.core.task.Operations;
import io.mesosbridge.core.task.Reconciliation;
import io.mesosbridge.core.task.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The time during which this instance leads: everything that a leader knows, and what it does about
 * each thing that happens. Its public methods are its inputs.
 */
public final class Term {

  private static final Logger LOG = Logger.getLogger(Term.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Outside outside;
  private final String instance;
  private final Memory memory;
  private final Journal journal;
  final Suspects suspects;
  private final Notices notices;
  private final Framework framework;
  private final Backlog backlog;
  private final Offers offers;
  private final Tasks tasks;
  final Operations operations;
  private final Reconciliation reconciliation;
  final SettledCommands settled;
  private final Commands commands;
  private final Registration registration;
  private final Readback readback;
  private long lookAt;
  private Instant lastHeartbeat;

  /** A term of that epoch, of commands in the topic of that id, with what is remembered. */
  public Term(
      Outside outside,
      BridgeConfig config,
      String instance,
      Memory memory,
      long epoch,
      String topicId,
      JsonNode configuredInfo,
      Now now) {
    this.outside = outside;
    this.instance = instance;
    this.memory = memory;
    FrameworkOfLog.settle(memory);
    this.journal =
        new Journal(
            outside,
            instance,
            epoch,
            memory.framework().map(FrameworkRecord::frameworkId).orElse(null),
            now);
    this.suspects = new Suspects(memory, journal, outside);
    this.notices = new Notices(journal);
    this.framework = new Framework(memory, journal, outside, config.framework(), configuredInfo);
    this.backlog = new Backlog(outside, notices, BridgeConfig.Publish.limitOf(config.publish()));
    this.offers = new Offers(config, memory, journal, outside, framework, backlog);
    boolean byCommand = config.updates().acknowledge() == Acknowledge.BY_COMMAND;
    Acknowledgements acknowledgements = new Acknowledgements(journal, outside, byCommand);
    this.tasks = new Tasks(memory, journal, outside, acknowledgements);
    this.operations = new Operations(journal, outside, framework, acknowledgements);
    this.reconciliation = new Reconciliation(memory, journal, outside, notices, tasks.questions());
    this.settled = new SettledCommands(memory, journal, topicId);
    this.commands =
        new Commands(
            config,
            memory,
            journal,
            outside,
            settled,
            suspects,
            framework,
            offers,
            tasks,
            acknowledgements,
            operations,
            reconciliation);
    EventRouter router =
        new EventRouter(
            journal, suspects, backlog, offers, tasks, operations, reconciliation, commands);
    this.registration =
        new Registration(
            config.framework(),
            journal,
            outside,
            notices,
            framework,
            backlog,
            offers,
            tasks,
            reconciliation,
            commands,
            router);
    this.readback =
        new Readback(
            journal,
            outside,
            notices,
            memory,
            framework,
            offers,
            tasks,
            reconciliation,
            commands,
            registration,
            settled,
            suspects);
    this.lookAt = now.after(LOOK_EVERY);
  }

  /** Begins to lead. */
  public void begin(Now now) {
    journal.at(now);
    offers.buryRemembered();
    commands.kept().table().buryRemembered();
    notices.leaderElected(instance);
    memory.lateRecords().forEach(readback::overtaken);
    registration.begin();
  }

  /** The SUBSCRIBE to be sent now, to a master of that version. */
  public SubscribeCall subscribeCall(MesosVersion version) {
    return registration.subscribeCall(version);
  }

  /** The next records of the topic of commands; of launches among them some may share offers. */
  public void received(List<CommandRecord> records, Now now) {
    journal.at(now);
    commands.received(records);
  }

  /** The subscription stands; SUBSCRIBED itself is the next event. */
  public void subscribed(Subscribed state, Now now) {
    journal.at(now);
    registration.subscribed(state);
  }

  /** The subscription is gone: every offer is void, and no answer will come. */
  public void disconnected(Happening.Ended ended, Now now) {
    journal.at(now);
    registration.disconnected(ended);
  }

  /** Mesos says that it has removed the framework. */
  public void removed(String text, Now now) {
    journal.at(now);
    registration.removed(text);
  }

  /** Mesos accepts neither this framework nor its credentials. */
  public void refusedByMaster(String text, Now now) {
    journal.at(now);
    LOG.errorf("Mesos accepts neither this framework nor its credentials: %s", text);
    commands.registrationRefused(text);
  }

  /** What became of a call. */
  public void answered(long number, CallOutcome outcome, Now now) {
    journal.at(now);
    if (commands.answered(number, outcome)) {
      registration.tearDown();
    }
  }

  /** Kafka has a record. */
  public void written(WriteId id, Fact.Place place, Now now) {
    journal.at(now);
    id.written(this, place);
  }

  /** Kafka does not have a record, and is not asked again. */
  public void refused(WriteId id, boolean tooLarge, Now now) {
    journal.at(now);
    id.refused(this, tooLarge);
  }

  Optional<String> wedged() {
    return commands.fence().wedged().or(registration::wedged);
  }

  /** A command's result was read back from there; null when Kafka keeps it no longer. */
  public void reread(String identity, Fact.Place place, byte[] result, Now now) {
    journal.at(now);
    commands.reread(identity, place, result);
  }

  /** The next event of the subscription. */
  public void event(Event.EventRecord record, Now now) {
    journal.at(now);
    if (record.event() instanceof Event.Heartbeat) {
      lastHeartbeat = now.instant();
    }
    registration.event(record);
  }

  void frameworkWritten(long version) {
    registration.frameworkWritten(version);
  }

  /** Time has passed. */
  public void tick(Now now) {
    journal.at(now);
    offers.tick();
    reconciliation.tick(tasks.all());
    operations.tick();
    commands.tick();
    settled.tick();
    if (now.isPast(lookAt)) {
      lookAt = now.after(LOOK_EVERY);
      if (backlog.isOver()) {
        if (backlog.takeResubscription()) {
          outside.resubscribe();
        } else {
          registration.askForDropped();
        }
      }
    }
  }

  /** When {@link #tick} has something to do, in nanoseconds of {@link Now}. */
  public long deadline() {
    return Math.min(
        Math.min(lookAt, Math.min(offers.deadline(), operations.deadline())),
        Math.min(Math.min(reconciliation.deadline(), commands.deadline()), settled.deadline()));
  }

  /** What the last record of this term says: that it ends, and why. */
  public Outgoing end(String why, Now now) {
    journal.at(now);
    return notices.leaderResigned(instance, why);
  }

  /** Which framework the bridge is. */
  public Framework framework() {
    return framework;
  }

  /** The offers that can be accepted. */
  public Offers offers() {
    return offers;
  }

  /** The live tasks. */
  public Tasks tasks() {
    return tasks;
  }

  /** Questions to Mesos about tasks. */
  public Reconciliation reconciliation() {
    return reconciliation;
  }

  /** The commands in hand. */
  public Commands commands() {
    return commands;
  }

  Readback readback() {
    return readback;
  }

  /** What of the FrameworkInfo the master does not know, and was not told, in words. */
  public List<String> leftAway() {
    return registration.leftAway();
  }

  /** What awaits Kafka. */
  public Backlog backlog() {
    return backlog;
  }

  /** When the master was last heard by a heartbeat, or null. */
  public Instant lastHeartbeat() {
    return lastHeartbeat;
  }
}
