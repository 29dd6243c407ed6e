package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.List;

/** What an operation that launches nothing makes of which resources. */
record Conversion(SimResources consumed, SimResources converted) {

  static Conversion of(JsonNode operation) {
    return switch (operation.path("type").asText()) {
      case "RESERVE" -> reserve(operation.path("reserve").path("resources")).backwards();
      case "UNRESERVE" -> reserve(operation.path("unreserve").path("resources"));
      case "CREATE" -> create(operation.path("create").path("volumes")).backwards();
      case "DESTROY" -> create(operation.path("destroy").path("volumes"));
      case "GROW_VOLUME" -> grow(operation.path("grow_volume"));
      case "SHRINK_VOLUME" -> shrink(operation.path("shrink_volume"));
      case "CREATE_DISK" -> {
        JsonNode create = operation.path("create_disk");
        yield disk(create.path("source"), create.path("target_type").asText());
      }
      case "DESTROY_DISK" -> disk(operation.path("destroy_disk").path("source"), "RAW");
      default -> new Conversion(SimResources.NONE, SimResources.NONE);
    };
  }

  private Conversion backwards() {
    return new Conversion(converted, consumed);
  }

  private static Conversion reserve(JsonNode resources) {
    SimResources reserved = SimResources.of(resources);
    return new Conversion(reserved, reserved.unreserved());
  }

  private static Conversion create(JsonNode volumes) {
    SimResources plain = SimResources.NONE;
    for (JsonNode volume : volumes) {
      plain = plain.plus(withoutVolume(volume));
    }
    return new Conversion(SimResources.of(volumes), plain);
  }

  /** The disk space under a volume; what its disk says of its source stays. */
  static SimResources withoutVolume(JsonNode volume) {
    ObjectNode disk = volume.path("disk").deepCopy();
    disk.remove(List.of("persistence", "volume"));
    return SimResources.of(SimJson.array().add(volume))
        .with("shared", null)
        .with("disk", disk.isEmpty() ? null : disk);
  }

  private static Conversion grow(JsonNode grow) {
    JsonNode volume = grow.path("volume");
    JsonNode addition = grow.path("addition");
    return new Conversion(
        SimResources.of(SimJson.array().add(volume).add(addition)),
        SimResources.of(SimJson.array().add(sized(volume, size(volume) + size(addition)))));
  }

  private static Conversion shrink(JsonNode shrink) {
    JsonNode volume = shrink.path("volume");
    double less = shrink.path("subtract").path("value").asDouble();
    return new Conversion(
        SimResources.of(SimJson.array().add(volume)),
        SimResources.of(SimJson.array().add(sized(volume, size(volume) - less)))
            .plus(withoutVolume(sized(volume, less))));
  }

  private static double size(JsonNode resource) {
    return resource.path("scalar").path("value").asDouble();
  }

  private static JsonNode sized(JsonNode resource, double size) {
    ObjectNode sized = resource.deepCopy();
    sized.putObject("scalar").put("value", size);
    return sized;
  }

  private static Conversion disk(JsonNode source, String type) {
    ObjectNode target = source.deepCopy();
    target.withObject("/disk/source").put("type", type);
    return new Conversion(
        SimResources.of(SimJson.array().add(source)), SimResources.of(SimJson.array().add(target)));
  }
}
