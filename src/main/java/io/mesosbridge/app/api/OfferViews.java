package io.mesosbridge.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What people ask of offers, read once for each: a cluster has thousands that stay the same from
 * one request to the next.
 */
@Singleton
class OfferViews {

  private static final double LARGEST = 1e12;
  private static final int THOUSANDTHS = 1_000;

  private final RowReader rows;
  private Map<String, View> known = Map.of();

  OfferViews(RowReader rows) {
    this.rows = rows;
  }

  /**
   * An offer as it is shown.
   *
   * @param role that it is allocated to; empty when it does not say
   * @param resources the sums by name: of scalars their values, of ranges and sets how many
   * @param json verbatim
   */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, not compared
  record View(
      String id,
      String agentId,
      String hostname,
      String role,
      Map<String, BigDecimal> resources,
      byte[] json) {}

  /** Those of the offers, which are all that there are; of what is none there is no view. */
  synchronized Collection<View> of(Map<String, byte[]> offers) {
    Map<String, View> now = new HashMap<>();
    offers.forEach(
        (id, json) -> {
          Optional.ofNullable(known.get(id))
              .or(() -> rows.read(id, json).map(offer -> view(id, offer, json)))
              .ifPresent(view -> now.put(id, view));
        });
    known = now;
    return now.values();
  }

  private static View view(String id, JsonNode offer, byte[] json) {
    return new View(
        id,
        offer.at("/agent_id/value").asText(),
        offer.path("hostname").asText(),
        offer.at("/allocation_info/role").asText(),
        sums(offer.path("resources")),
        json);
  }

  /** The sums of such a list of Mesos' {@code Resource} objects. */
  static Map<String, BigDecimal> sums(JsonNode resources) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    resources.forEach(
        resource -> sums.merge(resource.path("name").asText(), amount(resource), BigDecimal::add));
    return sums;
  }

  /** As people write it: 4000, not 4E+3. */
  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** A master writes nothing else; what is none counts as nothing. */
  private static BigDecimal amount(JsonNode resource) {
    JsonNode scalar = resource.at("/scalar/value");
    if (!scalar.isMissingNode()) {
      double value = scalar.asDouble();
      return Math.abs(value) < LARGEST
          ? plain(BigDecimal.valueOf(Math.round(value * THOUSANDTHS), 3))
          : BigDecimal.ZERO;
    }
    long number = resource.at("/set/item").size();
    for (JsonNode range : resource.at("/ranges/range")) {
      number += Math.max(0, range.path("end").asLong() - range.path("begin").asLong() + 1);
    }
    return BigDecimal.valueOf(number);
  }
}
