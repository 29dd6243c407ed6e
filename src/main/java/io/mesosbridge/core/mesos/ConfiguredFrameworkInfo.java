package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.config.FrameworkConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The FrameworkInfo that the configuration describes: what its keys set, then what its file says,
 * then the keys' defaults. Source: {@code FrameworkInfo} of {@code mesos.proto} of Mesos.
 */
public final class ConfiguredFrameworkInfo {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "bridge.framework.";

  private final FrameworkConfig config;
  private final Predicate<String> isSet;
  private final ObjectNode info;

  private ConfiguredFrameworkInfo(FrameworkConfig config, Predicate<String> isSet) {
    this.config = config;
    this.isSet = isSet;
    this.info =
        config.infoFile().map(ConfiguredFrameworkInfo::read).orElseGet(JSON::createObjectNode);
  }

  /**
   * A FrameworkInfo without an id, capable of MULTI_ROLE.
   *
   * @param isSet whether an operator has set this key, e.g. {@code bridge.framework.name}, so that
   *     the file does not count for it
   * @param principal whom the bridge authenticates as; Mesos wants the same name in both places
   * @throws IllegalArgumentException if the file cannot be read, is no JSON object or has an id
   */
  public static ObjectNode of(
      FrameworkConfig config, Predicate<String> isSet, Optional<String> principal) {
    ConfiguredFrameworkInfo configured = new ConfiguredFrameworkInfo(config, isSet);
    configured.merge();
    principal.ifPresent(name -> configured.info.put("principal", name));
    return configured.info;
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
    return isSet.test(PREFIX + key) || !info.has(field);
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

  private void mergeLabels() {
    Map<String, JsonNode> labels = new LinkedHashMap<>();
    info.at("/labels/labels").forEach(label -> labels.put(label.path("key").asText(), label));
    config
        .labels()
        .forEach(
            (key, value) ->
                labels.put(key, JSON.createObjectNode().put("key", key).put("value", value)));
    if (!labels.isEmpty()) {
      setLabels(labels.values());
    }
  }

  private void setLabels(Collection<JsonNode> labels) {
    info.putObject("labels").putArray("labels").addAll(labels);
  }

  private static ObjectNode read(Path file) {
    String wrong = PREFIX + "info-file '" + file + "' ";
    try {
      if (!(JSON.readTree(file.toFile()) instanceof ObjectNode info)) {
        throw new IllegalArgumentException(wrong + "holds no JSON object");
      }
      if (info.has("id")) {
        throw new IllegalArgumentException(wrong + "has an id, which belongs in " + PREFIX + "id");
      }
      return info;
    } catch (IOException e) {
      throw new IllegalArgumentException(wrong + "cannot be read: " + e.getMessage(), e);
    }
  }
}
