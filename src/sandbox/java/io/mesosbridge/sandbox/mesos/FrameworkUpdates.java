package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.List;
import java.util.Objects;

/** UPDATE_FRAMEWORK, the one call that is answered with what became of it. */
final class FrameworkUpdates {

  private final SimMaster master;
  private final Cluster cluster;

  FrameworkUpdates(SimMaster master, Cluster cluster) {
    this.master = master;
    this.cluster = cluster;
  }

  Answer update(SimFramework framework, JsonNode payload) {
    SimFramework.Info info = new SimFramework.Info(framework.id(), payload.path("framework_info"));
    List<String> suppressed = SimJson.strings(payload.path("suppressed_roles"));
    String broken = FrameworkRules.broken(info);
    if (broken != null) {
      return Answer.badRequest("Supplied FrameworkInfo is not valid: " + broken);
    }
    broken = unchangeable(framework.info(), info);
    if (broken != null) {
      return Answer.badRequest("FrameworkInfo update is not valid: " + broken);
    }
    broken = FrameworkRules.suppressed(info, suppressed);
    broken = broken == null ? FrameworkRules.constraints(payload) : broken;
    if (broken != null) {
      return Answer.badRequest("'UpdateFramework' call is not valid: " + broken);
    }
    boolean isChanged = !framework.info().equals(info);
    framework.info(info);
    master.rescindOffersOfDroppedRoles(framework);
    framework.suppressOnly(suppressed);
    master.allocator().allocate();
    if (isChanged) { // of which agents hear as of a new subscription
      cluster.resendUpdates(framework.id());
    }
    return new Answer(200, "");
  }

  /** What was changed that cannot be; null when nothing was. */
  private static String unchangeable(SimFramework.Info before, SimFramework.Info after) {
    if (!Objects.equals(before.principal(), after.principal())) {
      return "Changing framework's principal is not allowed.";
    }
    String user = changed("user", before.json().path("user"), after.json().path("user"));
    if (user != null) {
      return user;
    }
    return changed(
        "checkpoint",
        BooleanNode.valueOf(before.json().path("checkpoint").asBoolean()),
        BooleanNode.valueOf(after.json().path("checkpoint").asBoolean()));
  }

  private static String changed(String field, JsonNode before, JsonNode after) {
    return before.equals(after)
        ? null
        : "Updating 'FrameworkInfo.%s' is unsupported; attempted to update from '%s' to '%s'"
            .formatted(field, before.asText(), after.asText());
  }
}
