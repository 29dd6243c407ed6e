package io.mesosbridge.core.language;

import static io.mesosbridge.core.language.Shape.Field.optional;
import static io.mesosbridge.core.language.Shape.Field.required;

import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.Shape.Field;
import io.mesosbridge.core.language.Shape.ListOf;
import io.mesosbridge.core.language.Shape.Message;
import io.mesosbridge.core.language.Shape.Operation;
import io.mesosbridge.core.language.TextShapes.MesosId;
import io.mesosbridge.core.language.TextShapes.ResourceList;
import io.mesosbridge.core.language.TextShapes.Role;
import io.mesosbridge.core.language.TextShapes.Text;
import io.mesosbridge.core.language.TextShapes.Uuid;
import java.util.Map;
import java.util.TreeMap;

/** What the bridge reads and fills in of each call's payload ({@code scheduler.proto}). */
final class CallShapes {

  private static final MesosId TASK_ID = MesosId.of("web-1");
  private static final MesosId AGENT_ID = MesosId.of("agent-1");
  private static final MesosId EXECUTOR_ID = MesosId.of("executor-1");
  private static final MesosId OPERATION_ID = MesosId.of("reserve-1");
  private static final MesosId FRAMEWORK_ID = MesosId.of("framework-1");
  private static final MesosId PROVIDER_ID = MesosId.of("provider-1");

  private static final Field OFFER_IDS =
      required("offer_ids", new ListOf(MesosId.of("offer-1"), 1));
  private static final Field PLACEABLE = optional("offer_ids", OFFER_IDS.shape());

  private static final Shape ACCEPT =
      Message.of(OFFER_IDS, optional("operations", new ListOf(OperationShapes.operation(), 0)));
  private static final Shape LAUNCH = Message.of(PLACEABLE, OperationShapes.TASK_INFOS);
  private static final Shape LAUNCH_GROUP =
      Message.of(PLACEABLE, OperationShapes.GROUP_EXECUTOR, OperationShapes.TASK_GROUP);
  private static final Shape DECLINE = Message.of(OFFER_IDS);
  private static final Shape INVERSE =
      Message.of(required("inverse_offer_ids", new ListOf(MesosId.of("offer-1"), 1)));
  private static final Shape ROLES = Message.of(optional("roles", new ListOf(new Role(), 0)));
  private static final Shape KILL =
      Message.of(required("task_id", TASK_ID), optional("agent_id", AGENT_ID));
  private static final Shape SHUTDOWN =
      Message.of(required("executor_id", EXECUTOR_ID), optional("agent_id", AGENT_ID));
  private static final Shape ACKNOWLEDGE =
      Message.of(
          required("agent_id", AGENT_ID),
          required("task_id", TASK_ID),
          required("uuid", new Uuid()));
  private static final Shape ACKNOWLEDGE_OPERATION =
      Message.of(
          required("agent_id", AGENT_ID),
          required("operation_id", OPERATION_ID),
          required("uuid", new Uuid()),
          optional("resource_provider_id", PROVIDER_ID));
  private static final Shape RECONCILE =
      Message.of(
          optional(
              "tasks",
              new ListOf(
                  Message.of(required("task_id", TASK_ID), optional("agent_id", AGENT_ID)), 0)));
  private static final Shape RECONCILE_OPERATIONS =
      Message.of(
          optional(
              "operations",
              new ListOf(
                  Message.of(
                      required("operation_id", OPERATION_ID),
                      optional("agent_id", AGENT_ID),
                      optional("resource_provider_id", PROVIDER_ID)),
                  0)));
  private static final Shape MESSAGE =
      Message.of(
          required("agent_id", AGENT_ID),
          required("executor_id", EXECUTOR_ID),
          required("data", new Text("aGVsbG8=")));
  private static final Shape REQUEST =
      Message.of(
          optional(
              "requests",
              new ListOf(
                  Message.of(
                      optional("agent_id", AGENT_ID), optional("resources", new ResourceList())),
                  0)));
  private static final Shape UPDATE_FRAMEWORK =
      Message.of(
          required(
              "framework_info",
              Message.of(
                  required("user", new Text("root")),
                  required("name", new Text("web")),
                  optional("roles", new ListOf(new Role(), 0)),
                  optional("id", FRAMEWORK_ID))),
          optional("suppressed_roles", new ListOf(new Role(), 0)));
  private static final Shape CANCEL = Message.of(required("command_id", new Text("deploy-42")));
  private static final Shape NOTHING = Message.of();

