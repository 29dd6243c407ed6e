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
}
