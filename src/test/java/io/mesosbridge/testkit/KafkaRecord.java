package io.mesosbridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record as a consumer sees it.
 *
 * @param topic without the prefix
 * @param value null for a tombstone
 * @param headers the last one of each name, in UTF-8
 */
public record KafkaRecord(
    String topic, long offset, String key, String value, Map<String, String> headers) {

  static KafkaRecord of(String topic, ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
    return new KafkaRecord(
        topic, record.offset(), text(record.key()), text(record.value()), headers);
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  /** A header's value, or null. */
  public String header(String name) {
    return headers.get(name);
  }

  public boolean isTombstone() {
    return value == null;
  }

  /** The value as a tree. */
  public JsonNode json() {
    return Json.read(value);
  }
}