  private CallShapes() {}

  /** The field that holds the payload of a command of that type. */
  static Field payload(CommandType type) {
    return switch (type) {
      case ACCEPT -> required(type.payload(), ACCEPT);
      case LAUNCH -> required(type.payload(), LAUNCH);
      case LAUNCH_GROUP -> required(type.payload(), LAUNCH_GROUP);
      case DECLINE -> required(type.payload(), DECLINE);
      case ACCEPT_INVERSE_OFFERS, DECLINE_INVERSE_OFFERS -> required(type.payload(), INVERSE);
      case REVIVE, SUPPRESS -> optional(type.payload(), ROLES);
      case KILL -> required(type.payload(), KILL);
      case SHUTDOWN -> required(type.payload(), SHUTDOWN);
      case ACKNOWLEDGE -> required(type.payload(), ACKNOWLEDGE);
      case ACKNOWLEDGE_OPERATION_STATUS -> required(type.payload(), ACKNOWLEDGE_OPERATION);
      case RECONCILE -> required(type.payload(), RECONCILE);
      case RECONCILE_OPERATIONS -> required(type.payload(), RECONCILE_OPERATIONS);
      case MESSAGE -> required(type.payload(), MESSAGE);
      case REQUEST -> required(type.payload(), REQUEST);
      case UPDATE_FRAMEWORK -> required(type.payload(), UPDATE_FRAMEWORK);
      case CANCEL -> required(type.payload(), CANCEL);
      case TEARDOWN, SUBSCRIBE -> optional(type.payload(), NOTHING);
    };
  }

  /** What the bridge reads and fills in of an ACCEPT's operations ({@code mesos.proto}). */
  static final class OperationShapes {

    private static final Shape RESOURCES = new ResourceList();
    private static final Shape RESOURCE = ResourceList.RESOURCE;

    private static final Shape EXECUTOR =
        Message.of(
            required("executor_id", MesosId.fresh("web")),
            optional("framework_id", MesosId.of("framework-1")),
            optional("resources", RESOURCES));

    private static final Shape TASK =
        Message.of(
            required("task_id", MesosId.fresh("web-1")),
            optional("name", new Text("web")),
            optional("agent_id", MesosId.of("agent-1")),
            optional("resources", RESOURCES),
            optional("executor", EXECUTOR));

    /** The tasks of a LAUNCH. */
    static final Field TASK_INFOS = required("task_infos", new ListOf(TASK, 1));

    /** The executor of a LAUNCH_GROUP. */
    static final Field GROUP_EXECUTOR = required("executor", EXECUTOR);

    /** The tasks of a LAUNCH_GROUP. */
    static final Field TASK_GROUP =
        required("task_group", Message.of(required("tasks", new ListOf(TASK, 1))));

    private OperationShapes() {}

    static Operation operation() {
      Map<String, Shape> payloads = new TreeMap<>();
      payloads.put("LAUNCH", Message.of(TASK_INFOS));
      payloads.put("LAUNCH_GROUP", Message.of(GROUP_EXECUTOR, TASK_GROUP));
      payloads.put(
          "RESERVE", Message.of(required("resources", RESOURCES), optional("source", RESOURCES)));
      payloads.put("UNRESERVE", Message.of(required("resources", RESOURCES)));
      payloads.put("CREATE", Message.of(required("volumes", RESOURCES)));
      payloads.put("DESTROY", Message.of(required("volumes", RESOURCES)));
      payloads.put(
          "GROW_VOLUME", Message.of(required("volume", RESOURCE), required("addition", RESOURCE)));
      payloads.put(
          "SHRINK_VOLUME",
          Message.of(required("volume", RESOURCE), required("subtract", Message.of())));
      payloads.put(
          "CREATE_DISK",
          Message.of(required("source", RESOURCE), required("target_type", new Text("MOUNT"))));
      payloads.put("DESTROY_DISK", Message.of(required("source", RESOURCE)));
      return new Operation(payloads);
    }
  }
}
