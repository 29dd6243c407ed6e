package io.mesosbridge.core.offer;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.offer.WaitingLaunch.Placed;
import io.mesosbridge.core.offer.WaitingLaunch.Sharing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Offers and demands in short. */
final class TestOffers {

  static final Sharing MANY = new Sharing(null, 100);

  private static final ObjectMapper JSON = new ObjectMapper();

  private TestOffers() {}

  /** The role may be null, as before Mesos 1.2. */
  static OutstandingOffer offer(String id, String agentId, String role, String resources) {
    return offerOf(id, agentId, role, ResourceFormat.parse(resources));
  }

  /** One that has Mesos' {@code Resource} objects. */
  static OutstandingOffer offerOf(String id, String agentId, String role, JsonNode resources) {
    String allocation =
        role == null ? "" : "\"allocation_info\":{\"role\":\"%s\"},".formatted(role);
    String json =
        """
        {"id":{"value":"%s"},"agent_id":{"value":"%s"},"hostname":"%s.example.org",
         %s"resources":%s}\
        """
            .formatted(id, agentId, agentId, allocation, resources);
    return new OutstandingOffer(id, agentId, json.getBytes(StandardCharsets.UTF_8), 0);
  }

  static OutstandingOffer offer(String id, String resources) {
    return offer(id, "agent-of-" + id, "web", resources);
  }

  static Resources resources(String text) {
    return Resources.read(ResourceFormat.parse(text));
  }

  /** A launch that may share an offer with many. */
  static WaitingLaunch<String> launch(String id, Demand demand, long deadline) {
    return new WaitingLaunch<>(
        id, "launch of " + id, List.of(id), demand, Wishes.NONE, MANY, 200, deadline);
  }

  static Demand demand(String text) {
    return demand(text, null);
  }

  /** The role may be null, for any. */
  static Demand demand(String text, String role) {
    Demand demand = Demand.of(List.of(ResourceFormat.parse(text)));
    return new Demand(demand.resources(), demand.ports(), List.of(), role);
  }

  /** How much of an unreserved scalar there is. */
  static long thousandths(Resources resources, String name) {
    return resources.amounts().entrySet().stream()
        .filter(each -> each.getKey().name().equals(name))
        .mapToLong(each -> ((Amount.Scalar) each.getValue()).thousandths())
        .sum();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static final Now NOW = new Now(0, 1_900_000_000_000L);

  /** Offers that come and go as the test says. */
  static final class Market {
    private final TaskGroups tasks;
    private final FreeOffers free;
    private final Map<String, OutstandingOffer> there = new LinkedHashMap<>();

    Market() {
      this(new OfferIndex());
    }

    Market(OfferIndex index) {
      this.tasks = new TaskGroups();
      this.free = new FreeOffers(tasks, Duration.ofMinutes(10), index);
    }

    TaskGroups tasks() {
      return tasks;
    }

    /** Launches that get what there is, so many at most at a time. */
    WaitingLaunches<String> launches(Policy policy, int most) {
      return launches(policy, most, Duration.ofSeconds(BusyAgents.HEAD_START));
    }

    WaitingLaunches<String> launches(Policy policy, int most, Duration headStart) {
      return new WaitingLaunches<>(free, tasks, policy, most, headStart);
    }

    FreeOffers free() {
      return free;
    }

    /** These are outstanding now, and no others. */
    void has(Collection<OutstandingOffer> offers) {
      Set<String> ids = offers.stream().map(OutstandingOffer::id).collect(toSet());
      Set.copyOf(there.keySet()).stream().filter(id -> !ids.contains(id)).forEach(this::loses);
      offers.forEach(this::gets);
    }

    void loses(String offerId) {
      free.went(offerId);
      there.remove(offerId);
    }

    void gets(OutstandingOffer offer) {
      if (there.put(offer.id(), offer) == null) {
        free.came(offer);
      }
    }

    /** Gives what is outstanding now to launches. */
    List<Placed<String>> place(
        WaitingLaunches<String> waiting, Collection<OutstandingOffer> offers) {
      has(offers);
      return waiting.place(NOW);
    }
  }
}
