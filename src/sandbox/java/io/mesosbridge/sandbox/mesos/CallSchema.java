package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of a scheduler call as its protobuf prescribes it, with the words of Mesos' conversion
 * from JSON for what does not fit. Fields that are not listed are ignored, as Mesos does.
 */
final class CallSchema {

  /**
   * A message to a line; {@code !} marks what is required and {@code *} what is repeated, {@code @}
   * since which 1.x it is there.
   */
  private static final String MESSAGES =
      """
      Call framework_id:Id type:enum subscribe:Subscribe accept:Accept decline:Decline \
        accept_inverse_offers:InverseAnswer decline_inverse_offers:InverseAnswer revive:Roles \
        suppress:Roles kill:Kill shutdown:Shutdown acknowledge:Acknowledge \
        acknowledge_operation_status@5:AcknowledgeOperation reconcile:Reconcile \
        reconcile_operations@5:ReconcileOperations message:Message request:Request \
        update_framework@9:UpdateFramework
      Id value!:string
      Subscribe framework_info!:FrameworkInfo suppressed_roles*@4:string \
        offer_constraints@11:object
      FrameworkInfo user!:string name!:string id:Id failover_timeout:number checkpoint:bool \
        role:string roles*@2:string hostname:string principal:string webui_url:string \
        capabilities*:Typed offer_filters@8:object
      Typed type:enum
      Accept offer_ids*:Id operations*:Operation filters:Filters
      Filters refuse_seconds:number
      Operation type:enum id@5:Id launch:Launch launch_group@1:LaunchGroup reserve:Reserve \
        unreserve:ResourceList create:Volumes destroy:Volumes grow_volume@6:Grow \
        shrink_volume@6:Shrink create_disk@7:CreateDisk destroy_disk@7:DestroyDisk
      Reserve resources*:Resource source*@10:Resource
      Launch task_infos*:TaskInfo
      LaunchGroup executor!:ExecutorInfo task_group!:TaskGroup
      TaskGroup tasks*:TaskInfo
      TaskInfo name!:string task_id!:Id agent_id!:Id resources*:Resource executor:ExecutorInfo \
        command:CommandInfo container:Container health_check:Check check@2:Check \
        kill_policy:KillPolicy max_completion_time@6:Duration limits@10:object labels:Labels data:bytes
      ExecutorInfo executor_id!:Id framework_id:Id type:enum command:CommandInfo \
        container:Container resources*:Resource name:string labels:Labels \
        shutdown_grace_period:Duration data:bytes
      CommandInfo value:string shell:bool arguments*:string uris*:Uri environment:Environment
      Uri value!:string
      Environment variables*:Variable
      Variable name!:string type:enum value:string
      Container type!:enum(DOCKER,MESOS) volumes*:Volume docker:Docker hostname:string
      Docker image!:string privileged:bool
      Volume container_path!:string mode!:enum(RW,RO) host_path:string
      Check type:enum delay_seconds:number interval_seconds:number timeout_seconds:number \
        grace_period_seconds:number consecutive_failures:number http:Port tcp@1:Port
      Port port!:number
      KillPolicy grace_period:Duration
      Duration nanoseconds!:number
      Labels labels*:Label
      Label key!:string value:string
      Resource name!:string type!:enum(SCALAR,RANGES,SET,TEXT) scalar:Scalar ranges:RangeList \
        set:Items role:string reservations*@4:Reservation reservation:Reservation disk:Disk \
        allocation_info@2:Allocation provider_id@3:Id shared@1:object
      Scalar value!:number
      RangeList range*:Range
      Range begin!:number end!:number
      Items item*:string
      Reservation type@4:enum role@4:string principal:string labels:Labels
      Allocation role:string
      Disk persistence:Persistence volume:Volume source:Source
      Persistence id!:string principal:string
      Source type!:enum(UNKNOWN,PATH,MOUNT,BLOCK,RAW) id@5:string profile@5:string
      ResourceList resources*:Resource
      Volumes volumes*:Resource
      Grow volume!:Resource addition!:Resource
      Shrink volume!:Resource subtract!:Scalar
      CreateDisk source!:Resource target_type!:enum(UNKNOWN,PATH,MOUNT,BLOCK,RAW) \
        target_profile@8:string
      DestroyDisk source!:Resource
      Decline offer_ids*:Id filters:Filters
      InverseAnswer inverse_offer_ids*:Id filters:Filters
      Roles roles*@3:string
      Kill task_id!:Id agent_id:Id kill_policy:KillPolicy
      Shutdown executor_id!:Id agent_id!:Id
      Acknowledge agent_id!:Id task_id!:Id uuid!:bytes
      AcknowledgeOperation agent_id:Id resource_provider_id:Id uuid!:bytes operation_id!:Id
      Reconcile tasks*:ReconcileTask
      ReconcileTask task_id!:Id agent_id:Id
      ReconcileOperations operations*:ReconcileOperation
      ReconcileOperation operation_id!:Id agent_id:Id resource_provider_id:Id
      Message agent_id!:Id executor_id!:Id data!:bytes
      Request requests*:ResourceRequest
      ResourceRequest agent_id:Id resources*:Resource
      UpdateFramework framework_info!:FrameworkInfo suppressed_roles*:string \
        offer_constraints@11:object
      """;

