package io.mesosbridge.core.offer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.core.Recent;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An offer that can still be accepted.
 *
 * @param id the offer's id
 * @param agentId the agent whose resources are offered
 * @param json the {@code Offer} object, verbatim, an array of its own
 * @param receivedAtNanos when it came, in nanoseconds of {@link io.mesosbridge.core.Now#nanos}
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are shared with Kafka's producer, not copied
public record OutstandingOffer(String id, String agentId, byte[] json, long receivedAtNanos) {

  /** What holding it takes, in bytes. */
  long cost() {
    return json.length + 512L;
  }

  /** The offers as commands and placement see them. */
  public interface Lookup {

    /** The offer, if it can still be accepted. */
    Optional<OutstandingOffer> find(String offerId);

    /** What the offer has, if it can still be accepted. */
    default Optional<Content> content(String offerId) {
      return find(offerId).map(Content::read);
    }

    /** Why an offer that was there is gone; empty for an id that was never seen, or long ago. */
    Optional<OfferEnd> endOf(String offerId);
  }

  /**
   * What comparing needs of an offer.
   *
   * @param id the offer's id
   * @param agent the agent whose resources are offered
   * @param role the role that the resources are allocated to, or null when the offer does not say
   * @param executorIds the framework's executors that run on the agent already
   * @param resources what is offered
   * @param maintenance when the agent's maintenance is planned for, or null for not at all
   */
  public record Content(
      String id,
      AgentInfo agent,
      String role,
      Set<String> executorIds,
      Resources resources,
      Maintenance maintenance) {

    /** From when until when, in milliseconds since the epoch; the largest long for no end. */
    record Maintenance(long begins, long ends) {

      private static final long NANOS = 1_000_000;

      private static Maintenance read(JsonNode unavailability) {
        long begins = unavailability.at("/start/nanoseconds").asLong() / NANOS;
        long lasts = unavailability.at("/duration/nanoseconds").asLong(-NANOS) / NANOS;
        long ends = lasts < 0 || begins + lasts < begins ? Long.MAX_VALUE : begins + lasts;
        return unavailability.isObject() ? new Maintenance(begins, ends) : null;
      }
    }

    /** An offer's bytes are bounded, so that no text of it has to be. */
    private static final ObjectMapper JSON =
        new ObjectMapper(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                .build());

    /**
     * Reads what the master sent.
     *
     * @throws IllegalArgumentException when the offer is no JSON, which the master never sends
     */
    public static Content read(OutstandingOffer offer) {
      JsonNode json = parse(offer);
      Set<String> executorIds = new HashSet<>();
      json.path("executor_ids").forEach(id -> executorIds.add(id.path("value").asText()));
      return new Content(
          offer.id(),
          AgentInfo.read(offer.agentId(), json),
          json.path("allocation_info").path("role").asText(null),
          executorIds,
          Resources.read(json.path("resources")),
          Maintenance.read(json.path("unavailability")));
    }

    /** The agent's id. */
    public String agentId() {
      return agent.id();
    }

    /** Both together, of one agent and role, under the id of this one. */
    Content plus(Content other) {
      Set<String> executors = new HashSet<>(executorIds);
      executors.addAll(other.executorIds);
      return new Content(
          id,
          agent,
          role,
          executors,
          resources.plus(other.resources),
          other.maintenance == null ? maintenance : other.maintenance);
    }

    /** What is left of the offer once the resources are taken; shared volumes are, for others. */
    Content without(Resources taken) {
      Resources left = resources.minus(taken.exclusive());
      return new Content(id, agent, role, executorIds, left, maintenance);
    }

    /** Whether the agent is under maintenance at that instant, or soon after. */
    boolean isLeaving(long millis, Duration soon) {
      return maintenance != null
          && millis + soon.toMillis() >= maintenance.begins
          && millis < maintenance.ends;
    }

    private static JsonNode parse(OutstandingOffer offer) {
      try {
        return JSON.readTree(offer.json());
      } catch (IOException e) {
        throw new IllegalArgumentException("offer " + offer.id() + " is no JSON object", e);
      }
    }
  }

  /** Why an offer can no longer be accepted; the label stands in the tombstone's header. */
  public enum OfferEnd {
    RESCINDED(Counted.OFFER_RESCINDED),
    ACCEPTED(Counted.OFFER_ACCEPTED),
    DECLINED(Counted.OFFER_DECLINED),
    EXPIRED(Counted.OFFER_EXPIRED),
    DISCONNECTED(Counted.OFFER_DISCONNECTED);

    private final Counted counted;

    OfferEnd(Counted counted) {
      this.counted = counted;
    }

    /** As what it is counted. */
    Counted counted() {
      return counted;
    }

    /** The value of the header. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The end of that label; empty for one that this version does not know. */
    public static Optional<OfferEnd> of(String label) {
      return Arrays.stream(values()).filter(end -> end.label().equals(label)).findFirst();
    }

    /** Why the offers that ended last did: whoever names one of them is told. */
    public static final class Latest {

      private static final int MOST = 20_000;

      private final Map<String, OfferEnd> ends = new Recent<>(MOST);

      /** An offer ended. */
      public void add(String offerId, OfferEnd end) {
        ends.put(offerId, end);
      }

      /**
       * An offer that ended did so for another reason; one that is not known is nobody's business.
       */
      public void correct(String offerId, OfferEnd end) {
        ends.replace(offerId, end);
      }

      /** Why the offer ended; empty for one that never was, or that ended long ago. */
      public Optional<OfferEnd> find(String offerId) {
        return Optional.ofNullable(ends.get(offerId));
      }
    }
  }
}
