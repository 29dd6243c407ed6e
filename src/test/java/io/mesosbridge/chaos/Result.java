package io.mesosbridge.chaos;

import com.fasterxml.jackson.databind.JsonNode;

/** A result of a command; the code is empty when it was accepted. */
record Result(String outcome, String code) {

  static Result of(String value) {
    JsonNode json = ConsumedUpdate.parse(value);
    return new Result(json.path("outcome").asText(), json.at("/error/code").asText(""));
  }
}
