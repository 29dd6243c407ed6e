package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What resources in a call must be like, in the words of Mesos: each method tells what is not. */
final class ResourceRules {

  private static final Set<String> SOURCES = Set.of("PATH", "MOUNT", "BLOCK", "RAW");

  private ResourceRules() {}

  /** What is wrong with resources that were offered to that role; null when nothing is. */
  static String broken(Iterable<JsonNode> resources, String role) {
    Map<String, String> types = new HashMap<>();
    double gpus = 0;
    for (JsonNode resource : resources) {
      String name = resource.path("name").asText();
      String type = resource.path("type").asText();
      String broken = broken(resource);
      String other = types.putIfAbsent(name, type);
      if (broken == null && other != null && !other.equals(type)) {
        broken = "Cannot be both " + other + " and " + type;
      }
      if (broken != null) {
        return "Invalid resources: Resource '%s' is invalid: %s"
            .formatted(SimResources.text(resource, allocatedTo(resource, role)), broken);
      }
      gpus += name.equals("gpus") ? size(resource) : 0;
    }
    if (gpus != Math.rint(gpus)) {
      return "Invalid 'gpus' resource: The 'gpus' resource must be an unsigned integer";
    }
    for (JsonNode resource : resources) {
      String broken = VolumeRules.broken(resource);
      if (broken != null) {
        return "Invalid DiskInfo: " + broken;
      }
    }
    return null;
  }

  static double size(JsonNode resource) {
    return resource.path("scalar").path("value").asDouble();
  }

  /** What is wrong with a single resource by itself; null when nothing is. */
  static String broken(JsonNode resource) {
    String name = resource.path("name").asText();
    return FrameworkRules.firstOf(
        List.of(
            () -> name.isEmpty() ? "Empty resource name" : null,
            () -> value(resource),
            () ->
                resource.has("disk") && !name.equals("disk")
                    ? "DiskInfo should not be set for " + name + " resource"
                    : null,
            () -> source(resource.path("disk").path("source")),
            () -> reservation(resource),
            () -> shared(resource, name)));
  }

  private static String value(JsonNode resource) {
    boolean scalar = resource.has("scalar");
    boolean ranges = resource.has("ranges");
    boolean set = resource.has("set");
    return switch (resource.path("type").asText()) {
      case "SCALAR" -> {
        if (!scalar || ranges || set) {
          yield "Invalid scalar resource";
        }
        yield size(resource) < 0 ? "Invalid scalar resource: value < 0" : null;
      }
      case "RANGES" -> scalar || !ranges || set ? "Invalid ranges resource" : ranges(resource);
      case "SET" -> scalar || ranges || !set ? "Invalid set resource" : set(resource);
      default -> "Unsupported resource type";
    };
  }

  private static String ranges(JsonNode resource) {
    TreeMap<Long, Long> seen = new TreeMap<>();
    for (JsonNode range : resource.path("ranges").path("range")) {
      long begin = range.path("begin").asLong();
      long end = range.path("end").asLong();
      if (begin < 0 || end < begin) {
        return "Invalid ranges resource: begin > end";
      }
      Map.Entry<Long, Long> before = seen.floorEntry(end);
      if (before != null && before.getValue() >= begin) {
        return "Invalid ranges resource: overlapping ranges";
      }
      seen.put(begin, end);
    }
    return null;
  }

  private static String set(JsonNode resource) {
    List<String> items = SimJson.strings(resource.path("set").path("item"));
    return Set.copyOf(items).size() < items.size()
        ? "Invalid set resource: duplicated elements"
        : null;
  }

  private static String source(JsonNode source) {
    String type = source.path("type").asText();
    if (!source.isObject() || Set.of("PATH", "MOUNT").contains(type)) {
      return null;
    }
    if (!SOURCES.contains(type)) {
      return "Unsupported 'DiskInfo.Source.Type' in '" + source + "'";
    }
    if (source.has("mount")) {
      return "Mount should not be set for " + type + " disk source";
    }
    return source.has("path") ? "Path should not be set for " + type + " disk source" : null;
  }

