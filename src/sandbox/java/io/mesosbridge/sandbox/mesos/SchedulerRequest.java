package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A request to the scheduler endpoint.
 *
 * @param json the body; missing when it is no JSON
 */
record SchedulerRequest(HttpServerRequest http, String body, JsonNode json) {

  String header(String name) {
    return http.getHeader(name);
  }

  String type() {
    return CallRules.type(json);
  }

  boolean isSubscribe() {
    return type().equals("SUBSCRIBE");
  }

  /** The name and password of basic authentication, joined by a colon; empty without. */
  String credentials() {
    String header = header("Authorization");
    if (header == null || !header.startsWith("Basic ")) {
      return "";
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring("Basic ".length()).trim());
      return new String(decoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
