package io.mesosbridge.sandbox.mesos;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The messages of scheduler and operator calls with their fields, as its protobuf prescribes them.
 */
final class CallMessages {

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
      FrameworkInfo user!:string name!:string id:Id failover_timeout:double checkpoint:bool \
        role:string roles*@2:string hostname:string principal:string webui_url:string \
        capabilities*:Typed offer_filters@8:object
      Typed type:enum
      Accept offer_ids*:Id operations*:Operation filters:Filters
      Filters refuse_seconds:double
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
      Uri value!:string extract:bool executable:bool cache:bool
      Environment variables*:Variable
      Variable name!:string type:enum value:string
      Container type!:enum(DOCKER,MESOS) volumes*:Volume docker:Docker hostname:string
      Docker image!:string privileged:bool
      Volume container_path!:string mode!:enum(RW,RO) host_path:string source:VolumeSource
      VolumeSource type:enum(UNKNOWN,DOCKER_VOLUME,SANDBOX_PATH@1,SECRET@3,HOST_PATH@5,CSI_VOLUME@10)
      Check type:enum delay_seconds:double interval_seconds:double timeout_seconds:double \
        grace_period_seconds:double consecutive_failures:number http:Port tcp@1:Port
      Port port!:number
      KillPolicy grace_period:Duration
      Duration nanoseconds!:number
      Labels labels*:Label
      Label key!:string value:string
      Resource name!:string type!:enum(SCALAR,RANGES,SET,TEXT) scalar:Scalar ranges:RangeList \
        set:Items role:string reservations*@4:Reservation reservation:Reservation disk:Disk \
        allocation_info@2:Allocation provider_id@3:Id shared@1:object
      Scalar value!:double
      RangeList range*:Range
      Range begin!:number end!:number
      Items item*:string
      Reservation type@4:enum role@4:string principal:string labels:Labels
      Allocation role:string
      Disk persistence:Persistence volume:Volume source:Source
      Persistence id!:string principal:string
      Source type!:enum(UNKNOWN@5,PATH,MOUNT,BLOCK@5,RAW@5) id@5:string profile@5:string
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
      OperatorCall type:string drain_agent:DrainAgent deactivate_agent:AgentCall \
        reactivate_agent:AgentCall mark_agent_gone:AgentCall
      DrainAgent agent_id!:Id max_grace_period:Duration mark_gone:bool
      AgentCall agent_id!:Id
      """;

  private static final Pattern FIELD =
      Pattern.compile("(\\w+)([!*]?)(?:@(\\d+))?:(\\w+)(?:\\((.+)\\))?");

  /**
   * A field of a message.
   *
   * @param type a message, {@code object} for one that is not listed, or a kind of value
   * @param names of an {@code enum} that are known, with since which Mesos 1.x they are; empty when
   *     they are not told
   * @param since of which Mesos 1.x on it is there
   */
  record Field(
      String name,
      String type,
      Map<String, Integer> names,
      boolean required,
      boolean repeated,
      int since) {

    /** A word of {@link #MESSAGES}. */
    private static Field read(String word) {
      Matcher parts = FIELD.matcher(word);
      if (!parts.matches()) {
        throw new IllegalStateException(word);
      }
      Map<String, Integer> names = new HashMap<>();
      for (String name : parts.group(5) == null ? List.<String>of() : split(parts.group(5), ",")) {
        List<String> nameAndSince = split(name, "@");
        names.put(nameAndSince.get(0), nameAndSince.size() == 1 ? 0 : since(nameAndSince.get(1)));
      }
      return new Field(
          parts.group(1),
          parts.group(4),
          names,
          parts.group(2).equals("!"),
          parts.group(2).equals("*"),
          since(parts.group(3)));
    }

    private static List<String> split(String text, String by) {
      return List.of(text.split(by, -1));
    }

    private static int since(String minor) {
      return minor == null ? 0 : Integer.parseInt(minor);
    }
  }

  /** The fields by message and name; those that are not listed are ignored, as Mesos does. */
  static final Map<String, Map<String, Field>> ALL = read();

  private CallMessages() {}

  private static Map<String, Map<String, Field>> read() {
    Map<String, Map<String, Field>> schema = new HashMap<>();
    for (String line : MESSAGES.lines().toList()) {
      String[] words = line.trim().split("\\s+", -1);
      Map<String, Field> fields = new LinkedHashMap<>();
      for (String word : List.of(words).subList(1, words.length)) {
        Field field = Field.read(word);
        fields.put(field.name(), field);
      }
      schema.put(words[0], fields);
    }
    return schema;
  }
}
