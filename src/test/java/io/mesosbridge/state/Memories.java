package io.mesosbridge.state;

import io.mesosbridge.kafka.Topics;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a bridge remembers that read these records. */
public final class Memories {

  private Memories() {}

  /** Nothing. */
  public static Remembered none(Topics topics) {
    return of(topics, List.of());
  }

  static Remembered of(Topics topics, List<ConsumerRecord<byte[], byte[]>> records) {
    Remembered remembered = new Remembered(topics);
    records.forEach(remembered::apply);
    return remembered;
  }
}
