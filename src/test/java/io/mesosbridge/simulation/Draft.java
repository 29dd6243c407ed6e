package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A command as a schedule has it: which offers and agents it names is decided when it is written.
 *
 * @param type a type of the contract, or MALFORMED for what is no JSON
 * @param id of the command, used again now and then; 0 for a command without id
 * @param task number of the task and of the executor, used again now and then
 * @param offer which of the offers that a consumer knows; negative to have the bridge place it
 * @param seconds how long a launched task runs
 * @param padding bytes that make it larger
 */
record Draft(String type, int id, int task, int offer, int seconds, int padding) {

  /** Every type of command there is. */
  static final List<String> TYPES =
      List.of(
          "LAUNCH",
          "LAUNCH_GROUP",
          "ACCEPT",
          "DECLINE",
          "ACCEPT_INVERSE_OFFERS",
          "DECLINE_INVERSE_OFFERS",
          "REVIVE",
          "SUPPRESS",
          "KILL",
          "SHUTDOWN",
          "ACKNOWLEDGE",
          "ACKNOWLEDGE_OPERATION_STATUS",
          "RECONCILE",
          "RECONCILE_OPERATIONS",
          "MESSAGE",
          "REQUEST",
          "UPDATE_FRAMEWORK",
          "TEARDOWN",
          "SUBSCRIBE",
          "CANCEL",
          "MALFORMED");

  private static final String UUID = "AAAAAAAAAAAAAAAAAAAAAA==";

  /** Its value in the topic of commands. */
  byte[] value(SimWorld world, String marker) {
    if (type.equals("MALFORMED")) {
      return ("{\"type\": \"" + marker).getBytes(UTF_8);
    }
    String head = id == 0 ? "" : "\"id\":\"c" + id + "\",";
    String tail = padding == 0 ? "" : ",\"comment\":\"" + "x".repeat(padding) + "\"";
    String payload = payload(world, marker);
    String body = payload.isEmpty() ? "" : ",\"" + type.toLowerCase(Locale.ROOT) + "\":" + payload;
    head += expiry(world) + wishes();
    return ("{" + head + "\"type\":\"" + type + "\"" + body + tail + "}").getBytes(UTF_8);
  }

  private String expiry(SimWorld world) {
    return seconds % 7 == 3 && task % 2 == 1
        ? "\"expires_at\":\"%s\","
            .formatted(Instant.ofEpochMilli(world.loop().nowMillis()).plusSeconds(seconds))
        : "";
  }

  private String wishes() {
    if (!isToPlace()) {
      return "";
    }
    return (seconds % 4 == 1 ? SimConstraints.ALONE : "")
        + (seconds % 6 == 2 ? "\"deadline\":\"PT%dS\",".formatted(seconds) : "");
  }

  private boolean isToPlace() {
    return offer < 0 && type.startsWith("LAUNCH");
  }

