package io.mesosbridge.leadership;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.mesosbridge.commands.CommandPipeline;
import io.mesosbridge.events.EventFlow;
import io.mesosbridge.mesos.subscription.SubscriptionState;
import io.mesosbridge.mesos.subscription.SubscriptionState.Subscribed;
import io.mesosbridge.state.Framework;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;

/**
 * Where this instance stands, as status shows it.
 *
 * @param state a state of the contract, e.g. {@code SUBSCRIBED}
 * @param why why it is not SUBSCRIBED, or null
 * @param leader whether this instance leads
 * @param frameworkId the framework, or null
 * @param frameworkState what became of it, or null
 * @param master the master it is subscribed to, or null
 * @param streamId the subscription's Mesos-Stream-Id, or null
 * @param subscribedSince when SUBSCRIBED came, or null
 * @param lastHeartbeat when the last HEARTBEAT came, or null
 * @param outstandingOffers offers that can be accepted
 * @param liveTasks tasks in the live-task table
 * @param unreconciledTasks tasks that have not answered a reconciliation yet
 * @param commandsWaiting commands that wait for a subscription or for those before them
 * @param launchesWaiting launches that wait for an offer
 * @param inFlightBytes bytes that await Kafka
 * @param inFlightRecords records that await Kafka
 * @param kafkaWaitMillis how long the oldest of them waits, or how long this instance has been
 *     waiting for what Kafka must take and give before it leads
 * @param shedding whether something is being dropped
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record Snapshot(
    String state,
    String why,
    boolean leader,
    String frameworkId,
    String frameworkState,
    Master master,
    String streamId,
    Instant subscribedSince,
    Instant lastHeartbeat,
    int outstandingOffers,
    int liveTasks,
    int unreconciledTasks,
    int commandsWaiting,
    int launchesWaiting,
    long inFlightBytes,
    int inFlightRecords,
    long kafkaWaitMillis,
    boolean shedding) {

  /** The master that accepted the subscription. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  public record Master(String url, String id, String hostname, String version) {}

  static Snapshot withoutTerm(String state, String why, long kafkaWaitMillis) {
    return new Snapshot(
        state,
        why,
        false,
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        kafkaWaitMillis,
        false);
  }

  static Snapshot of(
      String label,
      SubscriptionState state,
      Framework framework,
      Instant lastHeartbeat,
      EventFlow events,
      CommandPipeline commands,
      Pens pens) {
    Optional<Subscribed> subscribed =
        state instanceof Subscribed standing ? Optional.of(standing) : Optional.empty();
    return new Snapshot(
        label,
        why(state),
        true,
        framework.known().map(record -> record.frameworkId()).orElse(null),
        framework.known().map(record -> record.state().name()).orElse(null),
        subscribed.map(Snapshot::master).orElse(null),
        subscribed.map(Subscribed::streamId).orElse(null),
        subscribed.map(Subscribed::since).orElse(null),
        lastHeartbeat,
        events.offers().outstanding().size(),
        events.tasks().all().size(),
        events.reconciliation().unanswered(),
        commands.waiting(),
        commands.waitingForOffers(),
        pens.records().inFlightBytes(),
        pens.records().inFlightRecords(),
        pens.records().oldestWait().toMillis(),
        events.isShedding());
  }

  private static String why(SubscriptionState state) {
    if (state instanceof SubscriptionState.BackingOff backingOff) {
      return backingOff.cause().label() + ": " + backingOff.why();
    }
    return state instanceof SubscriptionState.Stopped stopped
        ? stopped.cause().label() + ": " + stopped.why()
        : null;
  }

  private static Master master(Subscribed subscribed) {
    var info = subscribed.info();
    return new Master(subscribed.master().toString(), info.id(), info.hostname(), info.version());
  }
}
