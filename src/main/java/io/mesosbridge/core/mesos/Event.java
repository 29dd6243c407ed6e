package io.mesosbridge.core.mesos;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** An event of the scheduler API, as far as routing needs it; the record keeps the rest. */
public sealed interface Event {

  /** The type's name on the wire, e.g. {@code OFFERS}. */
  String type();

  /**
   * The subscription stands.
   *
   * @param frameworkId the id that Mesos gave or accepted
   * @param heartbeatInterval how often the master promises to be heard; 15 s when it does not say
   * @param master the master, fields empty where it does not say
   */
  record Subscribed(String frameworkId, Duration heartbeatInterval, Master master)
      implements Event {
    @Override
    public String type() {
      return "SUBSCRIBED";
    }
  }

  /**
   * The master that answered.
   *
   * @param id the master's id, or null
   * @param hostname the master's host, or null
   * @param port the master's port, or 0
   * @param version the master's version, or null
   */
  record Master(String id, String hostname, int port, String version) {}

  /**
   * New offers, of one allocation run.
   *
   * @param unusable how many more there were that lack an id
   */
  record Offers(List<Offer> offers, int unusable) implements Event {
    @Override
    public String type() {
      return "OFFERS";
    }
  }

  /** An offer is no longer valid. */
  record Rescind(String offerId) implements Event {
    @Override
    public String type() {
      return "RESCIND";
    }
  }

  /** The framework is asked to leave agents. */
  record InverseOffers(List<InverseOffer> offers) implements Event {
    @Override
    public String type() {
      return "INVERSE_OFFERS";
    }
  }

  /**
   * A task's status, new or repeated.
   *
   * @param json the {@code TaskStatus} object, verbatim
   */
  record Update(TaskStatus status, Slice json) implements Event {
    @Override
    public String type() {
      return "UPDATE";
    }
  }

  /**
   * An operation's status, new or repeated.
   *
   * @param json the {@code OperationStatus} object, verbatim
   */
  record OperationUpdate(OperationStatus status, Slice json) implements Event {
    @Override
    public String type() {
      return "UPDATE_OPERATION_STATUS";
    }
  }

  /** The framework was refused or given up; the stream ends after it. */
  record SubscriptionError(String message) implements Event {
    @Override
    public String type() {
      return "ERROR";
    }
  }

  /** The master is there. */
  record Heartbeat() implements Event {
    @Override
    public String type() {
      return "HEARTBEAT";
    }
  }

  /**
   * An event that is passed on whole: RESCIND_INVERSE_OFFER, MESSAGE, FAILURE, and types not known
   * yet.
   */
  record Other(String type) implements Event {}

  /**
   * A record that is no event: no JSON object, no type, or a required field missing.
   *
   * @param offerIds of the offers that can be told in it: else nobody had them until the master
   *     takes them back
   */
  record Unreadable(String why, List<String> offerIds) implements Event {

    /** Without offers. */
    Unreadable(String why) {
      this(why, List.of());
    }

    @Override
    public String type() {
      return "UNREADABLE";
    }
  }

  /**
   * What routing needs of an offer.
   *
   * @param id the offer's id
   * @param agentId the agent whose resources are offered; null for an offer that does not say
   * @param json the {@code Offer} object, verbatim
   */
  record Offer(String id, String agentId, Slice json) {}

  /**
   * What is needed of the question to leave an agent.
   *
   * @param id the inverse offer's id
   * @param agentId the agent, or null
   * @param startMillis when the agent's maintenance begins, in milliseconds since the epoch, or
   *     null when it is not told
   */
  record InverseOffer(String id, String agentId, Long startMillis) {}

  /**
   * What routing needs of a task's status.
   *
   * @param taskId the task's id
   * @param state the state's name in Mesos, e.g. {@code TASK_RUNNING}
   * @param agentId the agent, or null: updates by the master may lack it
   * @param executorId the executor, or null
   * @param uuid the update's uuid in base64, or null; only an update with one is acknowledged
   * @param reason the reason's name in Mesos, or null
   * @param timestamp seconds since the epoch, or 0 when absent
   * @param unreachable whether it says since when the task's agent cannot be reached
   * @param gone whether it says that the agent was marked gone, which else shows in no way where
   *     the state is TASK_LOST, as for a framework that is not PARTITION_AWARE
   */
  record TaskStatus(
      String taskId,
      String state,
      String agentId,
      String executorId,
      String uuid,
      String reason,
      double timestamp,
      boolean unreachable,
      boolean gone) {}

  /**
   * What routing needs of an operation's status.
   *
   * @param operationId the operation's id, or null when the framework gave none
   * @param state the state's name in Mesos, e.g. {@code OPERATION_FINISHED}
   * @param message what is said of it, or null
   * @param agentId the agent, or null
   * @param resourceProviderId the resource provider, or null
   * @param uuid the update's uuid in base64, or null; an object in the event, a string in its
   *     acknowledgement
   */
  record OperationStatus(
      String operationId,
      String state,
      String message,
      String agentId,
      String resourceProviderId,
      String uuid) {}

  /**
   * One record of a subscription's stream.
   *
   * @param streamId the subscription's Mesos-Stream-Id
   * @param sequence the record's number in that subscription, from 1
   * @param json the record, verbatim
   * @param event what routing needs of it
   */
  record EventRecord(String streamId, long sequence, Slice json, Event event) {}

  /**
   * Part of the bytes that the master sent, not copied: a record, or one object of it. Whoever
   * keeps it keeps all of those bytes, so that what outlives the event is a copy.
   *
   * @param bytes never changed
   * @param offset where the part begins
   * @param length how many bytes it has
   */
  @SuppressWarnings("ArrayRecordComponent") // sharing the bytes is the point
  record Slice(byte[] bytes, int offset, int length) {

    /** All of the bytes. */
    public static Slice of(byte[] bytes) {
      return new Slice(bytes, 0, bytes.length);
    }

    /** The part as an array of its own; the bytes themselves when the part is all of them. */
    public byte[] toArray() {
      return length == bytes.length ? bytes : copy();
    }

    /** The part as an array that may be changed. */
    byte[] copy() {
      return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** The byte there. */
    byte at(int index) {
      return bytes[offset + index];
    }

    /** The part of this part from one byte to before another. */
    Slice part(int from, int to) {
      return new Slice(bytes, offset + from, to - from);
    }

    @Override
    public String toString() {
      return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
  }

  /** At most so many characters of the text, and no half of one; null stays null. */
  static String cut(String text, int longest) {
    if (text == null || text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }
}
