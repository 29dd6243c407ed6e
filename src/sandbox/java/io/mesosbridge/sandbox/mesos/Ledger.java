package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The cluster's own truth, to hold a framework's view against. Every update and launch is kept; of
 * calls and events only the latest, as many as the cluster was built to keep. Usable from any
 * thread; what a method returns is a copy.
 */
public final class Ledger {

  /**
   * An update that an agent made, in the order in which agents made them.
   *
   * @param uuid base64, as in the event
   * @param timesSent how often it went into an event stream
   */
  public record Update(
      long sequence,
      String frameworkId,
      String taskId,
      SimTaskState state,
      String uuid,
      int timesSent,
      boolean acknowledged) {}

  /**
   * A request to the scheduler endpoint.
   *
   * @param type the call's type; empty when the body has none
   * @param streamId the header's value; null without
   * @param status the answer's status; 0 while there is none or when the connection was dropped
   * @param text the answer's body
   * @param answeredAt null while there is no answer
   * @param carriedOut whether it took effect, heard or unheard
   */
  public record Call(
      long sequence,
      Instant at,
      String type,
      String frameworkId,
      String streamId,
      String body,
      int status,
      String text,
      Instant answeredAt,
      boolean carriedOut) {}

  /**
   * A launch that took effect.
   *
   * @param name the task's, which may tell launches of one id apart
   */
  public record Launch(String frameworkId, String taskId, String agentId, String name) {}

  /**
   * A live task that the master announced as lost, dropped or wrong, because a launch of its id was
   * sent once more.
   */
  public record FalseAlarm(String frameworkId, String taskId, String message) {}

  /**
   * A task that has not ended.
   *
   * @param state its state on the agent
   * @param told the state that the master tells when asked
   */
  public record LiveTask(
      String frameworkId, String taskId, SimTaskState state, SimTaskState told, String agentId) {}

  /**
   * An event that went into a stream.
   *
   * @param json as sent, without the record's length
   */
  public record SentEvent(
      long sequence, Instant at, String frameworkId, String streamId, String type, String json) {}

  private final Cluster cluster;
  private final int capacity;
  private final Map<String, Update> updates = new LinkedHashMap<>();
  private final Deque<Launch> launches = new ArrayDeque<>();
  private final Deque<FalseAlarm> falseAlarms = new ArrayDeque<>();
  private final Map<Long, Call> calls = new LinkedHashMap<>();
  private final Deque<SentEvent> events = new ArrayDeque<>();
  private final Set<Long> withoutEffect = new HashSet<>();
  private long callCount;
  private long beingCarriedOut;
  private long eventCount;

  Ledger(Cluster cluster, int capacity) {
    this.cluster = cluster;
    this.capacity = capacity;
  }

  /** Every update with a uuid that any agent made, oldest first. */
  public List<Update> updates() {
    return cluster.loop().call(() -> List.copyOf(updates.values()));
  }

  /** The updates that agents go on sending, since nobody has acknowledged them, by agent. */
  public List<Update> unacknowledged() {
    return cluster.loop().call(() -> cluster.unacknowledged().map(updates::get).toList());
  }

  /** The latest calls, oldest first. */
  public List<Call> calls() {
    return cluster.loop().call(() -> List.copyOf(calls.values()));
  }

  /** The latest calls of a type, oldest first. */
  public List<Call> calls(String type) {
    return calls().stream().filter(call -> call.type().equals(type)).toList();
  }

  /** How many calls there have been in all. */
  public long callCount() {
    return cluster.loop().call(() -> callCount);
  }

  /** Whether the call's launch was refused by an update, such as for an offer that was gone. */
  public boolean hasLaunchedNothing(Call call) {
    return cluster.loop().call(() -> withoutEffect.contains(call.sequence()));
  }

  /** Every launch that took effect, oldest first. */
  public List<Launch> launches() {
    return cluster.loop().call(() -> List.copyOf(launches));
  }

  /** How many launches of each task id took effect: once each, unless something went wrong. */
  public Map<String, Integer> launchesPerTask() {
    Map<String, Integer> counts = new TreeMap<>();
    launches().forEach(launch -> counts.merge(launch.taskId(), 1, Integer::sum));
    return counts;
  }

