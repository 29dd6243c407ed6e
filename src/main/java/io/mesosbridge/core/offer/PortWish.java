package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * So many ports, whichever are free: a scalar of that name, which Mesos knows as ranges only.
 *
 * @param kind of which ports, those of a reservation, say
 * @param number how many
 */
public record PortWish(ResourceKind kind, int number) {

  /** More would make an environment variable that no process can be started with. */
  public static final int MOST = 1_000;

  /** Whether the {@code Resource} object is one. */
  public static boolean is(JsonNode resource) {
    return resource.path("name").asText().equals("ports")
        && resource.path("type").asText().equals("SCALAR");
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is no whole number from 1 to {@link #MOST}
   */
  public static PortWish read(JsonNode resource) {
    long thousandths =
        ResourceFormat.amount(resource)
            .map(amount -> ((Amount.Scalar) amount).thousandths())
            .orElse(-1L);
    if (thousandths <= 0 || thousandths % 1000 != 0 || thousandths > MOST * 1000L) {
      throw new IllegalArgumentException(
          "asks for %.100s ports; write a whole number from 1 to %d, for example ports:2"
              .formatted(resource.path("scalar").path("value").asText("no number of"), MOST));
    }
    ObjectNode ranges = ((ObjectNode) resource).deepCopy().put("type", "RANGES");
    return new PortWish(ResourceKind.of(ranges), (int) (thousandths / 1000));
  }

  /** The {@code Resource} object with these ports instead. */
  public static ObjectNode granted(ObjectNode resource, List<Long> ports) {
    ObjectNode granted = resource.deepCopy().without(List.of("scalar"));
    ArrayNode ranges = granted.put("type", "RANGES").putObject("ranges").putArray("range");
    ports.forEach(port -> ranges.addObject().put("begin", port).put("end", port));
    return granted;
  }
}
