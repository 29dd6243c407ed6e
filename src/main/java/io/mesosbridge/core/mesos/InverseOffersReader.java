package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mesosbridge.core.mesos.Event.InverseOffer;
import io.mesosbridge.core.mesos.EventReader.EventJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the payload of INVERSE_OFFERS; what lacks an id or a start of maintenance is left out. */
final class InverseOffersReader {

  private InverseOffersReader() {}

  static Event.InverseOffers read(JsonParser json) throws IOException {
    List<InverseOffer> offers = new ArrayList<>();
    if (EventJson.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals("inverse_offers") && EventJson.isArray(json)) {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            offer(json, offers);
          }
        } else {
          json.skipChildren();
        }
      }
    }
    return new Event.InverseOffers(offers);
  }

  private static void offer(JsonParser json, List<InverseOffer> offers) throws IOException {
    String id = null;
    String agentId = null;
    double start = 0;
    if (EventJson.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "id" -> id = EventJson.value(json);
          case "agent_id" -> agentId = EventJson.value(json);
          case "unavailability" -> start = start(json);
          default -> json.skipChildren();
        }
      }
    }
    if (id != null && start > 0) {
      offers.add(new InverseOffer(id, agentId, (long) (start / 1e6)));
    }
  }

  /** In nanoseconds since the epoch, which a double has to a microsecond; 0 when not told. */
  private static double start(JsonParser json) throws IOException {
    double start = 0;
    if (EventJson.isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals("start") && EventJson.isObject(json)) {
          for (String of = json.nextFieldName(); of != null; of = json.nextFieldName()) {
            json.nextToken();
            if (of.equals("nanoseconds")) {
              start = EventJson.number(json);
            } else {
              json.skipChildren();
            }
          }
        } else {
          json.skipChildren();
        }
      }
    }
    return start;
  }
}
