package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.mesos.Call.NamedOperation;
import io.mesosbridge.core.offer.Wishes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A command that is well-formed; whether it can be carried out depends on offers and tasks. */
public sealed interface Command extends CommandReader.Reading {

  /** Id, type, expiry, framework. */
  Header header();

  /**
   * The call in Mesos' form, shorthands written out, as it is to be sent but for {@code
   * framework_id} and what else the bridge fills in. Not to be changed.
   */
  ObjectNode call();

  /** What to do when it is not known whether it was carried out. */
  Repetition repetition();

  /** The offers that it uses up. */
  default List<String> offerIds() {
    return List.of();
  }

  /** The tasks that it launches. */
  default List<String> taskIds() {
    return List.of();
  }

  /** The group of all of these, or null for that of each one's id. */
  default String group() {
    return null;
  }

  /** Its operations that carry an id, launches excepted. */
  default List<NamedOperation> operations() {
    return List.of();
  }

  /** The tasks that it launches, kills or asks for, as far as it names them. */
  default List<String> namedTasks() {
    return taskIds();
  }

  /** An ACCEPT, or a LAUNCH or LAUNCH_GROUP that names its offers. */
  record Accept(Header header, ObjectNode call, List<String> offerIds, List<String> taskIds)
      implements Command {

    @Override
    public Repetition repetition() {
      JsonNode operations = call.path("accept").path("operations");
      if (operations.isEmpty()) {
        return Repetition.REPEATABLE;
      }
      int named = operations().size();
      if (taskIds.isEmpty() && named == 0) {
        return Repetition.UNCERTAIN;
      }
      int launches = LaunchOperation.in(call, header.type()).size();
      return launches + named == operations.size() ? Repetition.BY_TASKS : Repetition.PROVABLE;
    }

    @Override
    public List<NamedOperation> operations() {
      List<NamedOperation> named = new ArrayList<>();
      for (JsonNode operation : call.path("accept").path("operations")) {
        JsonNode id = operation.path("id").path("value");
        boolean isLaunch = operation.path("type").asText().startsWith("LAUNCH");
        if (id.isTextual() && !isLaunch) {
          JsonNode provider = operation.findPath("provider_id").path("value");
          named.add(new NamedOperation(id.textValue(), null, provider.textValue()));
        }
      }
      return named;
    }
  }

  /**
   * A LAUNCH or LAUNCH_GROUP for which the bridge is to find an offer.
   *
   * @param wishes what it says of how it is to be placed
   */
  record LaunchToPlace(Header header, ObjectNode call, List<String> taskIds, Wishes wishes)
      implements Command {

    @Override
    public String group() {
      return wishes.group();
    }

    @Override
    public Repetition repetition() {
      return Repetition.BY_TASKS;
    }

    /** How what it leaves of an offer is refused; null when it does not say. */
    public JsonNode filters() {
      JsonNode accept = call.get("accept");
      return accept.hasNonNull("filters") ? accept.get("filters") : null;
    }

    /**
     * The launch on these offers. Unless the command says otherwise the rest of them is refused for
     * 0 s: for 0 alone Mesos installs no filter, so that the rest comes back with the next
     * allocation, to be had by the launches that still wait.
     */
    public Accept on(List<String> offerIds) {
      ObjectNode placed = ExactJson.NODES.objectNode().setAll(call);
      ObjectNode accept = placed.putObject("accept").setAll((ObjectNode) call.get("accept"));
      ArrayNode named = accept.putArray("offer_ids");
      offerIds.forEach(offerId -> named.addObject().put("value", offerId));
      if (!accept.hasNonNull("filters")) {
        accept.putObject("filters").put("refuse_seconds", 0);
      }
      return new Accept(header, placed, offerIds, taskIds);
    }
  }

  /** A DECLINE. */
  record Decline(Header header, ObjectNode call, List<String> offerIds) implements Command {
    @Override
    public Repetition repetition() {
      return Repetition.REPEATABLE;
    }
  }

  /** A TEARDOWN. */
  record Teardown(Header header, ObjectNode call) implements Command {
    @Override
    public Repetition repetition() {
      return Repetition.BY_FRAMEWORK;
    }
  }

  /** A SUBSCRIBE, for which there is no call: the subscription registers anew. */
  record Subscribe(Header header, ObjectNode call) implements Command {
    @Override
    public Repetition repetition() {
      return Repetition.REREGISTER;
    }
  }

