package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mesosbridge.core.mesos.Event.InverseOffer;
import io.mesosbridge.core.mesos.EventReader.EventJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the payload of INVERSE_OFFERS; what lacks an id, and cannot be answered, is left out. */
final class InverseOffersReader {

  private static final long NANOS_IN_A_MILLI = 1_000_000;

  private InverseOffersReader() {}

  static Event.InverseOffers read(JsonParser json) throws IOException {
    List<InverseOffer> offers = EventJson.in(json, "inverse_offers", InverseOffersReader::list);
    return new Event.InverseOffers(offers == null ? List.of() : offers);
  }

  private static List<InverseOffer> list(JsonParser json) throws IOException {
    List<InverseOffer> offers = new ArrayList<>();
    if (EventJson.isArray(json)) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        InverseOffer offer = offer(json);
        if (offer.id() != null) {
          offers.add(offer);
        }
      }
    }
    return offers;
  }

  private static InverseOffer offer(JsonParser json) throws IOException {
    String id = null;
    String agentId = null;
    Long start = null;
    if (EventJson.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "id" -> id = EventJson.value(json);
          case "agent_id" -> agentId = EventJson.value(json);
          case "unavailability" -> start = EventJson.in(json, "start", InverseOffersReader::millis);
          default -> json.skipChildren();
        }
      }
    }
    return new InverseOffer(id, agentId, start);
  }

  private static Long millis(JsonParser json) throws IOException {
    Long nanos = EventJson.in(json, "nanoseconds", InverseOffersReader::number);
    return nanos == null ? null : nanos / NANOS_IN_A_MILLI;
  }

  /** A number of 64 bits, which JSON may have as a text; null when it is anything else. */
  private static Long number(JsonParser json) throws IOException {
    boolean fits =
        json.currentToken().isNumeric()
            ? Math.abs(json.getDoubleValue()) < Long.MAX_VALUE // else Jackson gives the event up
            : json.currentToken() == JsonToken.VALUE_STRING;
    long number = fits ? json.getValueAsLong(Long.MIN_VALUE) : Long.MIN_VALUE;
    json.skipChildren();
    return number == Long.MIN_VALUE ? null : number;
  }
}
