package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an operation that launches nothing must be like, in the words of {@code validation.cpp}. */
final class OperationRules {

  private final SimFramework framework;
  private final Agent agent;
  private final String role;

  OperationRules(SimFramework framework, Agent agent, String role) {
    this.framework = framework;
    this.agent = agent;
    this.role = role;
  }

  /** What is wrong with the operation; null when nothing is. */
  String broken(JsonNode operation) {
    String broken =
        switch (operation.path("type").asText()) {
          case "RESERVE" -> reserve(operation.path("reserve"));
          case "UNRESERVE" -> unreserve(operation.path("unreserve").path("resources"));
          case "CREATE" -> create(operation.path("create").path("volumes"));
          case "DESTROY" -> destroy(operation.path("destroy").path("volumes"));
          case "GROW_VOLUME" -> grow(operation.path("grow_volume"));
          case "SHRINK_VOLUME" -> shrink(operation.path("shrink_volume"));
          case "CREATE_DISK" -> createDisk(operation.path("create_disk"));
          case "DESTROY_DISK" -> destroyDisk(operation.path("destroy_disk").path("source"));
          default -> "Unknown offer operation";
        };
    return broken == null
        ? null
        : "%s; on agent %s at %s (%s)".formatted(broken, agent.id(), agent.pid(), agent.hostname());
  }

  private String text(JsonNode resource) {
    return SimResources.text(resource, ResourceRules.allocatedTo(resource, role));
  }

  private static String prefixed(String prefix, String broken) {
    return broken == null ? null : prefix + broken;
  }

  /** What is wrong with resources that an operation names; null when nothing is. */
  private String resources(JsonNode resources) {
    return FrameworkRules.firstOf(
        List.of(
            () -> prefixed("Invalid resources: ", ResourceRules.broken(resources, role)),
            () -> prefixed("Invalid resources: ", ResourceRules.manyProviders(resources))));
  }

  private String reserve(JsonNode reserve) {
    if (!reserve.path("source").isEmpty()) {
      return "A RESERVE operation with a 'source' is not simulated";
    }
    String broken = resources(reserve.path("resources"));
    for (JsonNode resource : reserve.path("resources")) {
      broken = broken == null ? reserved(resource) : broken;
    }
    return broken == null
        ? prefixed(
            "Invalid reservation resources: ",
            ResourceRules.manyRoles(reserve.path("resources"), role))
        : broken;
  }

  private String reserved(JsonNode resource) {
    if (!ResourceRules.isReservedDynamically(resource)) {
      return "Resource " + text(resource) + " is not dynamically reserved";
    }
    String principal = framework.info().principal();
    String named = ResourceRules.reservedBy(resource);
    if (principal != null && named == null) {
      return ("A reserve operation was attempted by principal '%s', but there is a reserved"
              + " resource in the request with no principal set")
          .formatted(principal);
    }
    if (principal != null && !principal.equals(named)) {
      return ("A reserve operation was attempted by authenticated principal '%s', which does not"
              + " match a reserved resource in the request with principal '%s'")
          .formatted(principal, named);
    }
    String reservedFor = ResourceRules.reservedFor(resource);
    String allocatedTo = ResourceRules.allocatedTo(resource, role);
    if (!allocatedTo.equals(reservedFor)) {
      return ("A reserve operation was attempted for a resource with role '%s', but the resource"
              + " was allocated to role '%s'")
          .formatted(reservedFor, allocatedTo);
    }
    return framework.info().roles().contains(allocatedTo)
        ? null
        : ("A reserve operation was attempted for a resource allocated to role '%s', but the"
                + " framework only has roles '{ %s }'")
            .formatted(allocatedTo, String.join(", ", framework.info().roles()));
  }

  private String unreserve(JsonNode resources) {
    String broken = resources(resources);
    for (JsonNode resource : resources) {
      if (broken == null && !ResourceRules.isReservedDynamically(resource)) {
        broken = "Resource " + text(resource) + " is not dynamically reserved";
      }
      if (broken == null && VolumeRules.isVolume(resource)) {
        broken =
            ("A dynamically reserved persistent volume %s cannot be unreserved directly. Please"
                    + " destroy the persistent volume first then unreserve the resource")
                .formatted(text(resource));
      }
    }
    return broken;
  }

  private String volumes(JsonNode volumes) {
    String broken = resources(volumes);
    return broken == null
        ? prefixed("Not a persistent volume: ", VolumeRules.noVolumes(volumes, role))
        : broken;
  }

  private String create(JsonNode volumes) {
    String broken = volumes(volumes);
    if (broken == null) {
      List<JsonNode> all = new ArrayList<>();
      agent.total().toJson(role, true).forEach(all::add);
      volumes.forEach(all::add);
      broken = VolumeRules.doubledVolume(all);
    }
    for (JsonNode volume : volumes) {
      broken = broken == null ? created(volume) : broken;
    }
    return broken == null
        ? prefixed("Invalid volume resources: ", ResourceRules.manyRoles(volumes, role))
        : broken;
  }

