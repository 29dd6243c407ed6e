package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.ErrorCode;
import io.mesosbridge.core.language.Pointer;
import io.mesosbridge.core.language.RefusedException;

/** The framework's id: never another framework's, and filled in where Mesos wants it. */
final class FrameworkFilling {

  private FrameworkFilling() {}

  static void check(Command command, Context context) {
    String named = command.header().frameworkId();
    if (named != null) {
      mustBe(context.frameworkId(), named, Pointer.ROOT.field("framework_id"));
    }
  }

  /** An executor's, without which Mesos fails the tasks of a LAUNCH_GROUP. */
  static void fillExecutor(ObjectNode executor, Pointer at, Context context) {
    fill(executor, "framework_id", at, context);
  }

  /** That of an UPDATE_FRAMEWORK, which the master compares with the call's. */
  static void fillInfo(ObjectNode call, Context context) {
    Pointer at = Pointer.ROOT.field("update_framework").field("framework_info");
    fill((ObjectNode) call.get("update_framework").get("framework_info"), "id", at, context);
  }

  private static void fill(ObjectNode message, String field, Pointer at, Context context) {
    if (message.hasNonNull(field)) {
      mustBe(context.frameworkId(), message.at("/" + field + "/value").asText(), at.field(field));
    } else {
      message.putObject(field).put("value", context.frameworkId());
    }
  }

  private static void mustBe(String frameworkId, String named, Pointer at) {
    if (!named.equals(frameworkId)) {
      throw new RefusedException(
          ErrorCode.FRAMEWORK_MISMATCH,
          at,
          "%s names %s, but this bridge serves %s; leave it out, or ask the bridge of that framework"
              .formatted(at, named, frameworkId));
    }
  }
}