  private static String reservation(JsonNode resource) {
    String role = resource.path("role").asText("*");
    if (resource.path("reservations").isEmpty()) {
      String broken = FrameworkRules.role(role);
      if (broken == null && resource.has("reservation")) {
        for (String field : List.of("type", "role")) {
          if (resource.path("reservation").has(field)) {
            return "'Resource.ReservationInfo.%s' must not be set for the 'Resource.reservation'"
                    .formatted(field)
                + " field";
          }
        }
        if (role.equals("*")) {
          return "Invalid reservation: role \"*\" cannot be dynamically reserved";
        }
      }
      return broken;
    }
    String ancestor = null;
    for (JsonNode each : resource.path("reservations")) {
      for (String field : List.of("type", "role")) {
        if (!each.has(field)) {
          return "Invalid reservation: 'Resource.ReservationInfo.%s' field must be set."
              .formatted(field);
        }
      }
      String own = each.path("role").asText();
      String broken = FrameworkRules.role(own);
      if (broken != null) {
        return broken;
      }
      if (own.equals("*")) {
        return "Invalid reservation: role \"*\" cannot be reserved";
      }
      if (ancestor != null && each.path("type").asText().equals("STATIC")) {
        return "Invalid refined reservation: A refined reservation cannot be STATIC";
      }
      if (ancestor != null && !own.startsWith(ancestor + "/")) {
        return "Invalid refined reservation: role '%s' is not a refinement of '%s'"
            .formatted(own, ancestor);
      }
      ancestor = own;
    }
    return resource.has("role") && !role.equals(ancestor)
        ? ("Invalid resource format: 'Resource.role' field with '%s' does not match the role '%s'"
                + " in 'Resource.reservations'")
            .formatted(role, ancestor)
        : null;
  }

  private static String shared(JsonNode resource, String name) {
    if (!resource.has("shared")) {
      return null;
    }
    if (!name.equals("disk")) {
      return "Resource " + name + " cannot be shared";
    }
    return VolumeRules.isVolume(resource) ? null : "Only persistent volumes can be shared";
  }

  /** What is wrong with the roles that they are allocated to; null when it is one. */
  static String manyRoles(Iterable<JsonNode> resources, String role) {
    String first = null;
    for (JsonNode resource : resources) {
      String own = allocatedTo(resource, role);
      if (first != null && !own.equals(first)) {
        return ("The resources have multiple allocation roles ('%s' and '%s') but only one"
                + " allocation role is allowed")
            .formatted(own, first);
      }
      first = own;
    }
    return null;
  }

  /** What is wrong with their providers; null when they come from one, or all from the agent. */
  static String manyProviders(Iterable<JsonNode> resources) {
    Set<String> providers = new HashSet<>();
    resources.forEach(resource -> providers.add(SimJson.idIn(resource, "provider_id")));
    if (providers.size() <= 1) {
      return null;
    }
    return providers.contains("")
        ? "Some resources have a resource provider and some do not"
        : "The resources have multiple resource providers: " + String.join(", ", providers);
  }

  /** The role that a resource is allocated to, which the master fills in where it is missing. */
  static String allocatedTo(JsonNode resource, String role) {
    return resource.path("allocation_info").path("role").asText(role);
  }

  /** The role that all resources of an operation are allocated to, or the first that is another. */
  static String allocatedToAll(JsonNode operation, String role) {
    return operation.findParents("allocation_info").stream()
        .map(resource -> allocatedTo(resource, role))
        .filter(other -> !other.equals(role))
        .findFirst()
        .orElse(role);
  }

  private static JsonNode last(JsonNode resource) {
    JsonNode reservations = resource.path("reservations");
    return reservations.path(reservations.size() - 1);
  }

  /** Null for an unreserved resource. */
  static String reservedFor(JsonNode resource) {
    String role = last(resource).path("role").asText(resource.path("role").asText("*"));
    return role.equals("*") ? null : role;
  }

  static boolean isReservedDynamically(JsonNode resource) {
    return resource.path("reservations").isEmpty()
        ? reservedFor(resource) != null && resource.has("reservation")
        : last(resource).path("type").asText().equals("DYNAMIC");
  }

  /** Who reserved a resource; null when nobody is named. */
  static String reservedBy(JsonNode resource) {
    JsonNode details =
        resource.path("reservations").isEmpty() ? resource.path("reservation") : last(resource);
    return details.path("principal").asText(null);
  }
}