  /** Every false announcement of a live task's end, oldest first: none, if all went well. */
  public List<FalseAlarm> falseAlarms() {
    return cluster.loop().call(() -> List.copyOf(falseAlarms));
  }

  /** The latest events, oldest first. */
  public List<SentEvent> events() {
    return cluster.loop().call(() -> List.copyOf(events));
  }

  /** How many events have been sent in all. */
  public long eventCount() {
    return cluster.loop().call(() -> eventCount);
  }

  /** The tasks that have not ended, by agent. */
  public List<LiveTask> liveTasks() {
    return cluster.loop().call(cluster::liveTasks);
  }

  /** The ids of the offers that can still be accepted, by framework id. */
  public Map<String, Set<String>> outstandingOffers() {
    return cluster.loop().call(cluster::outstandingOffers);
  }

  void generated(String frameworkId, SimTaskStatus status) {
    updates.put(
        status.uuid(),
        new Update(
            updates.size() + 1L,
            frameworkId,
            status.taskId(),
            status.state(),
            status.uuid(),
            0,
            false));
  }

  void acknowledged(String uuid) {
    updates.computeIfPresent(uuid, (key, update) -> with(update, update.timesSent(), true));
  }

  private static Update with(Update update, int timesSent, boolean acknowledged) {
    return new Update(
        update.sequence(),
        update.frameworkId(),
        update.taskId(),
        update.state(),
        update.uuid(),
        timesSent,
        acknowledged);
  }

  void launched(String frameworkId, String taskId, String agentId, String name) {
    launches.add(new Launch(frameworkId, taskId, agentId, name));
  }

  void sent(String frameworkId, String streamId, JsonNode event, byte[] json) {
    String type = event.path("type").asText();
    if (type.equals("UPDATE")) {
      updates.computeIfPresent(
          event.path("update").path("status").path("uuid").asText(),
          (key, update) -> with(update, update.timesSent() + 1, update.acknowledged()));
    }
    String text = new String(json, StandardCharsets.UTF_8);
    events.add(
        new SentEvent(++eventCount, cluster.loop().now(), frameworkId, streamId, type, text));
    if (events.size() > capacity) {
      events.remove();
    }
  }

  /** Notes a refused launch if its task id is that of a live task. */
  void refused(SimFramework framework, SimTaskStatus status) {
    Task known = framework.tasks().get(status.taskId());
    if (known != null && !known.state().hasEnded()) {
      falseAlarms.add(new FalseAlarm(framework.id(), status.taskId(), status.message()));
    }
  }

  /** The launch of the call that is being carried out is refused by an update. */
  void launchesNothing() {
    withoutEffect.add(beingCarriedOut);
  }

  /** The launch of the task that was launched just now is dropped by its agent. */
  void dropped() {
    launchesNothing();
    launches.removeLast();
  }

  /** Notes a call and returns its number, by which its answer is noted. */
  long called(String type, String frameworkId, String streamId, String body) {
    long number = ++callCount;
    calls.put(
        number,
        new Call(
            number, cluster.loop().now(), type, frameworkId, streamId, body, 0, "", null, false));
    calls.remove(number - capacity);
    withoutEffect.remove(number - capacity);
    return number;
  }

  void answered(long number, int status, String text) {
    calls.computeIfPresent(
        number,
        (key, call) ->
            new Call(
                number,
                call.at(),
                call.type(),
                call.frameworkId(),
                call.streamId(),
                call.body(),
                status,
                text,
                cluster.loop().now(),
                call.carriedOut()));
  }

  /** Notes that a call takes effect, whatever becomes of its answer. */
  void carriedOut(long number) {
    beingCarriedOut = number;
    calls.computeIfPresent(
        number,
        (key, call) ->
            new Call(
                number,
                call.at(),
                call.type(),
                call.frameworkId(),
                call.streamId(),
                call.body(),
                call.status(),
                call.text(),
                call.answeredAt(),
                true));
  }
}
