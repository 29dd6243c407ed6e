package io.mesosbridge.events;

import io.mesosbridge.core.Recent;
import io.mesosbridge.core.mesos.OperationStatus;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Topics;
import java.util.Map;

/** Operation updates: to Kafka first, then acknowledged; repeated ones only acknowledged. */
final class OperationUpdates {

  private static final int REMEMBERED = 10_000;

  private final Journal journal;
  private final Topics topics;
  private final Acknowledgements acknowledgements;
  private final Map<String, Boolean> publishedByUuid = new Recent<>(REMEMBERED);

  OperationUpdates(Journal journal, Topics topics, Acknowledgements acknowledgements) {
    this.journal = journal;
    this.topics = topics;
    this.acknowledgements = acknowledgements;
  }

  /** Whether Kafka has this update already, or is about to. */
  boolean isRepeated(OperationStatus status) {
    return status.uuid() != null && publishedByUuid.containsKey(status.uuid());
  }

  void repeat(OperationStatus status) {
    if (publishedByUuid.get(status.uuid())) {
      acknowledgements.published(status);
    }
  }

  void publish(OperationStatus status) {
    String uuid = status.uuid();
    if (uuid != null) {
      publishedByUuid.put(uuid, false);
    }
    String id = uuid == null ? journal.eventId() : uuid;
    var record =
        journal.event(
            topics.operationUpdates,
            keyOf(status),
            "UPDATE_OPERATION_STATUS",
            id,
            status.json().toArray());
    journal.write(record, (metadata, failure) -> settle(status, failure == null));
  }

  private void settle(OperationStatus status, boolean written) {
    if (status.uuid() != null && !written) {
      publishedByUuid.remove(status.uuid());
    } else if (written) {
      if (status.uuid() != null) {
        publishedByUuid.put(status.uuid(), true);
      }
      acknowledgements.published(status);
    }
  }

  private String keyOf(OperationStatus status) {
    if (status.operationId() != null) {
      return status.operationId();
    }
    return status.agentId() == null ? journal.frameworkKey() : status.agentId();
  }
}