  private String payload(SimWorld world, String marker) {
    String mark = "\"marker\":\"" + marker + "\"";
    String offers =
        type.contains("LAUNCH") || type.equals("ACCEPT") || type.equals("DECLINE")
            ? offers(world)
            : "";
    String named = offers.isEmpty() ? "" : "\"offer_ids\":[" + offers + "],";
    String filters = "\"filters\":{\"refuse_seconds\":1}," + mark;
    String agent = "\"agent_id\":\"" + agent(world) + "\"";
    return switch (type) {
      case "LAUNCH" -> "{" + named + "\"task_infos\":[" + infos(marker) + "]}";
      case "LAUNCH_GROUP" ->
          ("{" + named + "\"executor\":{\"executor_id\":\"e" + task + "\",\"type\":\"DEFAULT\",")
              + "\"resources\":\"cpus:0.1;mem:32;disk:1\"},\"task_group\":{\"tasks\":["
              + infos(marker)
              + "]}}";
      case "ACCEPT" ->
          "{\"offer_ids\":["
              + offers
              + "],\"operations\":["
              + operations(marker)
              + "],"
              + filters
              + "}";
      case "DECLINE" -> "{\"offer_ids\":[" + offers + "]," + filters + "}";
      case "ACCEPT_INVERSE_OFFERS", "DECLINE_INVERSE_OFFERS" ->
          "{\"inverse_offer_ids\":[\"none\"]," + filters + "}";
      case "KILL" ->
          ("{\"task_id\":\"t" + task + "\",")
              + (seconds % 3 == 0 ? agent + "," : "")
              + (mark + "}");
      case "SHUTDOWN" -> "{\"executor_id\":\"e" + task + "\"," + agent + "," + mark + "}";
      case "ACKNOWLEDGE" ->
          "{" + agent + ",\"task_id\":\"t" + task + "\",\"uuid\":\"" + UUID + "\"," + mark + "}";
      case "ACKNOWLEDGE_OPERATION_STATUS" ->
          "{%s,\"operation_id\":\"o%d\",\"uuid\":\"%s\",%s}".formatted(agent, task, UUID, mark);
      case "RECONCILE" ->
          "{\"tasks\":[%s],%s}"
              .formatted(seconds % 2 == 0 ? "" : "{\"task_id\":\"t" + task + "\"}", mark);
      case "RECONCILE_OPERATIONS" ->
          "{\"operations\":[%s],%s}"
              .formatted(seconds % 2 == 0 ? "" : "{\"operation_id\":\"o-m" + task + "\"}", mark);
      case "MESSAGE" ->
          "{%s,\"executor_id\":\"e%d\",\"data\":\"aGk=\",%s}".formatted(agent, task, mark);
      case "REQUEST" -> "{\"requests\":[]," + mark + "}";
      case "UPDATE_FRAMEWORK" ->
          "{\"framework_info\":{\"user\":\"root\",\"name\":\"simulated\",\"roles\":[\"*\"],"
              + "\"failover_timeout\":604800,\"checkpoint\":"
              + world.checkpoints()
              + ","
              + "\"capabilities\":[{\"type\":\"MULTI_ROLE\"}]},"
              + mark
              + "}";
      case "CANCEL" -> "{\"command_id\":\"" + world.commands().launch(Math.abs(offer)) + "\"}";
      case "REVIVE", "SUPPRESS" -> "{" + mark + "}";
      default -> "";
    };
  }

  /** A launch, an operation that carries an id and needs no resources, or one after the other. */
  private String operations(String marker) {
    String launch =
        "{\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[%s]}}".formatted(info(marker));
    String create =
        "{\"type\":\"CREATE\",\"id\":\"o-%s\",\"create\":{\"volumes\":[]}}".formatted(marker);
    return switch (seconds % 3) {
      case 0 -> create;
      case 1 -> launch;
      default -> launch + "," + create;
    };
  }

  /** Of one task, or of another one beside it. */
  private String infos(String marker) {
    String other =
        "{\"task_id\":\"t%ds\",\"command\":{\"value\":\"sleep %d\"}".formatted(task, seconds);
    boolean areTwo = offer < 0 && seconds % 3 == 1;
    return info(marker) + (areTwo ? "," + other + ",\"resources\":\"cpus:0.1;mem:32\"}" : "");
  }

  private String info(String marker) {
    boolean takesAnAgent = type.equals("LAUNCH") && offer < 0 && seconds % 3 == 0;
    String cpus = takesAnAgent ? SimWorld.CPUS_OF_AN_AGENT : "0.1";
    return ("{\"task_id\":\"t" + task + "\",\"marker\":\"" + marker + "\",")
        + ("\"command\":{\"value\":\"sleep " + seconds + "\"},")
        + ("\"resources\":\"cpus:" + cpus + ";mem:32" + (seconds % 5 == 0 ? ";ports:2\"}" : "\"}"));
  }

  private String agent(SimWorld world) {
    List<String> agents = world.cluster().agentIds();
    return agents.get(seconds / 3 % agents.size());
  }

  /** One offer as a consumer of the offers' topic knows it; nothing if the bridge is to choose. */
  private String offers(SimWorld world) {
    if (isToPlace()) {
      return "";
    }
    Set<String> table = new LinkedHashSet<>();
    for (SimRecord record :
        world.kafka().partition(SimWorld.OFFERS, 0).map(SimPartition::records).orElse(List.of())) {
      if (record.value() == null) {
        table.remove(record.key());
      } else {
        table.add(record.key());
      }
    }
    List<String> known = List.copyOf(table);
    String chosen = known.isEmpty() ? "no-offer" : known.get(Math.abs(offer) % known.size());
    return "\"" + chosen + "\"";
  }
}
