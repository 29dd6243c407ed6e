package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads the payload of the two kinds of updates: {@code {"status": {...}}}. */
final class StatusReader {

  private StatusReader() {}

  /** Reads the object of a status that begins here; null when a required field is missing. */
  @FunctionalInterface
  interface ObjectReader<T> {
    T read(JsonParser json, byte[] record) throws IOException;
  }

  /** The status, or null when there is none or it lacks what it must have. */
  static <T> T status(JsonParser json, byte[] record, ObjectReader<T> reader) throws IOException {
    T status = null;
    if (Json.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals("status") && Json.isObject(json)) {
          status = reader.read(json, record);
        } else {
          json.skipChildren();
        }
      }
    }
    return status;
  }

  static TaskStatus task(JsonParser json, byte[] record) throws IOException {
    int begin = Json.begin(json);
    String taskId = null;
    String state = null;
    String agentId = null;
    String executorId = null;
    String uuid = null;
    String reason = null;
    double timestamp = 0;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "task_id" -> taskId = Json.value(json);
        case "state" -> state = Json.text(json);
        case "agent_id" -> agentId = Json.value(json);
        case "executor_id" -> executorId = Json.value(json);
        case "uuid" -> uuid = Json.text(json);
        case "reason" -> reason = Json.text(json);
        case "timestamp" -> timestamp = Json.number(json);
        default -> json.skipChildren();
      }
    }
    if (taskId == null || state == null) {
      return null;
    }
    Slice slice = Json.sliceFrom(begin, json, record);
    return new TaskStatus(taskId, state, agentId, executorId, uuid, reason, timestamp, slice);
  }

  static OperationStatus operation(JsonParser json, byte[] record) throws IOException {
    int begin = Json.begin(json);
    String operationId = null;
    String state = null;
    String agentId = null;
    String resourceProviderId = null;
    String uuid = null;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "operation_id" -> operationId = Json.value(json);
        case "state" -> state = Json.text(json);
        case "agent_id" -> agentId = Json.value(json);
        case "resource_provider_id" -> resourceProviderId = Json.value(json);
        case "uuid" -> uuid = Json.value(json);
        default -> json.skipChildren();
      }
    }
    if (state == null) {
      return null;
    }
    Slice slice = Json.sliceFrom(begin, json, record);
    return new OperationStatus(operationId, state, agentId, resourceProviderId, uuid, slice);
  }
}
