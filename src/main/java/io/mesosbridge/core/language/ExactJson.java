package io.mesosbridge.core.language;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import io.mesosbridge.core.mesos.SmallObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * JSON that is passed on as it came: numbers keep their digits, a name stands once. Records are
 * read strictly, as one object in UTF-8.
 */
public final class ExactJson {

  /** Deep enough for any call; a reader and a writer that recurse are safe with it. */
  static final int MAX_DEPTH = 100;

  /** For new nodes. */
  public static final SmallObjects NODES = new SmallObjects();

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .nodeFactory(NODES)
          .build();

  private static final Pattern SURROGATE_ESCAPE = Pattern.compile("\\\\u[dD]");

  private static final Pattern JACKSON_SETTING =
      Pattern.compile(
          ", from `[^`]*`|Source: REDACTED \\(`[^`]*` disabled\\); |: enable `[^`]*` to allow"
              + "| \\(not recognized as one since Feature[^)]*\\)");

  private static final Set<String> HEAD = Set.of("id", "type");
  private static final Set<String> RESOURCES = Set.of("resources", "source", "volumes");
  private static final int NODES_OF_A_RESOURCE = 5;
  private static final int NODES_OF_A_RANGE = 3;

  /** How UTF-8 says that it is UTF-8, as editors on Windows have it. */
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** A zero byte and four bytes of an id. */
  private static final int REGISTRY = 5;

  private ExactJson() {}

  /** The node's text in UTF-8. */
  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that was read from JSON cannot be written", e);
    }
  }

  /**
   * A record's text, without what serializers put before it: a byte order mark, or a zero byte and
   * the four bytes of a schema registry's id.
   *
   * @throws RefusedException with MALFORMED when it is empty or no UTF-8
   */
  static CharBuffer decode(byte[] record) {
    if (record == null || record.length == 0) {
      throw malformed("is empty");
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    int before = record[0] == 0 ? ofRegistry(record) : 0;
    before += hasMark(record, before) ? MARK.length : 0;
    ByteBuffer bytes = ByteBuffer.wrap(record, before, record.length - before);
    try {
      return decoder.decode(bytes);
    } catch (CharacterCodingException e) {
      throw malformed("is no UTF-8 at byte " + bytes.position());
    }
  }

  private static int ofRegistry(byte[] record) {
    if (record.length <= REGISTRY || (record[REGISTRY] != '{' && !hasMark(record, REGISTRY))) {
      throw malformed(
          "begins with a zero byte, as what a schema registry's serializer writes does, but is no"
              + " JSON behind the registry's id: write JSON, or by a serializer for JSON Schema");
    }
    return REGISTRY;
  }

  private static boolean hasMark(byte[] record, int from) {
    return record.length - from >= MARK.length
        && Arrays.equals(MARK, 0, MARK.length, record, from, from + MARK.length);
  }

  /**
   * Reads one JSON object, strictly.
   *
   * @throws RefusedException with MALFORMED, that says what is wrong and where
   */
  static ObjectNode read(CharBuffer text) {
    try (JsonParser parser = parser(text)) {
      ObjectNode object = read(parser);
      if (SURROGATE_ESCAPE.matcher(text).find()) {
        mustBeWritable(object);
      }
      return object;
    } catch (IOException e) {
      throw broken(e);
    } catch (NumberFormatException e) {
      throw malformed("is broken: " + e.getMessage());
    }
  }

  /**
   * What a record says of itself, as far as it can be told without building a tree.
   *
   * @param head its fields {@code id} and {@code type}, where they are texts
   * @param items how many items the lists have in all that were asked for
   * @param values how many nodes a tree of it has, those included that texts are written out to
   */
  record Overview(ObjectNode head, int items, int values) {}

  /**
   * Looks a record over that may be too large for a tree.
   *
   * @param lists the names of the fields whose items are counted, wherever they are
   * @throws RefusedException with MALFORMED, that says what is wrong and where
   */
  static Overview overview(CharBuffer text, Set<String> lists) {
    ObjectNode head = NODES.objectNode();
    int items = 0;
    int values = 0;
    try (JsonParser parser = parser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart() || token.isScalarValue()) {
          JsonStreamContext within = parser.getParsingContext();
          within = token.isStructStart() ? within.getParent() : within;
          String name = within.getCurrentName();
          values += nodes(parser, token, within);
          if (within.inArray() && isOneOf(lists, within.getParent().getCurrentName())) {
            items++;
          } else if (token == JsonToken.VALUE_STRING
              && within.getNestingDepth() == 1
              && isOneOf(HEAD, name)) {
            head.put(name, parser.getText());
          }
        }
      }
    } catch (IOException e) {
      throw broken(e);
    }
    mustBeWritable(head);
    return new Overview(head, items, values);
  }

  /** A text may stand for an id message, or for a list of resources. */
  private static int nodes(JsonParser parser, JsonToken token, JsonStreamContext within)
      throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      return 1;
    }
    String name = within.getCurrentName();
    int nodes = within.inArray() || (name != null && name.endsWith("_id")) ? 2 : 1;
    if (isOneOf(RESOURCES, name)) {
      nodes += NODES_OF_A_RESOURCE;
      char[] text = parser.getTextCharacters();
      for (int i = parser.getTextOffset();
          i < parser.getTextOffset() + parser.getTextLength();
          i++) {
        nodes += text[i] == ';' ? NODES_OF_A_RESOURCE : text[i] == ',' ? NODES_OF_A_RANGE : 0;
      }
    }
    return nodes;
  }

  private static boolean isOneOf(Set<String> names, String name) {
    return name != null && names.contains(name);
  }

  private static JsonParser parser(CharBuffer text) throws IOException {
    return MAPPER.createParser(text.array(), text.arrayOffset(), text.length());
  }

  /** Why it is no JSON, without the settings of Jackson, which are nothing to whoever wrote it. */
  private static String reason(JsonProcessingException e) {
    return JACKSON_SETTING.matcher(e.getOriginalMessage()).replaceAll("");
  }

  private static RuntimeException broken(IOException e) {
    return e instanceof JsonProcessingException json
        ? malformed("is broken" + at(json) + ": " + reason(json))
        : new UncheckedIOException("an array cannot fail to be read", e);
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

  static RefusedException malformed(String what) {
    return new RefusedException(
        ErrorCode.MALFORMED,
        null,
        "the record " + what + "; a command is one JSON object, for example {\"type\":\"REVIVE\"}");
  }
}
