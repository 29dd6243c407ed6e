package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mesosbridge.core.mesos.Event.Offer;
import io.mesosbridge.core.mesos.Event.OperationStatus;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import io.mesosbridge.core.mesos.EventReader.EventJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The events that routing looks into: where their payload is and what it must hold. */
enum EventPayload {
  SUBSCRIBED("subscribed", "framework_id") {
    @Override
    Event read(JsonParser json, Slice record) throws IOException {
      return subscribed(json);
    }
  },
  OFFERS("offers", "offers of an id each") {
    @Override
    Event read(JsonParser json, Slice record) throws IOException {
      return offers(json, record);
    }
  },
  RESCIND("rescind", "offer_id") {
    @Override
    Event read(JsonParser json, Slice record) throws IOException {
      String offerId = EventJson.in(json, "offer_id", EventJson::value);
      return offerId == null ? null : new Event.Rescind(offerId);
    }
  },
  INVERSE_OFFERS("inverse_offers", "inverse_offers") {
    @Override
    Event read(JsonParser json, Slice record) throws IOException {
      return InverseOffersReader.read(json);
    }
  },
  UPDATE("update", "status of a task_id and a state") {
    @Override
    Event read(JsonParser json, Slice record) throws IOException {
      return status(json, record, EventPayload::task);
    }
  },
  UPDATE_OPERATION_STATUS("update_operation_status", "status of a state") {
    @Override
    Event read(JsonParser json, Slice record) throws IOException {
      return status(json, record, EventPayload::operation);
    }
  },
  ERROR("error", "message") {
    @Override
    Event read(JsonParser json, Slice record) throws IOException {
      String message = null;
      if (EventJson.isObject(json)) {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          json.nextToken();
          if (name.equals("message")) {
            message = EventJson.message(json, record);
          } else {
            json.skipChildren();
          }
        }
      }
      return message == null ? null : new Event.SubscriptionError(message);
    }
  };

  private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15); // MESOS-5537: unsaid
  private static final double MAX_HEARTBEAT_SECONDS = 24 * 60 * 60;

  /** Read, a small one takes several times its bytes; a real one has at least 500. */
  private static final int MOST_OFFERS = 100_000;

  private final String field;
  private final String required;

  EventPayload(String field, String required) {
    this.field = field;
    this.required = required;
  }

  /** The payload of this type, or null when routing needs nothing of it. */
  static EventPayload of(String type) {
    return switch (type) {
      case "UPDATE" -> UPDATE;
      case "OFFERS" -> OFFERS;
      case "RESCIND" -> RESCIND;
      case "INVERSE_OFFERS" -> INVERSE_OFFERS;
      case "UPDATE_OPERATION_STATUS" -> UPDATE_OPERATION_STATUS;
      case "SUBSCRIBED" -> SUBSCRIBED;
      case "ERROR" -> ERROR;
      default -> null;
    };
  }

  /** The event, from its payload's first token to its last, or null when something is missing. */
  abstract Event read(JsonParser json, Slice record) throws IOException;

  String field() {
    return field;
  }

  Event missing() {
    return new Event.Unreadable(name() + " needs '" + field + "' with " + required);
  }

  private static Event.Subscribed subscribed(JsonParser json) throws IOException {
    String frameworkId = null;
    Duration heartbeat = DEFAULT_HEARTBEAT;
    Event.Master master = new Event.Master(null, null, 0, null);
    if (EventJson.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "framework_id" -> frameworkId = EventJson.value(json);
          case "heartbeat_interval_seconds" -> heartbeat = interval(EventJson.number(json));
          case "master_info" -> master = master(json);
          default -> json.skipChildren();
        }
      }
    }
    return frameworkId == null ? null : new Event.Subscribed(frameworkId, heartbeat, master);
  }

  /** At least a second: the stream would be given up, and that taken for a life, at any pace. */
  private static Duration interval(double seconds) {
    return seconds > 0 && seconds <= MAX_HEARTBEAT_SECONDS
        ? Duration.ofNanos((long) (Math.max(1, seconds) * 1e9))
        : DEFAULT_HEARTBEAT;
  }

  private static Event.Master master(JsonParser json) throws IOException {
    String id = null;
    String hostname = null;
    int port = 0;
    String version = null;
    if (EventJson.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "id" -> id = EventJson.text(json);
          case "hostname" -> hostname = EventJson.text(json);
          case "port" -> port = (int) EventJson.number(json);
          case "version" -> version = EventJson.text(json);
          default -> json.skipChildren();
        }
      }
    }
    return new Event.Master(id, hostname, port, version);
  }

  /** The offers, or null when there is no list or all of them lack what they must have. */
  private static Event offers(JsonParser json, Slice record) throws IOException {
    Event offers = null;
    if (EventJson.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals("offers")) {
          offers = offerList(json, record);
        } else {
          json.skipChildren();
        }
      }
    }
    return offers;
  }

  private static Event offerList(JsonParser json, Slice record) throws IOException {
    if (!EventJson.isArray(json)) {
      return null;
    }
    List<Offer> offers = new ArrayList<>();
    int unusable = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (offers.size() + unusable > MOST_OFFERS) {
        json.skipChildren();
        continue;
      }
      Offer offer = offer(json, record);
      if (offer == null) {
        unusable++;
      } else {
        offers.add(offer);
      }
    }
    if (offers.size() + unusable > MOST_OFFERS) {
      String why = "OFFERS has more than %d offers, and an event of a master has fewer";
      return new Event.Unreadable(why.formatted(MOST_OFFERS));
    }
    return unusable > 0 && offers.isEmpty() ? null : new Event.Offers(offers, unusable);
  }

  private static Offer offer(JsonParser json, Slice record) throws IOException {
    int begin = EventJson.begin(json);
    String id = null;
    String agentId = null;
    if (EventJson.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "id" -> id = EventJson.value(json);
          case "agent_id" -> agentId = EventJson.value(json);
          default -> json.skipChildren();
        }
      }
    }
    return id == null ? null : new Offer(id, agentId, EventJson.sliceFrom(begin, json, record));
  }

  /** Reads the object of a status that begins here; null when a required field is missing. */
  private interface StatusReader {
    Event read(JsonParser json, Slice record) throws IOException;
  }

  /** The update, or null when there is no status or it lacks what it must have. */
  private static Event status(JsonParser json, Slice record, StatusReader reader)
      throws IOException {
    Event status = null;
    if (EventJson.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals("status") && EventJson.isObject(json)) {
          status = reader.read(json, record);
        } else {
          json.skipChildren();
        }
      }
    }
    return status;
  }

  private static Event task(JsonParser json, Slice record) throws IOException {
    int begin = EventJson.begin(json);
    String taskId = null;
    String state = null;
    String agentId = null;
    String executorId = null;
    String uuid = null;
    String reason = null;
    double timestamp = 0;
    boolean unreachable = false;
    boolean gone = false;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "task_id" -> taskId = EventJson.value(json);
        case "state" -> state = EventJson.text(json);
        case "agent_id" -> agentId = EventJson.value(json);
        case "executor_id" -> executorId = EventJson.value(json);
        case "uuid" -> uuid = EventJson.text(json);
        case "reason" -> reason = EventJson.text(json);
        case "timestamp" -> timestamp = EventJson.number(json);
        case "unreachable_time" -> unreachable = EventJson.isThere(json);
        case "message" -> gone = EventJson.saysGone(json, record);
        default -> json.skipChildren();
      }
    }
    if (taskId == null || state == null) {
      return null;
    }
    return new Event.Update(
        new TaskStatus(
            taskId, state, agentId, executorId, uuid, reason, timestamp, unreachable, gone),
        EventJson.sliceFrom(begin, json, record));
  }

  private static Event operation(JsonParser json, Slice record) throws IOException {
    int begin = EventJson.begin(json);
    String operationId = null;
    String state = null;
    String message = null;
    String agentId = null;
    String resourceProviderId = null;
    String uuid = null;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "operation_id" -> operationId = EventJson.value(json);
        case "state" -> state = EventJson.text(json);
        case "message" -> message = EventJson.message(json, record);
        case "agent_id" -> agentId = EventJson.value(json);
        case "resource_provider_id" -> resourceProviderId = EventJson.value(json);
        case "uuid" -> uuid = EventJson.value(json);
        default -> json.skipChildren();
      }
    }
    if (state == null) {
      return null;
    }
    return new Event.OperationUpdate(
        new OperationStatus(operationId, state, message, agentId, resourceProviderId, uuid),
        EventJson.sliceFrom(begin, json, record));
  }
}
