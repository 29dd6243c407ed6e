package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Writes SUBSCRIBE. Source: {@code Call.Subscribe} of {@code scheduler.proto} of Mesos. */
public final class SubscribeCall {

  private SubscribeCall() {}

  /**
   * The call in JSON.
   *
   * @param info the FrameworkInfo, an object; its id does not count
   * @param frameworkId the id, which stands in two places and must be the same in both; null for a
   *     framework that is new
   * @param suppressedRoles the roles that want no offers
   */
  public static byte[] write(
      JsonNode info, String frameworkId, Collection<String> suppressedRoles) {
    ObjectNode call = JsonNodeFactory.instance.objectNode();
    call.put("type", "SUBSCRIBE");
    ObjectNode framework = info.deepCopy();
    framework.remove("id");
    if (frameworkId != null) {
      call.putObject("framework_id").put("value", frameworkId);
      framework.putObject("id").put("value", frameworkId);
    }
    ObjectNode subscribe = call.putObject("subscribe");
    subscribe.set("framework_info", framework);
    if (!suppressedRoles.isEmpty()) {
      suppressedRoles.forEach(subscribe.putArray("suppressed_roles")::add);
    }
    return call.toString().getBytes(StandardCharsets.UTF_8);
  }
}