  private static final Pattern FIELD = Pattern.compile("(\\w+)([!*]?)(?:@(\\d+))?:(.+)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

  private record Field(String name, String type, boolean required, boolean repeated, int since) {}

  private static final Map<String, Map<String, Field>> SCHEMA = read();

  private CallSchema() {}

  private static Map<String, Map<String, Field>> read() {
    Map<String, Map<String, Field>> schema = new HashMap<>();
    for (String line : MESSAGES.lines().toList()) {
      String[] words = line.trim().split("\\s+", -1);
      Map<String, Field> fields = new LinkedHashMap<>();
      for (String word : List.of(words).subList(1, words.length)) {
        Matcher parts = FIELD.matcher(word);
        if (!parts.matches()) {
          throw new IllegalStateException(word);
        }
        String name = parts.group(1);
        String mark = parts.group(2);
        int since = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
        fields.put(
            name, new Field(name, parts.group(4), mark.equals("!"), mark.equals("*"), since));
      }
      schema.put(words[0], fields);
    }
    return schema;
  }

  /** Takes away what came with Mesos 1.{@code minor} or later. */
  static void dropFieldsSince(int minor, ObjectNode call) {
    drop("Call", call, minor);
  }

  private static void drop(String message, JsonNode json, int minor) {
    if (json.isArray()) {
      json.forEach(element -> drop(message, element, minor));
    } else if (json instanceof ObjectNode object) {
      for (Field field : SCHEMA.getOrDefault(message, Map.of()).values()) {
        if (field.since() >= minor) {
          object.remove(field.name());
        } else {
          drop(field.type(), object.path(field.name()), minor);
        }
      }
    }
  }

  /** What is wrong with a call's JSON; null when it could be converted. */
  static String broken(JsonNode call) {
    if (!call.isObject()) {
      return "Expecting a JSON object";
    }
    String mistyped = mistyped("Call", call);
    if (mistyped != null) {
      return mistyped;
    }
    List<String> missing = new ArrayList<>();
    collectMissing("Call", call, "", missing);
    return missing.isEmpty() ? null : "Missing required fields: " + String.join(", ", missing);
  }

  private static String mistyped(String message, JsonNode json) {
    for (var entry : json.properties()) {
      Field field = SCHEMA.get(message).get(entry.getKey());
      String wrong = field == null ? null : mistyped(field, entry.getValue(), field.repeated());
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  private static String mistyped(Field field, JsonNode value, boolean list) {
    if (list && value.isArray()) {
      for (JsonNode element : value) {
        String wrong = mistyped(field, element, false);
        if (wrong != null) {
          return wrong;
        }
      }
      return null;
    }
    boolean fits =
        !list
            && switch (field.type().replaceFirst("\\(.*", "")) {
              case "string", "bytes", "enum" -> value.isTextual();
              case "number" -> value.isNumber() || value.isTextual();
              case "bool" -> value.isBoolean();
              default -> value.isObject();
            };
    if (!fits) {
      return "Not expecting a JSON %s for field '%s'".formatted(kind(value), field.name());
    }
    if (field.type().equals("bytes")) {
      return undecodable(field, value.asText());
    }
    if (field.type().equals("number") && !NUMBER.matcher(value.asText()).matches()) {
      return "Failed to parse '%s' as a JSON number for field '%s': syntax error at line 1 near: %1$s"
          .formatted(value.asText(), field.name());
    }
    if (field.type().startsWith("enum(")
        && !field.type().matches(".*[(,]" + Pattern.quote(value.asText()) + "[,)].*")) {
      return "Failed to find enum for '" + value.asText() + "'";
    }
    return SCHEMA.containsKey(field.type()) ? mistyped(field.type(), value) : null;
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case NUMBER -> "number";
      case STRING -> "string";
      default -> "object";
    };
  }

  private static String undecodable(Field field, String text) {
    String wrong = null;
    try {
      Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      String strange = text.replaceAll("[A-Za-z0-9+/=]", "");
      wrong = strange.isEmpty() ? e.getMessage() : "Invalid character '" + strange.charAt(0) + "'";
    }
    return wrong == null
        ? null
        : "Failed to base64 decode bytes field '%s': %s".formatted(field.name(), wrong);
  }

  private static void collectMissing(
      String message, JsonNode json, String path, List<String> missing) {
    for (Field field : SCHEMA.get(message).values()) {
      JsonNode value = json.path(field.name());
      String at = path + field.name();
      if (value.isMissingNode()) {
        if (field.required()) {
          missing.add(at);
        }
      } else if (SCHEMA.containsKey(field.type())) {
        if (field.repeated()) {
          for (int i = 0; i < value.size(); i++) {
            collectMissing(field.type(), value.get(i), at + "[" + i + "].", missing);
          }
        } else {
          collectMissing(field.type(), value, at + ".", missing);
        }
      }
    }
  }
}
