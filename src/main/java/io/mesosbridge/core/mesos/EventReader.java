package io.mesosbridge.core.mesos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.mesosbridge.core.mesos.Event.Slice;
import java.io.IOException;
import java.util.List;

/**
 * Reads of an event what routing needs, in one pass over its bytes and without a tree; fields may
 * come in any order, unknown ones are skipped. Source: {@code scheduler.proto} of Mesos.
 */
public final class EventReader {

  private static final int LONGEST_TYPE = 200;

  /** In characters; what is skipped may be longer. No id of Mesos has more than 255. */
  private static final int LONGEST_TEXT = 1 << 16;

  /** As much as is told of an answer, in bytes. */
  private static final int LONGEST_MESSAGE = 16 << 10;

  private final JsonFactory factory =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build())
          .build();

  /** The event in these bytes; {@link Event.Unreadable} rather than an exception. */
  public Event read(Slice record) {
    Event event = readWhole(record);
    return event instanceof Event.Unreadable unreadable
        ? new Event.Unreadable(unreadable.why(), offerIds(record))
        : event;
  }

  private List<String> offerIds(Slice record) {
    try (JsonParser json = parser(record)) {
      return Salvage.offerIds(json);
    } catch (IOException e) {
      return List.of(); // why it cannot be read is told already
    }
  }

  private Event readWhole(Slice record) {
    try (JsonParser json = parser(record)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new Event.Unreadable("a record of " + record.length() + " bytes is no JSON object");
      }
      // Jackson guesses encodings; only for UTF-8 does it know where in the bytes it is.
      if (json.currentTokenLocation().getByteOffset() < 0) {
        return new Event.Unreadable("a record of " + record.length() + " bytes is not in UTF-8");
      }
      Event event = readEvent(json, record);
      return event instanceof Event.Unreadable || json.nextToken() == null
          ? event
          : new Event.Unreadable("a record holds more than one JSON value");
    } catch (IOException e) {
      return new Event.Unreadable("a record of " + record.length() + " bytes " + whatIsWrong(e));
    }
  }

  private JsonParser parser(Slice record) throws IOException {
    return factory.createParser(record.bytes(), record.offset(), record.length());
  }

  /** What is wrong with what was to be JSON, and where; bounded, and without Jackson's words. */
  private static String whatIsWrong(IOException failure) {
    if (failure instanceof StreamConstraintsException) {
      return "is nested too deep, or has a number of more than 1,000 digits, a name of more than"
          + " 50,000 characters or, where ids stand, a text of more than 65,536 characters";
    }
    if (!(failure instanceof JsonParseException e && e.getLocation().getByteOffset() >= 0)) {
      return "is not in UTF-8";
    }
    String field = "%.100s".formatted(e.getProcessor().getParsingContext().pathAsPointer());
    String where =
        " at byte " + e.getLocation().getByteOffset() + (field.isEmpty() ? "" : ", in " + field);
    return (e instanceof JsonEOFException ? "ends too early" : "is no JSON")
        + where
        + "; right is one object, such as {\"type\":\"HEARTBEAT\"}";
  }

  private Event readEvent(JsonParser json, Slice record) throws IOException {
    String type = null;
    EventPayload payload = null;
    Event event = null;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      if (type == null) {
        type = name.equals("type") ? EventJson.text(json) : findType(record);
        if (type == null) {
          return new Event.Unreadable("an event needs a 'type' that is a string");
        }
        if (type.length() > LONGEST_TYPE) {
          return new Event.Unreadable("an event's 'type' has more than 200 characters");
        }
        payload = EventPayload.of(type);
      }
      if (payload != null && name.equals(payload.field())) {
        event = payload.read(json, record);
      } else {
        json.skipChildren();
      }
    }
    if (type == null) {
      return new Event.Unreadable("an event needs a 'type', but the record is an empty object");
    }
    if (payload == null) {
      return type.equals("HEARTBEAT") ? new Event.Heartbeat() : new Event.Other(type);
    }
    return event != null ? event : payload.missing();
  }

  /** The type of an event whose first field is another one. */
  private String findType(Slice record) throws IOException {
    try (JsonParser json = parser(record)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals("type")) {
          return EventJson.text(json);
        }
        json.skipChildren();
      }
      return null;
    }
  }

  /** The few shapes that events are made of; each method begins at a value and ends at its end. */
  static final class EventJson {

    /** By which alone an agent that is gone differs from others, where the state is TASK_LOST. */
    private static final byte[] GONE = "\"Reconciliation: Task is gone\"".getBytes(US_ASCII);

    private EventJson() {}

    /**
     * Whether the message is that of a master for each task of an agent that is gone, whether it
     * had it or not. Source: {@code Master::_reconcileTasks} in {@code master.cpp} of Mesos.
     */
    static boolean saysGone(JsonParser json, Slice record) throws IOException {
      int begin = begin(json);
      json.skipChildren(); // a long one is not read
      boolean isGone = record.length() - begin > GONE.length;
      for (int i = 0; i < GONE.length && isGone; i++) {
        isGone = record.at(begin + i) == GONE[i];
      }
      return isGone;
    }

    /** Whether something stands here, whatever it is; null stands for nothing. */
    static boolean isThere(JsonParser json) throws IOException {
      boolean isThere = json.currentToken() != JsonToken.VALUE_NULL;
      json.skipChildren();
      return isThere;
    }

    /** The string, or null when it is anything else. */
    static String text(JsonParser json) throws IOException {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        return json.getText();
      }
      json.skipChildren();
      return null;
    }

    /** The string, of a long one the beginning as it was sent, or null when it is anything else. */
    static String message(JsonParser json, Slice record) throws IOException {
      int begin = begin(json) + 1; // behind the quote
      boolean isString = json.currentToken() == JsonToken.VALUE_STRING;
      return isString && record.length() - begin > LONGEST_MESSAGE && isLong(record, begin)
          ? record.part(begin, lastWhole(record, begin + LONGEST_MESSAGE)) + "…"
          : text(json);
    }

    private static boolean isLong(Slice record, int begin) {
      for (int at = begin; at < begin + LONGEST_MESSAGE; at++) {
        if (record.at(at) == '"') {
          return false;
        }
        at += record.at(at) == '\\' ? 1 : 0;
      }
      return true;
    }

    /** Where the character begins that has the byte. */
    private static int lastWhole(Slice record, int at) {
      int begin = at;
      while ((record.at(begin) & 0xC0) == 0x80) {
        begin--;
      }
      return begin;
    }

    /** The number, or 0 when it is anything else. */
    static double number(JsonParser json) throws IOException {
      if (json.currentToken().isNumeric()) {
        return json.getDoubleValue();
      }
      json.skipChildren();
      return 0;
    }

    /** The string in an object's {@code value}, as Mesos has its ids, or null. */
    static String value(JsonParser json) throws IOException {
      return in(json, "value", EventJson::text);
    }

    /** What an object's field is read as, or null when it is not there. */
    static <T> T in(JsonParser json, String field, FieldReader<T> reader) throws IOException {
      T value = null;
      if (isObject(json)) {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          json.nextToken();
          if (name.equals(field)) {
            value = reader.read(json);
          } else {
            json.skipChildren();
          }
        }
      }
      return value;
    }

    /** Reads a field's value. */
    interface FieldReader<T> {
      T read(JsonParser json) throws IOException;
    }

    /** Whether an object begins here; anything else is skipped. */
    static boolean isObject(JsonParser json) throws IOException {
      return json.currentToken() == JsonToken.START_OBJECT || skipped(json);
    }

    /** Whether an array begins here; anything else is skipped. */
    static boolean isArray(JsonParser json) throws IOException {
      return json.currentToken() == JsonToken.START_ARRAY || skipped(json);
    }

    /** Where the current token begins. */
    static int begin(JsonParser json) {
      return (int) json.currentTokenLocation().getByteOffset();
    }

    /** The bytes from there to the end of the object that was just read. */
    static Slice sliceFrom(int begin, JsonParser json, Slice record) {
      return record.part(begin, (int) json.currentLocation().getByteOffset());
    }

    private static boolean skipped(JsonParser json) throws IOException {
      json.skipChildren();
      return false;
    }
  }
}
