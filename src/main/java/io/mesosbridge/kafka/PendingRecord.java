package io.mesosbridge.kafka;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A record that awaits Kafka. Belongs to the publisher's context but for its record. */
final class PendingRecord {

  private static final int OVERHEAD = 64;

  final ProducerRecord<byte[], byte[]> record;
  final Callback done;
  final boolean insists;
  final long number;
  final int size;
  final long sinceNanos = System.nanoTime();

  /** How often it was written in vain: whoever answers for an earlier attempt comes too late. */
  int attempts;

  boolean settled;

  /**
   * @param insists whether it is to be written however often Kafka refuses it
   * @param number its place in the order in which records were given to the publisher
   */
  PendingRecord(
      ProducerRecord<byte[], byte[]> record, Callback done, boolean insists, long number) {
    this.record = record;
    this.done = done;
    this.insists = insists;
    this.number = number;
    this.size = sizeOf(record);
  }

  String topic() {
    return record.topic();
  }

  private static int sizeOf(ProducerRecord<byte[], byte[]> record) {
    int size = OVERHEAD;
    for (var header : record.headers()) {
      size += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    size += record.key() == null ? 0 : record.key().length;
    return size + (record.value() == null ? 0 : record.value().length);
  }
}
