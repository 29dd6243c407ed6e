package io.mesosbridge.core.language;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reads a record's bytes as one JSON object in UTF-8, strictly. */
final class JsonText {

  private static final Pattern SURROGATE_ESCAPE = Pattern.compile("\\\\u[dD]");

  private JsonText() {}

  /**
   * @throws RefusedException with MALFORMED, that says what is wrong and where
   */
  static ObjectNode read(byte[] value) {
    if (value == null || value.length == 0) {
      throw malformed("is empty");
    }
    CharBuffer text = decode(value);
    try (JsonParser parser =
        ExactJson.MAPPER.createParser(text.array(), text.arrayOffset(), text.length())) {
      ObjectNode object = read(parser);
      if (SURROGATE_ESCAPE.matcher(text).find()) {
        mustBeWritable(object);
      }
      return object;
    } catch (JsonProcessingException e) {
      throw malformed("is broken" + at(e) + ": " + e.getOriginalMessage());
    } catch (NumberFormatException e) {
      throw malformed("is broken: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot fail to be read", e);
    }
  }

  private static ObjectNode read(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw malformed("is no JSON object but begins with " + parser.getText());
    }
    ObjectNode object = parser.readValueAsTree();
    if (parser.nextToken() != null) {
      throw malformed("goes on after the object's end, at line " + at(parser));
    }
    return object;
  }

  /** By an escape, half a surrogate pair passes for text, but no UTF-8 can say it. */
  private static void mustBeWritable(ObjectNode object) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(object.toString())) {
      throw malformed("has half of a surrogate pair, which is no character");
    }
  }

  private static String at(JsonParser parser) {
    var location = parser.currentTokenLocation();
    return location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String at(JsonProcessingException e) {
    var location = e.getLocation();
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static CharBuffer decode(byte[] value) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(value);
    try {
      return decoder.decode(bytes);
    } catch (CharacterCodingException e) {
      throw malformed("is no UTF-8 at byte " + bytes.position());
    }
  }

  private static RefusedException malformed(String what) {
    return new RefusedException(
        ErrorCode.MALFORMED,
        null,
        "the record " + what + "; a command is one JSON object, for example {\"type\":\"REVIVE\"}");
  }
}
