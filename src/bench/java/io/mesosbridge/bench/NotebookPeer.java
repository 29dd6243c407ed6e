package io.mesosbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The notebook's way: a blocking client that reads the line with a record's length, the record,
 * writes it to Kafka, waits, and acknowledges it if it is an update.
 */
final class NotebookPeer {

  private static final String SUBSCRIBE =
      "{\"type\":\"SUBSCRIBE\",\"framework_id\":{\"value\":\"%1$s\"},\"subscribe\":{"
          + "\"framework_info\":{\"user\":\"root\",\"name\":\"notebook\",\"id\":{\"value\":\"%1$s\"}}}}";

  private NotebookPeer() {}

  /** Master, Kafka's servers, topic, framework. */
  public static void main(String[] arguments) throws Exception {
    URL master = new URL(arguments[0] + "/api/v1/scheduler");
    HttpURLConnection subscription =
        post(master, null, SUBSCRIBE.formatted(MesosTexts.FRAMEWORK).getBytes(UTF_8));
    String stream = subscription.getHeaderField("Mesos-Stream-Id");
    try (InputStream in = new BufferedInputStream(subscription.getInputStream(), 65_536);
        var producer =
            new KafkaProducer<>(
                Map.<String, Object>of(
                    "bootstrap.servers", arguments[1], "acks", "all", "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      while (true) {
        byte[] record = in.readNBytes(length(in));
        producer.send(new ProducerRecord<>(arguments[2], record)).get();
        JsonObject event = new JsonObject(new String(record, UTF_8));
        if (event.getString("type").equals("UPDATE")) {
          acknowledge(master, stream, event.getJsonObject("update").getJsonObject("status"));
        }
      }
    }
  }

  private static int length(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the master closed the stream");
      }
      line.append((char) next);
    }
    return Integer.parseInt(line.toString());
  }

  private static void acknowledge(URL master, String stream, JsonObject status) throws IOException {
    if (status.containsKey("uuid")) {
      JsonObject acknowledge = new JsonObject();
      for (String field : new String[] {"task_id", "agent_id", "uuid"}) {
        acknowledge.put(field, status.getValue(field));
      }
      JsonObject call = new JsonObject().put("type", "ACKNOWLEDGE").put("acknowledge", acknowledge);
      call.put("framework_id", new JsonObject().put("value", MesosTexts.FRAMEWORK));
      try (InputStream answer =
          post(master, stream, call.encode().getBytes(UTF_8)).getInputStream()) {
        answer.readAllBytes();
      }
    }
  }

  private static HttpURLConnection post(URL master, String stream, byte[] call) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) master.openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("Accept", "application/json");
    if (stream != null) {
      connection.setRequestProperty("Mesos-Stream-Id", stream);
    }
    connection.getOutputStream().write(call);
    return connection;
  }
}
