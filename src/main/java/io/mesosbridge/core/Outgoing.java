package io.mesosbridge.core;

import java.util.List;

/**
 * A record for one of the bridge's topics, before it gets Kafka's headers.
 *
 * @param topic where it goes
 * @param key its key, which is also the CloudEvent's subject
 * @param type what it is
 * @param id the CloudEvent's id
 * @param value its bytes, not to be changed; null for a tombstone
 * @param source what it follows
 * @param extras headers besides the CloudEvent's, {@link Extras#NONE} for none
 * @param millis when it was made, since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are shared with Kafka's producer, not copied
public record Outgoing(
    Topic topic,
    String key,
    Type type,
    String id,
    byte[] value,
    Source source,
    Extras extras,
    long millis) {

  /** The topics that the core writes to. */
  public enum Topic {
    OFFERS,
    TASK_UPDATES,
    TASKS,
    OPERATION_UPDATES,
    HEARTBEATS,
    EVENTS,
    RESULTS,
    LAUNCHES,
    STATE
  }

  /**
   * The CloudEvent's type.
   *
   * @param ofMesos whether it repeats what the master said, rather than what the bridge says
   * @param name an event's type in Mesos, or a name of the bridge's own in kebab case
   */
  public record Type(boolean ofMesos, String name) {}

  /**
   * What a record follows.
   *
   * @param frameworkId null before the first registration
   * @param streamId the subscription's Mesos-Stream-Id, null while there is none
   * @param sequence the number of the event in that subscription
   * @param epoch the leader's epoch, negative before it is known
   */
  public record Source(String frameworkId, String streamId, long sequence, long epoch) {}

  /**
   * Headers that only some records have; null for those that this one has not.
   *
   * @param commandId the command that launched the task
   * @param traceparent the W3C trace context of that command
   * @param offerEnd why an offer is gone
   * @param placedAgain whether the launch of the task, which never ran, gets another offer
   * @param endToCome whether only the master told of the task's end, not its agent as yet
   * @param endedBefore the updates, by comma, that ended earlier tasks of that id
   */
  public record Extras(
      String commandId,
      String traceparent,
      String offerEnd,
      boolean placedAgain,
      boolean endToCome,
      String endedBefore) {

    /** No such header. */
    public static final Extras NONE = new Extras(null, null, null, false, false, null);

    /** A trace context alone, or nothing. */
    public static Extras traced(String traceparent) {
      return traceparent == null ? NONE : new Extras(null, traceparent, null, false, false, null);
    }

    /** Of the tombstone of a task. */
    public static Extras ofEnd(Fact.TaskEnded end) {
      String before = end.before().isEmpty() ? null : String.join(",", end.before());
      return new Extras(end.commandId(), null, null, false, end.toCome(), before);
    }

    /** The updates that a header names by comma; null for one that is not there. */
    public static List<String> endsIn(String header) {
      return header == null ? List.of() : List.of(header.split(","));
    }

    /** Of the tombstone of an offer. */
    public static Extras ofOfferEnd(String why) {
      return new Extras(null, null, why, false, false, null);
    }
  }
}
