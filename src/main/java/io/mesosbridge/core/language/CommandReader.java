package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.Converters.NearestName;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.Command.Header;
import io.mesosbridge.core.language.Command.Source;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.offer.Wishes;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads records of the command topic. Never throws: what is wrong comes back as a refusal. */
public final class CommandReader {

  /**
   * Eight times what a Kafka broker takes by default: whoever raised the broker's limit further did
   * it for something else, and a tree of one command takes some ten times its bytes in memory.
   */
  static final int MAX_BYTES = 8 << 20;

  /** Of what stands where a type belongs, as far as results repeat it. */
  private static final int LONGEST_TYPE = 100;

  /** Whose items are the elements of a command. */
  private static final Set<String> ELEMENTS = Set.of("task_infos", "tasks", "operations");

  private static final String ELEMENTS_OF_A_COMMAND = "task infos, tasks or operations";

  /** Enough for a task that says where it runs; each takes some hundred bytes of memory. */
  private static final int VALUES_OF_AN_ELEMENT = 5;

  /** Around the elements. */
  private static final int VALUES_OF_A_COMMAND = 100;

  /** An item and what parts it from the next. */
  private static final int LEAST_BYTES = 2;

  private final Set<CommandType> allowed;
  private final int mostElements;

  /** What a record of the command topic turned out to be. */
  public sealed interface Reading permits Command, Refusal {}

  /**
   * @param allowed {@code bridge.commands.allowed}: names of types; empty for all
   * @param mostElements {@code bridge.commands.max-elements}: how many task infos, tasks or
   *     operations a command may have
   * @throws IllegalArgumentException when one of the names is no type
   */
  public CommandReader(Optional<Set<String>> allowed, int mostElements) {
    this.mostElements = mostElements;
    this.allowed = EnumSet.allOf(CommandType.class);
    allowed.ifPresent(
        names -> this.allowed.retainAll(names.stream().map(this::configured).toList()));
  }

  /** What the configuration lets pass. */
  public static CommandReader of(BridgeConfig.Commands config) {
    return new CommandReader(config.allowed(), config.maxElements());
  }

