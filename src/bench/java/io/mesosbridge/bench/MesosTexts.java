package io.mesosbridge.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Events as a master of Mesos 1.11 writes them, with numbers by which they are known again. */
final class MesosTexts {

  /** The framework that every subscriber is told to be. */
  static final String FRAMEWORK = "bench";

  private static final String SUBSCRIBED =
      "{\"type\":\"SUBSCRIBED\",\"subscribed\":{\"framework_id\":{\"value\":\"%s\"},"
          + "\"heartbeat_interval_seconds\":%s}}";

  private static final String RESCIND =
      "{\"type\":\"RESCIND\",\"rescind\":{\"offer_id\":{\"value\":\"%s\"}}}";

  private static final String NUMBERED = "{\"value\":\"e";
  private static final int DIGITS = 8;
  private static final int AGENTS = 1_000;

  /** Of an agent with four resources and two attributes. */
  private static final String OFFER =
      ("{'id':{'value':'%s'},'framework_id':{'value':'%s'},'agent_id':{'value':'bench-S%d'},"
              + "'hostname':'127.0.0.1','url':{'scheme':'http','address':{'hostname':'127.0.0.1',"
              + "'ip':'127.0.0.1','port':5051},'path':'/slave(1)'},'resources':[{'name':"
              + "'ports','type':'RANGES','ranges':{'range':[{'begin':31000,'end':32000}]},"
              + "'role':'*','allocation_info':{'role':'test'}},{'name':'cpus','type':"
              + "'SCALAR','scalar':{'value':4.0},'role':'*','allocation_info':{'role':"
              + "'test'}},{'name':'mem','type':'SCALAR','scalar':{'value':2048.0},'role':"
              + "'*','allocation_info':{'role':'test'}},{'name':'disk','type':'SCALAR',"
              + "'scalar':{'value':4096.0},'role':'*','allocation_info':{'role':'test'}}],"
              + "'attributes':[{'name':'rack','type':'TEXT','text':{'value':'r2d2'}},"
              + "{'name':'pod','type':'TEXT','text':{'value':'demo,dev'}}],"
              + "'allocation_info':{'role':'test'}}")
          .replace('\'', '"');

  private MesosTexts() {}

  static String subscribed(double heartbeatSeconds) {
    return SUBSCRIBED.formatted(FRAMEWORK, heartbeatSeconds);
  }

  /** With its length before it, as RecordIO has it. */
  static Buffer framed(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return Buffer.buffer(bytes.length + "\n").appendBytes(bytes);
  }

  /** A MESSAGE event of about that size. */
  static String message(int number, int bytes) {
    return "{\"type\":\"MESSAGE\",\"message\":{\"agent_id\":{\"value\":\"S0\"},"
        + "\"executor_id\":"
        + NUMBERED
        + "%08d".formatted(number)
        + "\"},\"data\":\""
        + "A".repeat(Math.max(0, bytes - 107 - DIGITS))
        + "\"}}";
  }

  /** The number of a MESSAGE event; -1 of another one. */
  static int numberOfMessage(byte[] json) {
    String text = new String(json, 0, Math.min(json.length, 120), StandardCharsets.US_ASCII);
    int at = text.indexOf(NUMBERED) + NUMBERED.length();
    return at < NUMBERED.length() ? -1 : Integer.parseInt(text.substring(at, at + DIGITS));
  }

  /** The id of the offer of that number. */
  static String offerId(int number) {
    return FRAMEWORK + "-O" + number;
  }

  /** The number of the offer of that id. */
  static int numberOfOffer(JsonObject id) {
    return Integer.parseInt(id.getString("value").substring(FRAMEWORK.length() + 2));
  }

  /** An OFFERS event of so many offers from that number on. */
  static String offers(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(id -> OFFER.formatted(offerId(id), FRAMEWORK, id % AGENTS))
        .collect(Collectors.joining(",", "{\"type\":\"OFFERS\",\"offers\":{\"offers\":[", "]}}"));
  }

  static String rescind(int offer) {
    return RESCIND.formatted(offerId(offer));
  }

  /** An agent's update. */
  static String update(String taskId, String agentId, String state, int number) {
    return "{\"type\":\"UPDATE\",\"update\":{\"status\":{\"task_id\":{\"value\":\""
        + taskId
        + "\"},\"state\":\""
        + state
        + "\",\"source\":\"SOURCE_EXECUTOR\",\"agent_id\":{\"value\":\""
        + agentId
        + "\"},\"executor_id\":{\"value\":\""
        + taskId
        + "\"},\"timestamp\":1795353158.908617,\"uuid\":\""
        + uuid(number)
        + "\",\"container_status\":{\"container_id\":{\"value\":\"8e971cf8-9521-455b-ad2e-0184b97"
        + "fd8a3\"},\"network_infos\":[{\"ip_addresses\":[{\"protocol\":\"IPv4\",\"ip_address\":"
        + "\"127.0.0.1\"}]}],\"executor_pid\":10725}}}}";
  }

  /** A master's answer to a question about a task. */
  static String reconciled(String taskId) {
    return ("{\"type\":\"UPDATE\",\"update\":{\"status\":{\"task_id\":{\"value\":\"%s\"},"
            + "\"state\":\"TASK_RUNNING\",\"message\":\"Reconciliation: Latest task state\","
            + "\"source\":\"SOURCE_MASTER\",\"reason\":\"REASON_RECONCILIATION\","
            + "\"agent_id\":{\"value\":\"bench-S0\"},\"timestamp\":1795353158.908617}}}")
        .formatted(taskId);
  }

  private static String uuid(int number) {
    byte[] bytes = "%016d".formatted(number).getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The number of the update that is acknowledged. */
  static int numberOfUpdate(String uuid) {
    byte[] bytes = Base64.getDecoder().decode(uuid);
    return Integer.parseInt(new String(bytes, StandardCharsets.US_ASCII));
  }
}
