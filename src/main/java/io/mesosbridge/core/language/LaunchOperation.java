package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.Pointer;
import java.util.ArrayList;
import java.util.List;

/**
 * A LAUNCH or LAUNCH_GROUP within an ACCEPT.
 *
 * @param type which of the two
 * @param payload the operation's payload
 * @param at where the payload stands in the command as it was written
 */
public record LaunchOperation(CommandType type, ObjectNode payload, Pointer at) {

  /**
   * A task of the operation.
   *
   * @param info the {@code TaskInfo}
   * @param at where it stands in the command as it was written
   */
  public record Task(ObjectNode info, Pointer at) {

    /** The task's id. */
    public String id() {
      return TextShapes.MesosId.text(info, "task_id");
    }
  }

  /**
   * The launches of the call, in their order.
   *
   * @param type the command's type, which tells where its author wrote the launches
   */
  public static List<LaunchOperation> in(ObjectNode call, CommandType type) {
    if (type != CommandType.ACCEPT && !type.isShorthand()) {
      return List.of(); // Mesos launches nothing that another call has of an ACCEPT
    }
    List<LaunchOperation> launches = new ArrayList<>(1);
    Pointer operations = Pointer.ROOT.field("accept").field("operations");
    int index = 0;
    for (JsonNode operation : call.path("accept").path("operations")) {
      CommandType kind = CommandType.of(operation.path("type").asText()).orElse(null);
      if (kind != null && kind.isShorthand()) {
        Pointer holder = type.isShorthand() ? Pointer.ROOT : operations.item(index);
        launches.add(
            new LaunchOperation(
                kind, (ObjectNode) operation.get(kind.payload()), holder.field(kind.payload())));
      }
      index++;
    }
    return launches;
  }

  /** The tasks; what Mesos passes over in a payload of the type launches none. */
  public List<Task> tasks() {
    return type == CommandType.LAUNCH_GROUP
        ? tasks(payload.path("task_group").path("tasks"), at.field("task_group").field("tasks"))
        : tasks(payload.path("task_infos"), at.field("task_infos"));
  }

  private static List<Task> tasks(JsonNode list, Pointer at) {
    List<Task> tasks = new ArrayList<>(list.size());
    for (JsonNode task : list) {
      tasks.add(new Task((ObjectNode) task, at.item(tasks.size())));
    }
    return tasks;
  }
}
