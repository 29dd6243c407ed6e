package io.mesosbridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A record as a consumer sees it, or as it is given to a producer.
 *
 * @param topic without the prefix that a test gave its bridge
 * @param value null for a tombstone
 * @param headers the last one of each name, in UTF-8
 */
public record KafkaRecord(
    String topic, long offset, String key, String value, Map<String, String> headers) {

  static KafkaRecord of(String topic, ConsumerRecord<byte[], byte[]> record) {
    return of(topic, record.offset(), record.key(), record.value(), record.headers());
  }

  public static KafkaRecord of(ProducerRecord<byte[], byte[]> record) {
    return of(record.topic(), -1, record.key(), record.value(), record.headers());
  }

  private static KafkaRecord of(
      String topic, long offset, byte[] key, byte[] value, Headers headers) {
    Map<String, String> texts = new LinkedHashMap<>();
    headers.forEach(header -> texts.put(header.key(), text(header.value())));
    return new KafkaRecord(topic, offset, text(key), text(value), texts);
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
    return JsonTree.read(value);
  }
}
