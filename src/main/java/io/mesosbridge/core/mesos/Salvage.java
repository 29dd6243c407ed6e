package io.mesosbridge.core.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.EventReader.EventJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can still be had of a record that is no event. */
public final class Salvage {

  /** Twice as many as an event may have; no master has so many agents. */
  private static final int MOST_OFFERS = 200_000;

  private static final int AT_ONCE = 4_096;

  private Salvage() {}

  /**
   * The record with a question mark for each byte that is not in UTF-8; empty when all are. Agents'
   * attributes and messages of tasks come through a master as whoever wrote them had them.
   */
  public static Optional<Slice> inUtf8(Slice record) {
    ByteBuffer bytes = ByteBuffer.wrap(record.bytes(), record.offset(), record.length());
    CharsetDecoder decoder = UTF_8.newDecoder();
    CharBuffer chars = CharBuffer.allocate(AT_ONCE);
    boolean isCopy = false;
    CoderResult result;
    do {
      chars.clear();
      result = decoder.decode(bytes, chars, true);
      if (result.isMalformed()) {
        if (!isCopy) {
          int at = bytes.position() - record.offset();
          bytes = ByteBuffer.wrap(record.copy()).position(at);
          isCopy = true;
        }
        for (int i = 0; i < result.length(); i++) {
          bytes.put((byte) '?');
        }
      }
    } while (!result.isUnderflow());
    return isCopy ? Optional.of(Slice.of(bytes.array())) : Optional.empty();
  }

  /** The ids of the offers in it, up to where it cannot be read. */
  static List<String> offerIds(JsonParser json) {
    List<String> ids = new ArrayList<>();
    try {
      json.nextToken();
      EventJson.in(json, "offers", event -> EventJson.in(event, "offers", list -> add(list, ids)));
    } catch (IOException endsHere) {
      return ids; // why it cannot be read is told already
    }
    return ids;
  }

  private static List<String> add(JsonParser json, List<String> ids) throws IOException {
    if (EventJson.isArray(json)) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (ids.size() < MOST_OFFERS && EventJson.isObject(json)) {
          for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            String id = name.equals("id") ? EventJson.value(json) : null;
            if (id != null) {
              ids.add(id);
            } else {
              json.skipChildren();
            }
          }
        } else {
          json.skipChildren();
        }
      }
    }
    return ids;
  }
}
