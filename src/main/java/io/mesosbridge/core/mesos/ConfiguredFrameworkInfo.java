package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.config.BridgeConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The FrameworkInfo that the configuration describes: what its keys set, then what its file says,
 * then the keys' defaults. Source: {@code FrameworkInfo} of {@code mesos.proto} of Mesos.
 */
public final class ConfiguredFrameworkInfo {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String PREFIX = "bridge.framework.";

  /** The keys for which the file counts, unless an operator has set them. */
  public static final Set<String> OVER_FILE =
      Set.of(
          PREFIX + "user",
          PREFIX + "name",
          PREFIX + "failover-timeout",
          PREFIX + "checkpoint",
          PREFIX + "roles",
          PREFIX + "capabilities");

  private final BridgeConfig.Framework config;
  private final Set<String> set;
  private final ObjectNode info;

  private ConfiguredFrameworkInfo(BridgeConfig.Framework config, Set<String> set, ObjectNode info) {
    this.config = config;
    this.set = set;
    this.info = info;
  }

  /**
   * A FrameworkInfo without an id, capable of MULTI_ROLE.
   *
   * @param set which keys of {@link #OVER_FILE} an operator has set
   * @param file the FrameworkInfo in the file, if there is one
   * @param principal whom the bridge authenticates as; Mesos wants the same name in both places
   */
  public static ObjectNode of(
      BridgeConfig.Framework config,
      Set<String> set,
      Optional<ObjectNode> file,
      Optional<String> principal) {
    ObjectNode info = file.map(ObjectNode::deepCopy).orElseGet(JSON::objectNode);
    new ConfiguredFrameworkInfo(config, set, info).merge();
    principal.ifPresent(name -> info.put("principal", name));
    return info;
  }

  private void merge() {
    if (counts("user", "user")) {
      info.put("user", config.user());
    }
    if (counts("name", "name")) {
      info.put("name", config.name());
    }
    if (counts("failover-timeout", "failover_timeout")) {
      info.put("failover_timeout", config.failoverTimeout().toMillis() / 1000.0);
    }
    if (counts("checkpoint", "checkpoint")) {
      info.put("checkpoint", config.checkpoint());
    }
    config.hostname().ifPresent(hostname -> info.put("hostname", hostname));
    config.webuiUrl().ifPresent(url -> info.put("webui_url", url));
    mergeRoles();
    mergeCapabilities();
    mergeLabels();
  }

  private boolean counts(String key, String field) {
    return set.contains(PREFIX + key) || !info.has(field);
  }

  /** A framework that is capable of MULTI_ROLE must not use the deprecated field. */
  private void mergeRoles() {
    JsonNode role = info.remove("role");
    if (role != null && !info.has("roles")) {
      info.putArray("roles").add(role);
    }
    if (counts("roles", "roles")) {
      ArrayNode roles = info.putArray("roles");
      config.roles().forEach(roles::add);
    }
  }

  private void mergeCapabilities() {
    Set<String> types = new LinkedHashSet<>();
    types.add("MULTI_ROLE");
    if (counts("capabilities", "capabilities")) {
      types.addAll(config.capabilities());
    } else {
      info.path("capabilities").forEach(capability -> types.add(capability.path("type").asText()));
    }
    ArrayNode capabilities = info.putArray("capabilities");
    types.forEach(type -> capabilities.addObject().put("type", type));
  }

  /** Mesos takes two of one key, which the file may have. */
  private void mergeLabels() {
    List<JsonNode> labels = new ArrayList<>();
    for (JsonNode label : info.at("/labels/labels")) {
      if (!config.labels().containsKey(label.path("key").asText())) {
        labels.add(label);
      }
    }
    config
        .labels()
        .forEach((key, value) -> labels.add(JSON.objectNode().put("key", key).put("value", value)));
    if (!labels.isEmpty()) {
      info.putObject("labels").putArray("labels").addAll(labels);
    }
  }
}