  private String created(JsonNode volume) {
    if (volume.has("shared") && !framework.has("SHARED_RESOURCES")) {
      return ("Create volume operation for '%s' has been attempted by framework '%s' with no"
              + " SHARED_RESOURCES capability")
          .formatted(text(volume), framework.id());
    }
    String principal = framework.info().principal();
    String named = volume.path("disk").path("persistence").path("principal").asText(null);
    if (principal == null || principal.equals(named)) {
      return null;
    }
    return named == null
        ? ("Create volume operation attempted by principal '%s', but there is a volume in the"
                + " operation with no principal set in 'disk.persistence'")
            .formatted(principal)
        : ("Create volume operation attempted by authenticated principal '%s', which does not"
                + " match a volume in the operation with principal '%s' set in"
                + " 'disk.persistence'")
            .formatted(principal, named);
  }

  private String destroy(JsonNode volumes) {
    String broken = volumes(volumes);
    if (broken != null) {
      return broken;
    }
    if (!agent.total().contains(SimResources.of(volumes))) {
      return "Persistent volumes not found";
    }
    for (JsonNode volume : volumes) {
      if (agent.used().contains(SimResources.of(SimJson.array().add(volume)))) {
        return "Persistent volumes in use";
      }
    }
    return null;
  }

  private String volume(String field, JsonNode volume) {
    String broken = VolumeRules.noVolumes(List.of(volume), role);
    return prefixed("Invalid persistent volume in the '" + field + "' field: ", broken);
  }

  private String invalid(String field, JsonNode resource) {
    String broken = ResourceRules.broken(resource);
    return prefixed("Invalid resource in the '" + field + "' field: ", broken);
  }

  private String grow(JsonNode grow) {
    JsonNode volume = grow.path("volume");
    JsonNode addition = grow.path("addition");
    return FrameworkRules.firstOf(
        List.of(
            () -> invalid("GrowVolume.volume", volume),
            () -> invalid("GrowVolume.addition", addition),
            () ->
                ResourceRules.size(addition) > 0
                    ? null
                    : "The size of 'GrowVolume.addition' field must be greater than zero",
            () ->
                volume.has("provider_id")
                    ? "Growing a volume from a resource provider is not supported"
                    : null,
            () -> volume("GrowVolume.volume", volume),
            () ->
                volume.has("shared") ? "Growing a shared persistent volume is not supported" : null,
            () ->
                ResourceRules.manyRoles(List.of(volume, addition), role) == null
                        && Conversion.withoutVolume(volume)
                                .plus(SimResources.of(SimJson.array().add(addition)))
                                .kinds()
                            == 1
                    ? null
                    : "Incompatible resources in the 'GrowVolume.volume' and"
                        + " 'GrowVolume.addition' fields"));
  }

  private String shrink(JsonNode shrink) {
    JsonNode volume = shrink.path("volume");
    double subtract = shrink.path("subtract").path("value").asDouble();
    return FrameworkRules.firstOf(
        List.of(
            () -> invalid("ShrinkVolume.volume", volume),
            () ->
                subtract > 0 ? null : "Value of 'ShrinkVolume.subtract' must be greater than zero",
            () ->
                ResourceRules.size(volume) > subtract
                    ? null
                    : "Value of 'ShrinkVolume.subtract' must be smaller than the size of"
                        + " 'ShrinkVolume.volume'",
            () ->
                volume.has("provider_id")
                    ? "Shrinking a volume from a resource provider is not supported"
                    : null,
            () ->
                sourceType(volume).equals("MOUNT")
                    ? "Shrinking a volume on a MOUNT disk is not supported"
                    : null,
            () -> volume("ShrinkVolume.volume", volume),
            () ->
                volume.has("shared")
                    ? "Shrinking a shared persistent volume is not supported"
                    : null));
  }

  private static String sourceType(JsonNode resource) {
    return resource.path("disk").path("source").path("type").asText();
  }

  private String provided(JsonNode source) {
    String broken = ResourceRules.broken(List.of(source), role);
    if (broken != null) {
      return "Invalid resource: " + broken;
    }
    return source.has("provider_id") ? null : "'source' is not managed by a resource provider";
  }

  private String createDisk(JsonNode create) {
    JsonNode source = create.path("source");
    String broken = provided(source);
    if (broken != null) {
      return broken;
    }
    if (!sourceType(source).equals("RAW")) {
      return "'source' is not a RAW disk resource";
    }
    if (!Set.of("MOUNT", "BLOCK").contains(create.path("target_type").asText())) {
      return "'target_type' is neither MOUNT or BLOCK";
    }
    boolean profile = create.has("target_profile");
    if (source.path("disk").path("source").has("profile") == profile) {
      return profile
          ? "'target_profile' must not be set when 'source' has a profile"
          : "'target_profile' must be set when 'source' has no profile";
    }
    return null;
  }

  private String destroyDisk(JsonNode source) {
    String broken = provided(source);
    if (broken != null) {
      return broken;
    }
    if (!Set.of("MOUNT", "BLOCK", "RAW").contains(sourceType(source))) {
      return "'source' is neither a MOUNT, BLOCK or RAW disk resource";
    }
    if (!source.path("disk").path("source").has("id")) {
      return "'source' is not backed by a CSI volume";
    }
    return VolumeRules.isVolume(source)
        ? ("A disk resource containing a persistent volume %s cannot be destroyed directly. Please"
                + " destroy the persistent volume first then destroy the disk resource")
            .formatted(text(source))
        : null;
  }
}
