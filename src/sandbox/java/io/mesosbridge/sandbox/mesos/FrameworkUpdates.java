package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** UPDATE_FRAMEWORK, the one call that is answered with what became of it. */
final class FrameworkUpdates {

  private final SimMaster master;

  FrameworkUpdates(SimMaster master) {
    this.master = master;
  }

  Answer update(SimFramework framework, JsonNode payload) {
    SimFramework.Info info = new SimFramework.Info(framework.id(), payload.path("framework_info"));
    List<String> suppressed = SimJson.strings(payload.path("suppressed_roles"));
    String broken = FrameworkRules.broken(info);
    if (broken != null) {
      return Answer.badRequest("Supplied FrameworkInfo is not valid: " + broken);
    }
    for (String field : List.of("principal", "user", "checkpoint")) {
      String before = framework.info().json().path(field).asText("");
      String after = info.json().path(field).asText("");
      if (!before.equals(after)) {
        return Answer.badRequest(
            "FrameworkInfo update is not valid: Updating 'FrameworkInfo.%s' is unsupported; "
                    .formatted(field)
                + "attempted to update from '%s' to '%s'".formatted(before, after));
      }
    }
    broken = FrameworkRules.suppressed(info, suppressed);
    if (broken != null) {
      return Answer.badRequest("'UpdateFramework' call is not valid: " + broken);
    }
    framework.info(info);
    framework.suppressed().clear();
    framework.suppressed().addAll(suppressed);
    master.allocator().allocate();
    return new Answer(200, "");
  }
}
