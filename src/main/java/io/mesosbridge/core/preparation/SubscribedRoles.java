package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Pointer;
import io.mesosbridge.core.language.RefusedException;

/** Refuses a REVIVE or SUPPRESS of a role that is not the framework's: Mesos drops it silently. */
final class SubscribedRoles {

  private SubscribedRoles() {}

  static void check(Command command, Context context) {
    if (context.roles().isEmpty()) {
      return;
    }
    String payload = command.header().type().payload();
    int index = 0;
    for (JsonNode role : command.call().path(payload).path("roles")) {
      if (!context.roles().contains(role.asText())) {
        throw RefusedException.invalid(
            Pointer.ROOT.field(payload).field("roles").item(index),
            "is none of the framework's roles, which are " + String.join(", ", context.roles()));
      }
      index++;
    }
  }
}
