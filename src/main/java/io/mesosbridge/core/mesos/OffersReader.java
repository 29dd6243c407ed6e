package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the payload of OFFERS: {@code {"offers": [...]}}. */
final class OffersReader {

  private OffersReader() {}

  /** The offers, or null when there is no list or one of them lacks what it must have. */
  static Event.Offers read(JsonParser json, byte[] record) throws IOException {
    List<Offer> offers = null;
    if (Json.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals("offers")) {
          offers = list(json, record);
        } else {
          json.skipChildren();
        }
      }
    }
    return offers == null ? null : new Event.Offers(offers);
  }

  private static List<Offer> list(JsonParser json, byte[] record) throws IOException {
    if (!Json.isArray(json)) {
      return null;
    }
    List<Offer> offers = new ArrayList<>();
    boolean complete = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Offer offer = offer(json, record);
      complete &= offer != null;
      offers.add(offer);
    }
    return complete ? offers : null;
  }

  private static Offer offer(JsonParser json, byte[] record) throws IOException {
    int begin = Json.begin(json);
    String id = null;
    String agentId = null;
    if (Json.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "id" -> id = Json.value(json);
          case "agent_id" -> agentId = Json.value(json);
          default -> json.skipChildren();
        }
      }
    }
    return id == null || agentId == null
        ? null
        : new Offer(id, agentId, Json.sliceFrom(begin, json, record));
  }
}
