package io.mesosbridge.app;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.mesosbridge.core.Bridge;
import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.LeadershipState;
import io.mesosbridge.core.Term;
import io.mesosbridge.core.mesos.SubscriptionState;
import io.mesosbridge.core.mesos.SubscriptionState.Subscribed;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where this instance stands, as status shows it.
 *
 * @param state a state of the contract, e.g. {@code SUBSCRIBED}
 * @param why why it is not SUBSCRIBED, carries out no commands yet, lets a launch wait, or is kept
 *     from its work by Kafka, or null
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
 * @param commandsWaiting commands that wait for a subscription, for those before them, or until all
 *     results have been read
 * @param commandsUnread commands in the topic that were not received yet, a second ago
 * @param launchesWaiting launches that wait for an offer
 * @param inFlightBytes bytes that await Kafka
 * @param inFlightRecords records that await Kafka
 * @param kafkaWaitMillis how long the oldest of them waits, or how long this instance has been
 *     waiting for what Kafka must take and give before it leads
 * @param shedding whether something is being dropped
 * @param shed how much of what was dropped since that began, by the kinds of {@code
 *     bridge_shed_total}
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
    long commandsUnread,
    int launchesWaiting,
    long inFlightBytes,
    int inFlightRecords,
    long kafkaWaitMillis,
    boolean shedding,
    Map<String, Long> shed) {

  private static final String TAKING_OVER =
      "owns the commands, and waits for Kafka before it leads";

  private static final String READING_RESULTS =
      "commands wait until all results have been read, so that none is carried out again";

  /**
   * The master that accepted the subscription.
   *
   * @param leftAway what of the FrameworkInfo its version does not know, and was not told
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  public record Master(
      String url, String id, String hostname, String version, List<String> leftAway) {}

  /** Of an instance that does not lead; waitsFor is null for nothing. */
  static Snapshot of(Bridge bridge, String waitsFor, long idleSinceNanos) {
    if (bridge.state() instanceof LeadershipState.Contested contested) {
      return withoutTerm("STOPPED", contested.why(), 0);
    }
    boolean isTakingOver = bridge.isOwner() && waitsFor == null;
    return isTakingOver
        ? withoutTerm("STANDBY", TAKING_OVER, (System.nanoTime() - idleSinceNanos) / 1_000_000)
        : withoutTerm("STANDBY", waitsFor, 0);
  }

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
        0,
        kafkaWaitMillis,
        false,
        Map.of());
  }

  static Snapshot of(SubscriptionState state, Term term, long unread, Writers writers) {
    boolean removed = term.framework().isRemoved() && state instanceof SubscriptionState.TornDown;
    Optional<Subscribed> subscribed =
        state instanceof Subscribed standing ? Optional.of(standing) : Optional.empty();
    Optional<FrameworkRecord> framework = term.framework().known();
    return new Snapshot(
            removed ? "STOPPED" : state.label(),
            why(state, term),
            true,
            framework.map(FrameworkRecord::frameworkId).orElse(null),
            framework.map(record -> record.state().name()).orElse(null),
            subscribed.map(standing -> master(standing, term)).orElse(null),
            subscribed.map(Subscribed::streamId).orElse(null),
            subscribed.map(Subscribed::since).orElse(null),
            term.lastHeartbeat(),
            term.offers().outstanding().size(),
            term.tasks().all().size(),
            term.reconciliation().unanswered(),
            term.commands().waiting(),
            unread,
            term.commands().launches().number(),
            writers.records().inFlightBytes(),
            writers.records().inFlightRecords(),
            writers.records().oldestWait().toMillis(),
            term.backlog().isShedding(),
            term.backlog().shed())
        .because(writers.records().refusal());
  }

  /** The same with what does not work of Kafka. */
  Snapshot because(Optional<String> trouble) {
    return trouble.map(this::with).orElse(this);
  }

  private Snapshot with(String trouble) {
    return new Snapshot(
        state,
        why == null ? trouble : why + "; and " + trouble,
        leader,
        frameworkId,
        frameworkState,
        master,
        streamId,
        subscribedSince,
        lastHeartbeat,
        outstandingOffers,
        liveTasks,
        unreconciledTasks,
        commandsWaiting,
        commandsUnread,
        launchesWaiting,
        inFlightBytes,
        inFlightRecords,
        kafkaWaitMillis,
        shedding,
        shed);
  }

  private static String why(SubscriptionState state, Term term) {
    if (state instanceof SubscriptionState.BackingOff backingOff) {
      return backingOff.cause().label() + ": " + backingOff.why();
    }
    if (state instanceof SubscriptionState.Stopped stopped) {
      return stopped.cause().label() + ": " + stopped.why();
    }
    return term.commands().completion().knowsResults()
        ? term.commands().launches().why()
        : READING_RESULTS;
  }

  private static Master master(Subscribed subscribed, Term term) {
    var info = subscribed.info();
    return new Master(
        subscribed.master().toString(),
        info.id(),
        info.hostname(),
        subscribed.version().toString(),
        term.leftAway());
  }
}
