package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * A record of a topic of events as people see it: a CloudEvent in JSON, its data verbatim, with the
 * topic, partition and offset where it stands. Made once, however many watch. Belongs to one thread
 * at a time.
 */
public final class WatchedEvent {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String OF_CLOUD_EVENTS = "ce_";
  private static final String OF_MESOS = "mesos-";

  private final ConsumerRecord<byte[], byte[]> record;
  private String json;

  WatchedEvent(ConsumerRecord<byte[], byte[]> record) {
    this.record = record;
  }

  TopicPartition partition() {
    return new TopicPartition(record.topic(), record.partition());
  }

  long offset() {
    return record.offset();
  }

  /** The record's topic. */
  public String topic() {
    return record.topic();
  }

  /** The record's key, empty for none: the id of a task, an offer, a command. */
  public String key() {
    return record.key() == null ? "" : new String(record.key(), UTF_8);
  }

  /** The CloudEvent's type, empty for none. */
  public String type() {
    Header type = record.headers().lastHeader("ce_type");
    return type == null || type.value() == null ? "" : new String(type.value(), UTF_8);
  }

  /** The data, verbatim; null for a tombstone. */
  public byte[] data() {
    return record.value();
  }

  /** The JSON of all of it, in one line as far as the data is: a master's is. */
  public String json() {
    if (json == null) {
      json = write();
    }
    return json;
  }

  private String write() {
    StringWriter text = new StringWriter(record.serializedValueSize() + 512);
    try (JsonGenerator to = JSON.createGenerator(text)) {
      to.writeStartObject();
      for (Header header : record.headers()) {
        String name = header.key();
        if (header.value() != null && name.startsWith(OF_CLOUD_EVENTS)) {
          to.writeStringField(
              name.substring(OF_CLOUD_EVENTS.length()), new String(header.value(), UTF_8));
        } else if (header.value() != null && name.startsWith(OF_MESOS)) {
          to.writeStringField(name.replace("-", ""), new String(header.value(), UTF_8));
        }
      }
      to.writeStringField("topic", record.topic());
      to.writeNumberField("partition", record.partition());
      to.writeNumberField("offset", record.offset());
      to.writeStringField("key", key());
      to.writeFieldName("data");
      if (record.value() == null) {
        to.writeNull();
      } else {
        writeData(to, new String(record.value(), UTF_8));
      }
      to.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** What is no JSON, since somebody else wrote it, would break the event: it is a text there. */
  private static void writeData(JsonGenerator to, String data) throws IOException {
    if (isJson(data)) {
      to.writeRawValue(data);
    } else {
      to.writeString(data);
    }
  }

  private static boolean isJson(String data) {
    try (JsonParser from = JSON.createParser(data)) {
      boolean hasValue = from.nextToken() != null;
      from.skipChildren();
      return hasValue && from.nextToken() == null;
    } catch (IOException noJson) {
      return false;
    }
  }
}
