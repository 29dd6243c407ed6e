package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** The events that routing looks into: where their payload is and what it must hold. */
enum Payload {
  SUBSCRIBED("subscribed", "framework_id") {
    @Override
    Event read(JsonParser json, byte[] record) throws IOException {
      return SubscribedReader.read(json);
    }
  },
  OFFERS("offers", "offers of an id and an agent_id each") {
    @Override
    Event read(JsonParser json, byte[] record) throws IOException {
      return OffersReader.read(json, record);
    }
  },
  RESCIND("rescind", "offer_id") {
    @Override
    Event read(JsonParser json, byte[] record) throws IOException {
      String offerId = Json.valueIn(json, "offer_id");
      return offerId == null ? null : new Event.Rescind(offerId);
    }
  },
  UPDATE("update", "status of a task_id and a state") {
    @Override
    Event read(JsonParser json, byte[] record) throws IOException {
      TaskStatus status = StatusReader.status(json, record, StatusReader::task);
      return status == null ? null : new Event.Update(status);
    }
  },
  UPDATE_OPERATION_STATUS("update_operation_status", "status of a state") {
    @Override
    Event read(JsonParser json, byte[] record) throws IOException {
      OperationStatus status = StatusReader.status(json, record, StatusReader::operation);
      return status == null ? null : new Event.OperationUpdate(status);
    }
  },
  ERROR("error", "message") {
    @Override
    Event read(JsonParser json, byte[] record) throws IOException {
      String message = Json.textIn(json, "message");
      return message == null ? null : new Event.SubscriptionError(message);
    }
  };

  private final String field;
  private final String required;

  Payload(String field, String required) {
    this.field = field;
    this.required = required;
  }

  /** The payload of this type, or null when routing needs nothing of it. */
  static Payload of(String type) {
    return switch (type) {
      case "UPDATE" -> UPDATE;
      case "OFFERS" -> OFFERS;
      case "RESCIND" -> RESCIND;
      case "UPDATE_OPERATION_STATUS" -> UPDATE_OPERATION_STATUS;
      case "SUBSCRIBED" -> SUBSCRIBED;
      case "ERROR" -> ERROR;
      default -> null;
    };
  }

  /** The event, from its payload's first token to its last, or null when something is missing. */
  abstract Event read(JsonParser json, byte[] record) throws IOException;

  String field() {
    return field;
  }

  Event missing() {
    return new Event.Unreadable(name() + " needs '" + field + "' with " + required);
  }
}
