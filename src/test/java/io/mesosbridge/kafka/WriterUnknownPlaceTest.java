package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a writer does about a record that Kafka has without saying where. */
class WriterUnknownPlaceTest extends WriterRig {

  @ParameterizedTest
  @CsvSource({"true,at 0", "false,at -1"})
  void whatKafkaHadAlreadyAndCannotTellWhereIsWrittenOnceMoreIfItMatters(
      boolean insists, String expected) {
    // Given
    MockProducer<byte[], byte[]> repeating =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          private boolean isSecond;

          @Override
          public synchronized java.util.concurrent.Future<RecordMetadata> send(
              ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (isSecond) {
              return super.send(record, callback);
            }
            isSecond = true;
            TopicPartition partition = new TopicPartition(record.topic(), 0);
            callback.onCompletion(new RecordMetadata(partition, -1, 0, 0, 0, 0), null);
            return null;
          }
        };
    writer = new Writer(() -> repeating, "repeating", loop, BOUNDS, meters);
    ProducerRecord<byte[], byte[]> result = new ProducerRecord<>("topic", new byte[1]);
    Callback tells = (metadata, failure) -> told.add("at " + metadata.offset());

    // When
    loop.onContext(
        () -> {
          if (insists) {
            writer.publishSurely(result, tells);
          } else {
            writer.publish(result, tells);
          }
        });

    // Then
    await().until(() -> !told.isEmpty());
    assertThat(told).containsExactly(expected);
  }
}
