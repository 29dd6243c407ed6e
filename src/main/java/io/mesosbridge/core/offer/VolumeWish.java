package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.offer.Amount.Scalar;

/**
 * A persistent volume, which its id names: how it is reserved, on which disk it is and how large,
 * says the offer that has it.
 *
 * @param id of what is kept on it, unique on an agent for each role
 * @param role that it must be reserved for, or null for any
 * @param atLeast how large it must be, in thousandths of a MB; 0 for any size
 * @param shared whether it must be a shared one
 */
public record VolumeWish(String id, String role, long atLeast, boolean shared) {

  /** Whether the {@code Resource} object is one. */
  public static boolean is(JsonNode resource) {
    return resource.path("name").asText().equals("disk")
        && !resource.at("/disk/persistence/id").asText().isEmpty();
  }

  /** Reads one. */
  public static VolumeWish read(JsonNode resource) {
    return new VolumeWish(
        resource.at("/disk/persistence/id").asText(),
        ResourceKind.of(resource).role(),
        size(ResourceFormat.amount(resource).orElse(null)),
        resource.hasNonNull("shared"));
  }

  private static long size(Amount amount) {
    return amount instanceof Scalar scalar ? scalar.thousandths() : 0;
  }

  boolean isMetBy(ResourceKind kind, Amount amount) {
    JsonNode volume = kind == null ? null : kind.volume();
    return volume != null
        && id.equals(volume.at("/disk/persistence/id").asText())
        && (role == null || role.equals(kind.role()))
        && (!shared || kind.isShared())
        && size(amount) >= atLeast;
  }

  /** The offered {@code Resource} object, mounted as the wish has it, where it says so. */
  public static ObjectNode granted(JsonNode wish, JsonNode offered) {
    ObjectNode granted = offered.deepCopy();
    if (wish.path("disk").hasNonNull("volume")) {
      ((ObjectNode) granted.get("disk")).set("volume", wish.get("disk").get("volume"));
    }
    return granted;
  }

  /** As Mesos writes it, without what the offer says. */
  @Override
  public String toString() {
    return "disk%s[%s]%s%s"
        .formatted(
            role == null ? "" : "(" + ResourceKind.word(role) + ")",
            ResourceKind.word(id),
            shared ? "<SHARED>" : "",
            atLeast == 0 ? "" : ":" + new Scalar(atLeast));
  }
}
