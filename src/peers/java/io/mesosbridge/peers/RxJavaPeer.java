package io.mesosbridge.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mesosphere.mesos.rx.java.MesosClientBuilder;
import com.mesosphere.mesos.rx.java.SinkOperation;
import com.mesosphere.mesos.rx.java.SinkOperations;
import com.mesosphere.mesos.rx.java.util.MessageCodec;
import com.mesosphere.mesos.rx.java.util.UserAgentEntries;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import rx.subjects.PublishSubject;

/**
 * mesos-rxjava with a plain producer: each event's bytes go to a topic, and an update is
 * acknowledged once Kafka has it. Nothing is parsed but the ids that an acknowledgement needs.
 */
public final class RxJavaPeer {

  private static final Pattern UPDATE =
      Pattern.compile(
          "\"type\":\"UPDATE\".*\"task_id\":\\{\"value\":\"([^\"]*)\".*"
              + "\"agent_id\":\\{\"value\":\"([^\"]*)\".*\"uuid\":\"([^\"]*)\"",
          Pattern.DOTALL);

  private RxJavaPeer() {}

  /** Master, Kafka's servers, topic, framework, and "buffered" for a buffer without bounds. */
  public static void main(String[] arguments) throws Throwable {
    String topic = arguments[2];
    String framework = arguments[3];
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", arguments[1], "acks", "all", "linger.ms", 1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    PublishSubject<Optional<SinkOperation<byte[]>>> calls = PublishSubject.create();
    String subscribe =
        "{\"type\":\"SUBSCRIBE\",\"framework_id\":{\"value\":\"%1$s\"},\"subscribe\":{\"framework_info\":"
            + "{\"user\":\"root\",\"name\":\"peer\",\"id\":{\"value\":\"%1$s\"}}}}";
    MesosClientBuilder<byte[], byte[]> client =
        MesosClientBuilder.<byte[], byte[]>newBuilder()
            .mesosUri(URI.create(arguments[0] + "/api/v1/scheduler"))
            .applicationUserAgentEntry(UserAgentEntries.literal("peer", "1"))
            .sendCodec(new Json())
            .receiveCodec(new Json())
            .subscribe(subscribe.formatted(framework).getBytes(UTF_8))
            .processStream(
                events ->
                    events
                        .doOnNext(event -> publish(event, framework, topic, producer, calls))
                        .map(event -> Optional.<SinkOperation<byte[]>>empty())
                        .mergeWith(calls));
    (arguments[4].equals("buffered") ? client.onBackpressureBuffer() : client)
        .build()
        .openStream()
        .await();
  }

  private static void publish(
      byte[] event,
      String framework,
      String topic,
      KafkaProducer<byte[], byte[]> producer,
      PublishSubject<Optional<SinkOperation<byte[]>>> calls) {
    producer.send(
        new ProducerRecord<>(topic, event),
        (at, failure) -> {
          if (failure != null) {
            System.err.println("not written: " + failure);
            return;
          }
          String head = new String(event, 0, Math.min(event.length, 1_000), UTF_8);
          Matcher update = UPDATE.matcher(head);
          if (update.find()) {
            calls.onNext(
                Optional.of(
                    SinkOperations.create(
                        ("{\"type\":\"ACKNOWLEDGE\",\"framework_id\":{\"value\":\"%s\"},"
                                + "\"acknowledge\":{\"task_id\":{\"value\":\"%s\"},\"agent_id\":"
                                + "{\"value\":\"%s\"},\"uuid\":\"%s\"}}")
                            .formatted(framework, update.group(1), update.group(2), update.group(3))
                            .getBytes(UTF_8))));
          }
        });
  }

  /** Bytes as they are. */
  private static final class Json implements MessageCodec<byte[]> {

    @Override
    public byte[] encode(byte[] message) {
      return message;
    }

    @Override
    public byte[] decode(byte[] bytes) {
      return bytes;
    }

    @Override
    public byte[] decode(InputStream in) {
      try {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String mediaType() {
      return "application/json";
    }

    @Override
    public String show(byte[] message) {
      return new String(message, UTF_8);
    }
  }
}
