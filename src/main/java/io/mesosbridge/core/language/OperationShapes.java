package io.mesosbridge.core.language;

import static io.mesosbridge.core.language.Field.optional;
import static io.mesosbridge.core.language.Field.required;

import java.util.Map;
import java.util.TreeMap;

/** What the bridge reads and fills in of an ACCEPT's operations ({@code mesos.proto}). */
final class OperationShapes {

  private static final Shape RESOURCES = new ResourceList();
  private static final Shape RESOURCE = Message.of(optional("provider_id", Id.of("provider-1")));

  private static final Shape EXECUTOR =
      Message.of(
          required("executor_id", Id.fresh("web")),
          optional("framework_id", Id.of("framework-1")),
          optional("resources", RESOURCES));

  private static final Shape TASK =
      Message.of(
          required("task_id", Id.fresh("web-1")),
          optional("name", new Text("web")),
          optional("agent_id", Id.of("agent-1")),
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
