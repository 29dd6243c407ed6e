package io.mesosbridge.core.task;

import io.mesosbridge.core.Framework;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.Recent;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.mesos.Call.NamedOperation;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Event.OperationStatus;
import io.mesosbridge.core.mesos.OwnCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operation updates: to Kafka first, then acknowledged; repeated ones only acknowledged. Asks for
 * the state of operations whose command is in doubt, again with back-off until each is decided.
 */
public final class Operations {

  private static final int REMEMBERED = 10_000;
  private static final int BATCH = 1_000;
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(2);
  private static final Duration LAST_PATIENCE = Duration.ofMinutes(1);
  private static final Outgoing.Type UPDATE = new Outgoing.Type(true, "UPDATE_OPERATION_STATUS");

  private final Journal journal;
  private final Outside outside;
  private final Framework framework;
  private final Acknowledgements acknowledgements;
  private final Map<String, Boolean> writtenByUuid = new Recent<>(REMEMBERED);
  private final Map<String, NamedOperation> undecided = new LinkedHashMap<>();

  /** Of the undecided, those of which a consumer wants to hear next, whatever it is. */
  private final Set<String> wanted = new HashSet<>();

  private Duration patience = FIRST_PATIENCE;
  private long askAgainAt;

  /** What a status says of an operation of which nobody knows whether the master took it. */
  public enum Meaning {
    /** The master took it, whatever became of it. */
    PROVES,
    /** It never was. */
    DENIES,
    /** Neither. */
    UNCLEAR;

    private static final Set<String> OF_KNOWN =
        Set.of(
            "OPERATION_PENDING",
            "OPERATION_FINISHED",
            "OPERATION_FAILED",
            "OPERATION_ERROR",
            "OPERATION_DROPPED");

    /** So says a master of an agent that is registered with it, and of no other. */
    private static final String UNKNOWN_TO_AGENT = "Reconciliation: Operation is unknown";

    /** The meaning of the status. Source: {@code Master::reconcileOperations} of Mesos. */
    public static Meaning of(OperationStatus status) {
      if (status.uuid() != null || OF_KNOWN.contains(status.state())) {
        return PROVES;
      }
      boolean isDenied =
          status.state().equals("OPERATION_UNKNOWN")
              && status.agentId() != null
              && UNKNOWN_TO_AGENT.equals(status.message());
      return isDenied ? DENIES : UNCLEAR;
    }
  }

  /** No update is on its way to Kafka yet. */
  public Operations(
      Journal journal, Outside outside, Framework framework, Acknowledgements acknowledgements) {
    this.journal = journal;
    this.outside = outside;
    this.framework = framework;
    this.acknowledgements = acknowledgements;
  }

  /** Asks for these, as soon as a master leads that can tell; a subscription must stand. */
  public void ask(List<NamedOperation> operations) {
    operations.forEach(each -> undecided.put(each.operationId(), each));
    patience = FIRST_PATIENCE;
    send(operations);
  }

  private void send(Collection<NamedOperation> operations) {
    OwnCalls own = new OwnCalls(journal.frameworkId());
    boolean canTell = !framework.mesos().isBefore(9); // by events: before 1.5 it answers 400
    List<NamedOperation> all = canTell ? List.copyOf(operations) : List.of();
    for (int from = 0; from < all.size(); from += BATCH) {
      List<NamedOperation> batch = all.subList(from, Math.min(from + BATCH, all.size()));
      outside.call(Outside.NOBODY_WAITS, own.reconcile(batch));
    }
    askAgainAt = journal.now().after(patience);
    Duration doubled = patience.multipliedBy(2);
    patience = doubled.compareTo(LAST_PATIENCE) < 0 ? doubled : LAST_PATIENCE;
  }

  /** A consumer is about to ask for these, too. */
  public void askedFor(List<String> operationIds) {
    operationIds.stream().filter(undecided::containsKey).forEach(wanted::add);
  }

  /** The command of these is in doubt no longer. */
  public void decided(List<NamedOperation> operations) {
    operations.forEach(each -> undecided.remove(each.operationId()));
    operations.forEach(each -> wanted.remove(each.operationId()));
  }

  /** The subscription is gone: nothing will answer any more. */
  public void stop() {
    undecided.clear();
    wanted.clear();
  }

  /** Time has passed. */
  public void tick() {
    if (!undecided.isEmpty() && journal.now().isPast(askAgainAt)) {
      send(new ArrayList<>(undecided.values()));
    }
  }

  /** When {@link #tick} has something to do, in nanoseconds of {@link io.mesosbridge.core.Now}. */
  public long deadline() {
    return undecided.isEmpty() ? Long.MAX_VALUE : askAgainAt;
  }

  /** Whether the status answers a question of the bridge's own, and tells nobody else anything. */
  public boolean isOwnAnswer(OperationStatus status) {
    return undecided.containsKey(status.operationId())
        && !wanted.contains(status.operationId())
        && Meaning.of(status) != Meaning.PROVES;
  }

  /** Whether Kafka has this update already, or is about to. */
  public boolean isRepeated(OperationStatus status) {
    return status.uuid() != null && writtenByUuid.containsKey(status.uuid());
  }

  /**
   * Acknowledges a repeated update again, unless its first copy is still on its way to Kafka.
   *
   * @param unsettledCommand the operation's command as long as it has no result, or null
   */
  public void repeated(OperationStatus status, String unsettledCommand) {
    if (writtenByUuid.get(status.uuid())) {
      acknowledgements.published(status, unsettledCommand);
    }
  }

  /** Publishes an update. */
  public void publish(Event.OperationUpdate update) {
    OperationStatus status = update.status();
    wanted.remove(status.operationId());
    String uuid = status.uuid();
    if (uuid != null) {
      writtenByUuid.put(uuid, false);
    }
    journal.event(
        new WriteId.OperationUpdate(status),
        Topic.OPERATION_UPDATES,
        keyOf(status),
        UPDATE,
        uuid == null ? journal.eventId() : uuid,
        update.json().toArray());
  }

  /**
   * Kafka has an update: Mesos may forget it.
   *
   * @param unsettledCommand the operation's command as long as it has no result, or null
   */
  public void updateWritten(OperationStatus status, String unsettledCommand) {
    if (status.uuid() != null) {
      writtenByUuid.put(status.uuid(), true);
    }
    acknowledgements.published(status, unsettledCommand);
  }

  /** Kafka has no room for an update, which will come again if it has a uuid. */
  public void updateRefused(OperationStatus status) {
    if (status.uuid() != null) {
      writtenByUuid.remove(status.uuid());
    }
  }

  private String keyOf(OperationStatus status) {
    if (status.operationId() != null) {
      return status.operationId();
    }
    return status.agentId() == null ? journal.frameworkKey() : status.agentId();
  }
}
