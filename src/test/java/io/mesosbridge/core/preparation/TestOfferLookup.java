package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.offer.OutstandingOffer;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The outstanding offers of a test; offer-rescinded is gone. */
final class TestOfferLookup implements OutstandingOffer.Lookup {

  private static final String OFFER =
      """
      {"id":{"value":"%1$s"},"agent_id":{"value":"%2$s"},"hostname":"%2$s.example.org",
       "allocation_info":{"role":"%3$s"},"executor_ids":[{"value":"idle"}],"resources":[
       {"name":"cpus","type":"SCALAR","scalar":{"value":4.0},"role":"*"},
       {"name":"mem","type":"SCALAR","scalar":{"value":1024.0},"role":"*"},
       {"name":"mem","type":"SCALAR","scalar":{"value":64.0},"role":"web"},
       {"name":"disk","type":"SCALAR","scalar":{"value":4096.0},"role":"*"},
       {"name":"ports","type":"RANGES","role":"*","ranges":{"range":[
        {"begin":9000,"end":9100},{"begin":31000,"end":32000}]}}]}\
      """;

  private final Map<String, OutstandingOffer> offers = new LinkedHashMap<>();

  /** Two offers of agent-1, one of agent-2, and one of agent-1 for another role. */
  static TestOfferLookup standard() {
    TestOfferLookup offers = new TestOfferLookup();
    offers.add("offer-1", "agent-1", OFFER.formatted("offer-1", "agent-1", "web"));
    offers.add("offer-2", "agent-1", OFFER.formatted("offer-2", "agent-1", "web"));
    offers.add("offer-3", "agent-2", OFFER.formatted("offer-3", "agent-2", "web"));
    offers.add("offer-4", "agent-1", OFFER.formatted("offer-4", "agent-1", "batch"));
    return offers;
  }

  /** Those, as a master sent them. */
  static TestOfferLookup of(JsonNode list) {
    TestOfferLookup offers = new TestOfferLookup();
    for (JsonNode offer : list) {
      offers.add(
          offer.at("/id/value").asText(), offer.at("/agent_id/value").asText(), offer.toString());
    }
    return offers;
  }

  private void add(String id, String agentId, String json) {
    offers.put(id, new OutstandingOffer(id, agentId, json.getBytes(StandardCharsets.UTF_8), 0));
  }

  @Override
  public Optional<OutstandingOffer> find(String offerId) {
    return Optional.ofNullable(offers.get(offerId));
  }

  @Override
  public Optional<OfferEnd> endOf(String offerId) {
    return Arrays.stream(OfferEnd.values())
        .filter(end -> offerId.equals("offer-" + end.label()))
        .findFirst();
  }
}