  private CommandType configured(String name) {
    return CommandType.of(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "bridge.commands.allowed: '"
                        + name
                        + "' is no command type; write for example LAUNCH,KILL,DECLINE"));
  }

  /**
   * Reads a record.
   *
   * @param value the record's value, or null
   */
  public Reading read(byte[] value, Source source) {
    String id = source.defaultId();
    String type = null;
    try {
      CharBuffer text = text(value);
      if (value.length / LEAST_BYTES > mostElements) {
        ExactJson.Overview overview = ExactJson.overview(text, ELEMENTS);
        if (overview.items() > mostElements) {
          return tooMany(overview, overview.items(), ELEMENTS_OF_A_COMMAND, mostElements, id);
        }
        long mostValues = (long) VALUES_OF_AN_ELEMENT * mostElements + VALUES_OF_A_COMMAND;
        if (overview.values() > mostValues) {
          return tooMany(overview, overview.values(), "values", mostValues, id);
        }
      }
      ObjectNode command = ExactJson.read(text);
      id = CommonFields.idOr(command, id);
      if (command.path("specversion").isTextual()) {
        CommonFields.checkId(command, null);
        if (!(command.path("data") instanceof ObjectNode data)) {
          return read(packed(command), source.of(id));
        }
        command = data;
        id = CommonFields.idOr(command, id);
      }
      type = typeIn(command);
      CommonFields.checkId(command, source.ceId());
      return command(command, id);
    } catch (RefusedException e) {
      return new Refusal(id, type, e.error());
    }
  }

  /** The data of a CloudEvent in structured mode that is no JSON object. */
  private static byte[] packed(ObjectNode event) {
    try {
      if (event.path("data").isTextual()) {
        return event.get("data").textValue().getBytes(StandardCharsets.UTF_8);
      }
      if (event.path("data_base64").isTextual()) {
        return event.get("data_base64").binaryValue();
      }
    } catch (IOException noBase64) {
      throw ExactJson.malformed("is a CloudEvent, and its data_base64 is no base64");
    }
    throw ExactJson.malformed("is a CloudEvent whose data is no JSON object");
  }

  private static CharBuffer text(byte[] value) {
    if (value != null && value.length > MAX_BYTES) {
      throw new RefusedException(
          ErrorCode.TOO_LARGE,
          null,
          "the record has %d bytes; a command has at most %d".formatted(value.length, MAX_BYTES));
    }
    return ExactJson.decode(value);
  }

  private static String typeIn(ObjectNode command) {
    return Event.cut(command.path("type").textValue(), LONGEST_TYPE);
  }

  private static Refusal tooMany(
      ExactJson.Overview overview, int number, String what, long most, String id) {
    String message =
        "the command has %d %s; at most %d are right".formatted(number, what, most)
            + " (bridge.commands.max-elements); write several commands";
    return new Refusal(
        CommonFields.idOr(overview.head(), id),
        typeIn(overview.head()),
        new CommandError(ErrorCode.TOO_LARGE, message, null));
  }

  private Command command(ObjectNode json, String id) {
    CommandType type = type(json);
    Header header = CommonFields.header(json, type, id);
    WishFields fields = WishFields.take(json, type);
    Wishes wishes = fields.read();
    CommonFields.remove(json);
    CallShapes.payload(type).read(json, Pointer.ROOT);
    List<String> offerIds = ids(json.path(type.payload()).path("offer_ids"));
    boolean isPlaceable = type.isShorthand() && offerIds.isEmpty();
    if (!isPlaceable) {
      fields.mustNotBe();
    }
    if (type.isShorthand()) {
      writeOut(json, type);
    }
    List<String> taskIds = taskIds(json, type);
    fields.mustAllow(taskIds.size(), wishes);
    return switch (type) {
      case LAUNCH, LAUNCH_GROUP ->
          isPlaceable
              ? new Command.LaunchToPlace(header, json, taskIds, onNamedAgent(wishes, json, type))
              : new Command.Accept(header, json, offerIds, taskIds);
      case ACCEPT -> new Command.Accept(header, json, offerIds, taskIds);
      case DECLINE -> new Command.Decline(header, json, offerIds);
      case TEARDOWN -> new Command.Teardown(header, json);
      case SUBSCRIBE -> subscribe(header, json);
      case CANCEL -> new Command.Cancel(header, json);
      default -> new Command.Simple(header, json);
    };
  }

  private CommandType type(ObjectNode json) {
    Shape.Field.required("type", new TextShapes.Text("KILL")).read(json, Pointer.ROOT);
    Pointer at = Pointer.ROOT.field("type");
    String name = json.get("type").textValue();
    CommandType type =
        CommandType.of(name)
            .orElseThrow(
                () -> new RefusedException(ErrorCode.UNKNOWN_TYPE, at, at + unknownType(name)));
    if (!allowed.contains(type)) {
      throw new RefusedException(
          ErrorCode.NOT_ALLOWED, at, at + " " + type + " is not in bridge.commands.allowed");
    }
    return type;
  }

  private static String unknownType(String name) {
    List<String> names = Arrays.stream(CommandType.values()).map(Enum::name).toList();
    return " is no command: "
        + name
        + NearestName.near(name, names)
            .map(near -> "; did you mean " + near + "?")
            .orElse("; it should be one of " + String.join(", ", names));
  }

  private static Command subscribe(Header header, ObjectNode json) {
    if (json.has(header.type().payload())) {
      throw RefusedException.invalid(
          Pointer.ROOT.field(header.type().payload()),
          "should not be there; the FrameworkInfo comes from bridge.framework");
    }
    return new Command.Subscribe(header, json);
  }

  private static List<String> taskIds(ObjectNode call, CommandType type) {
    return LaunchOperation.in(call, type).stream()
        .flatMap(launch -> launch.tasks().stream())
        .map(LaunchOperation.Task::id)
        .toList();
  }

  /** A task that names its agent can be nowhere else, nor can those that are launched with it. */
  private static Wishes onNamedAgent(Wishes wishes, ObjectNode call, CommandType type) {
    String known = null;
    for (LaunchOperation launch : LaunchOperation.in(call, type)) {
      for (LaunchOperation.Task task : launch.tasks()) {
        String agentId = TextShapes.MesosId.text(task.info(), "agent_id");
        if (known != null && agentId != null && !agentId.equals(known)) {
          throw RefusedException.invalid(
              task.at().field("agent_id"),
              ("is %s, but a task before it names %s, and all of a command are launched on one"
                      + " agent; write a command for each")
                  .formatted(agentId, known));
        }
        known = agentId == null ? known : agentId;
      }
    }
    return known == null ? wishes : wishes.onAgent(known);
  }

  private static List<String> ids(JsonNode list) {
    List<String> ids = new ArrayList<>(list.size());
    list.forEach(id -> ids.add(id.path("value").textValue()));
    return ids;
  }

  /** Writes a LAUNCH or LAUNCH_GROUP out as the ACCEPT that it stands for. */
  private static void writeOut(ObjectNode call, CommandType type) {
    ObjectNode launch = (ObjectNode) call.remove(type.payload());
    ObjectNode accept = call.put("type", CommandType.ACCEPT.name()).putObject("accept");
    move("offer_ids", launch, accept);
    ObjectNode operation = accept.putArray("operations").addObject();
    operation.put("type", type.name()).set(type.payload(), launch);
    move("filters", launch, accept);
  }

  private static void move(String field, ObjectNode from, ObjectNode to) {
    JsonNode value = from.remove(field);
    if (value != null && !value.isNull()) {
      to.set(field, value);
    }
  }
}
