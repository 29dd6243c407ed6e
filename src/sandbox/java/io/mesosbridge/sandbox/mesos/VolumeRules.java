package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What disks and persistent volumes must be like, in the words of Mesos. */
final class VolumeRules {

  private VolumeRules() {}

  static boolean isVolume(JsonNode resource) {
    return resource.path("disk").has("persistence");
  }

  /** What is wrong with a resource's disk, if it has one; null when nothing is. */
  static String broken(JsonNode resource) {
    JsonNode disk = resource.path("disk");
    if (!disk.isObject()) {
      return null;
    }
    if (!disk.has("persistence")) {
      if (disk.has("volume")) {
        return "Non-persistent volume not supported";
      }
      return disk.has("source") ? null : "DiskInfo is set but empty";
    }
    if (resource.has("revocable")) {
      return "Persistent volumes cannot be created from revocable resources";
    }
    if (ResourceRules.reservedFor(resource) == null) {
      return "Persistent volumes cannot be created from unreserved resources";
    }
    if (!disk.has("volume")) {
      return "Expecting 'volume' to be set for persistent volume";
    }
    if (disk.path("volume").has("host_path")) {
      return "Expecting 'host_path' to be unset for persistent volume";
    }
    String id = FrameworkRules.id(disk.path("persistence").path("id").asText());
    return id == null ? null : "Invalid persistence ID for persistent volume: " + id;
  }

  /** What keeps the resources from being volumes that last; null when nothing does. */
  static String noVolumes(Iterable<JsonNode> volumes, String role) {
    for (JsonNode volume : volumes) {
      JsonNode disk = volume.path("disk");
      if (!disk.isObject()) {
        return "Resource %s does not have DiskInfo"
            .formatted(SimResources.text(volume, ResourceRules.allocatedTo(volume, role)));
      }
      if (!disk.has("persistence")) {
        return "'persistence' is not set in DiskInfo";
      }
      if (!disk.has("volume")) {
        return "Expecting 'volume' to be set for persistent volume";
      }
      if (disk.path("volume").path("mode").asText().equals("RO")) {
        return "Read-only persistent volume not supported";
      }
    }
    return null;
  }

  /** What is wrong with the ids of volumes, which are unique in a role; null when nothing is. */
  static String doubledVolume(Iterable<JsonNode> resources) {
    Set<List<String>> seen = new HashSet<>();
    for (JsonNode resource : resources) {
      String id = resource.path("disk").path("persistence").path("id").asText();
      if (isVolume(resource)
          && !seen.add(List.of(String.valueOf(ResourceRules.reservedFor(resource)), id))) {
        return "Persistence ID '" + id + "' is not unique";
      }
    }
    return null;
  }
}