  /** A CANCEL, for which there is no call: it takes back a launch that waits for an offer. */
  record Cancel(Header header, ObjectNode call) implements Command {
    @Override
    public Repetition repetition() {
      return Repetition.REPEATABLE;
    }

    /** The id of the command that is taken back. */
    public String commandId() {
      return call.at("/cancel/command_id").textValue();
    }
  }

  /** Any other call. */
  record Simple(Header header, ObjectNode call) implements Command {
    @Override
    public Repetition repetition() {
      return header.type() == CommandType.MESSAGE ? Repetition.UNCERTAIN : Repetition.REPEATABLE;
    }

    @Override
    public List<String> namedTasks() {
      return switch (header.type()) {
        case KILL -> List.of(taskId(call.path("kill")));
        case RECONCILE -> {
          List<String> taskIds = new ArrayList<>();
          call.path("reconcile").path("tasks").forEach(task -> taskIds.add(taskId(task)));
          yield taskIds;
        }
        default -> List.of(); // but for tasks of which Mesos has told already
      };
    }

    private static String taskId(JsonNode holder) {
      return holder.path("task_id").path("value").asText();
    }
  }

  /**
   * What every command has besides its call.
   *
   * @param id the command's id, its own or made up
   * @param type what it is
   * @param expiresAt when it lapses, or null
   * @param frameworkId the framework that it is meant for, or null
   */
  public record Header(String id, CommandType type, Instant expiresAt, String frameworkId) {}

  /** What to do with a command of which it is not known whether it was carried out. */
  public enum Repetition {
    /** Carry it out again: twice does no more than once. */
    REPEATABLE,
    /** Ask Mesos by reconciliation whether it knows the command's tasks and operations. */
    BY_TASKS,
    /** Ask as well; but where it knows none, what carries no id may still have been carried out. */
    PROVABLE,
    /** Ask Mesos whether the framework is still there. */
    BY_FRAMEWORK,
    /** Register, unless that has happened. */
    REREGISTER,
    /** Nobody can tell. */
    UNCERTAIN;

    /** The one of that name; nobody can tell what a later version meant by another. */
    public static Repetition named(String name) {
      return Arrays.stream(values())
          .filter(each -> each.name().equals(name))
          .findFirst()
          .orElse(UNCERTAIN);
    }
  }

  /**
   * Where a command came from.
   *
   * @param topic the topic it was read from
   * @param partition its partition
   * @param offset its offset
   * @param ceId the record's header {@code ce_id}, or null; one that is too long is none
   */
  public record Source(String topic, int partition, long offset, String ceId) {

    /** The id of a command that brings none: the header's, else one made of the position. */
    public String defaultId() {
      return ceId != null && CommonFields.isId(ceId)
          ? ceId
          : topic + "-" + partition + "-" + offset;
    }

    /** The same for a command whose default id is that of a CloudEvent around it. */
    Source of(String id) {
      return new Source(topic, partition, offset, id);
    }
  }

  /** The commands there are: the calls of the scheduler API, two shorthands, and CANCEL. */
  enum CommandType {
    ACCEPT,
    DECLINE,
    ACCEPT_INVERSE_OFFERS,
    DECLINE_INVERSE_OFFERS,
    REVIVE,
    SUPPRESS,
    KILL,
    SHUTDOWN,
    ACKNOWLEDGE,
    ACKNOWLEDGE_OPERATION_STATUS,
    RECONCILE,
    RECONCILE_OPERATIONS,
    MESSAGE,
    REQUEST,
    UPDATE_FRAMEWORK,
    TEARDOWN,
    /** Shorthand for an ACCEPT with one LAUNCH. */
    LAUNCH,
    /** Shorthand for an ACCEPT with one LAUNCH_GROUP. */
    LAUNCH_GROUP,
    /** Registers a new framework after the old one is gone. */
    SUBSCRIBE,
    /** Takes back a launch that waits for an offer. */
    CANCEL;

    private static final Map<String, CommandType> BY_NAME =
        Arrays.stream(values()).collect(Collectors.toMap(Enum::name, Function.identity()));

    private final String payload = name().toLowerCase(Locale.ROOT);

    /** The type of that name, which is spelt in capitals. */
    public static Optional<CommandType> of(String name) {
      return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The name of the field that holds the call's payload, e.g. {@code kill}. */
    public String payload() {
      return payload;
    }

    /** Whether it is a shorthand for an ACCEPT. */
    public boolean isShorthand() {
      return this == LAUNCH || this == LAUNCH_GROUP;
    }
  }
}
