package io.mesosbridge.testkit;

import com.fasterxml.jackson.databind.JsonNode;

/** An offer as a consumer of {@code mesos.offers} sees it. */
public record ConsumedOffer(JsonNode json) {

  public String id() {
    return json.at("/id/value").asText();
  }

  public String agentId() {
    return json.at("/agent_id/value").asText();
  }

  /** Whether that port is in it. */
  public boolean hasPort(long port) {
    for (JsonNode resource : json.path("resources")) {
      for (JsonNode range : resource.at("/ranges/range")) {
        if (range.path("begin").asLong() <= port && port <= range.path("end").asLong()) {
          return true;
        }
      }
    }
    return false;
  }

  /** How much of a scalar resource it has, reserved or not. */
  public double scalar(String name) {
    double sum = 0;
    for (JsonNode resource : json.path("resources")) {
      if (resource.path("name").asText().equals(name)) {
        sum += resource.at("/scalar/value").asDouble();
      }
    }
    return sum;
  }
}
