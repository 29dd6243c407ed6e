package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Duration;

/** Reads the payload of SUBSCRIBED. */
final class SubscribedReader {

  private static final Duration DEFAULT_HEARTBEAT =
      Duration.ofSeconds(15); // MESOS-5537: old masters do not say
  private static final double MAX_HEARTBEAT_SECONDS = 24 * 60 * 60;

  private SubscribedReader() {}

  static Event.Subscribed read(JsonParser json) throws IOException {
    String frameworkId = null;
    Duration heartbeat = DEFAULT_HEARTBEAT;
    Event.Master master = new Event.Master(null, null, 0, null);
    if (Json.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "framework_id" -> frameworkId = Json.value(json);
          case "heartbeat_interval_seconds" -> heartbeat = interval(Json.number(json));
          case "master_info" -> master = master(json);
          default -> json.skipChildren();
        }
      }
    }
    return frameworkId == null ? null : new Event.Subscribed(frameworkId, heartbeat, master);
  }

  private static Duration interval(double seconds) {
    return seconds > 0 && seconds <= MAX_HEARTBEAT_SECONDS
        ? Duration.ofNanos((long) (seconds * 1e9))
        : DEFAULT_HEARTBEAT;
  }

  private static Event.Master master(JsonParser json) throws IOException {
    String id = null;
    String hostname = null;
    int port = 0;
    String version = null;
    if (Json.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "id" -> id = Json.text(json);
          case "hostname" -> hostname = Json.text(json);
          case "port" -> port = (int) Json.number(json);
          case "version" -> version = Json.text(json);
          default -> json.skipChildren();
        }
      }
    }
    return new Event.Master(id, hostname, port, version);
  }
}
