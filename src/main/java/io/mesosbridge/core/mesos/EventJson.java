package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The few shapes that events are made of; each method begins at a value and ends at its end. */
final class EventJson {

  private EventJson() {}

  /** The string, or null when it is anything else. */
  static String text(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return null;
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
    return textIn(json, "value");
  }

  /** The string in an object's field, or null. */
  static String textIn(JsonParser json, String field) throws IOException {
    String text = null;
    if (isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals(field)) {
          text = text(json);
        } else {
          json.skipChildren();
        }
      }
    }
    return text;
  }

  /** The id in an object's field, or null. */
  static String valueIn(JsonParser json, String field) throws IOException {
    String value = null;
    if (isObject(json)) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals(field)) {
          value = value(json);
        } else {
          json.skipChildren();
        }
      }
    }
    return value;
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
  static Slice sliceFrom(int begin, JsonParser json, byte[] record) {
    return new Slice(record, begin, (int) json.currentLocation().getByteOffset() - begin);
  }

  private static boolean skipped(JsonParser json) throws IOException {
    json.skipChildren();
    return false;
  }
}
