package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.Command.Header;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** The fields that are the bridge's own and not Mesos'. */
final class CommonFields {

  /** An id stands in every record about its command, several times. */
  private static final int LONGEST_ID = 255;

  static final List<String> OWN = List.of("id", "expires_at", "framework_id");

  private static final String CONTROLS = "has control characters; write for example \"deploy-42\"";

  private CommonFields() {}

  /** The id as far as it can be told, for answering even a command that is wrong. */
  static String idOr(ObjectNode command, String other) {
    JsonNode id = command.path("id");
    return id.isTextual() && isId(id.textValue()) ? id.textValue() : other;
  }

  /** Whether a command may have that id: it stands in keys, headers and logs. */
  static boolean isId(String id) {
    return !id.isEmpty() && bytes(id) <= LONGEST_ID && !hasControls(id);
  }

  private static boolean hasControls(String id) {
    return id.codePoints().anyMatch(Character::isISOControl);
  }

  private static int bytes(String id) {
    return id.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Refuses an id that a command may not have.
   *
   * @param ceId of the record's header, which counts when the command has none; or null
   */
  static void checkId(ObjectNode command, String ceId) {
    String id = text(command, "id", "deploy-42");
    if (id == null && ceId != null && hasControls(ceId)) {
      throw new RefusedException(ErrorCode.INVALID, null, "the header ce_id " + CONTROLS);
    }
    if (id != null && id.isEmpty()) {
      throw RefusedException.invalid(at("id"), "is empty; leave it out, or write an id");
    }
    if (id != null && bytes(id) > LONGEST_ID) {
      throw RefusedException.invalid(
          at("id"), "has %d bytes; at most %d are right".formatted(bytes(id), LONGEST_ID));
    }
    if (id != null && hasControls(id)) {
      throw RefusedException.invalid(at("id"), CONTROLS);
    }
  }

  static Header header(ObjectNode command, CommandType type, String defaultId) {
    Shape.Field.optional("framework_id", TextShapes.MesosId.of("framework-1"))
        .read(command, Pointer.ROOT);
    return new Header(
        idOr(command, defaultId),
        type,
        expiresAt(command),
        TextShapes.MesosId.text(command, "framework_id"));
  }

  private static Instant expiresAt(ObjectNode command) {
    String example = "2030-01-31T12:00:00Z";
    String text = text(command, "expires_at", example);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw RefusedException.invalid(
          at("expires_at"), "is no ISO-8601 instant; write for example \"" + example + '"');
    }
  }

  private static String text(ObjectNode command, String name, String example) {
    Shape.Field.optional(name, new TextShapes.Text(example)).read(command, Pointer.ROOT);
    return command.path(name).textValue();
  }

  /** Leaves what is Mesos'. */
  static void remove(ObjectNode command) {
    command.remove(OWN);
  }

  private static Pointer at(String field) {
    return Pointer.ROOT.field(field);
  }
}
