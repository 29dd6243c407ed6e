package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * A request to the scheduler endpoint.
 *
 * @param method such as POST
 * @param headers the value of a header by its name in any case; null for one that is not there
 * @param json the body; missing when it is no JSON
 * @param reply the way back
 */
record SchedulerRequest(
    String method, UnaryOperator<String> headers, String body, JsonNode json, Reply reply) {

  static SchedulerRequest of(
      String method, UnaryOperator<String> headers, byte[] body, Reply reply) {
    boolean text = !"application/x-protobuf".equals(headers.apply("Content-Type"));
    String content = new String(body, text ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    return new SchedulerRequest(
        method, headers, content, CallSchema.normalised("Call", parse(content)), reply);
  }

  /** As a master of that version reads it. */
  SchedulerRequest as(SimVersion version) {
    return new SchedulerRequest(method, headers, body, version.read(json), reply);
  }

  private static JsonNode parse(String content) {
    try {
      return SimJson.MAPPER.readTree(content);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  String header(String name) {
    return headers.apply(name);
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
