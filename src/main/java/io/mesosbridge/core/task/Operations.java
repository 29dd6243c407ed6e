package io.mesosbridge.core.task;

import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Recent;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.core.mesos.OperationStatus;
import java.util.Map;

/** Operation updates: to Kafka first, then acknowledged; repeated ones only acknowledged. */
public final class Operations {

  private static final int REMEMBERED = 10_000;
  private static final Outgoing.Type UPDATE = new Outgoing.Type(true, "UPDATE_OPERATION_STATUS");

  private final Journal journal;
  private final Acknowledgements acknowledgements;
  private final Map<String, Boolean> writtenByUuid = new Recent<>(REMEMBERED);

  /** No update is on its way to Kafka yet. */
  public Operations(Journal journal, Acknowledgements acknowledgements) {
    this.journal = journal;
    this.acknowledgements = acknowledgements;
  }

  /** Whether Kafka has this update already, or is about to. */
  public boolean isRepeated(OperationStatus status) {
    return status.uuid() != null && writtenByUuid.containsKey(status.uuid());
  }

  /** Acknowledges a repeated update again, unless its first copy is still on its way to Kafka. */
  public void repeated(OperationStatus status) {
    if (writtenByUuid.get(status.uuid())) {
      acknowledgements.published(status);
    }
  }

  /** Publishes an update. */
  public void publish(OperationStatus status) {
    String uuid = status.uuid();
    if (uuid != null) {
      writtenByUuid.put(uuid, false);
    }
    journal.event(
        new WriteId.OperationUpdate(status),
        Topic.OPERATION_UPDATES,
        keyOf(status),
        UPDATE,
        uuid == null ? journal.eventId() : uuid,
        status.json().toArray());
  }

  /** Kafka has an update: Mesos may forget it. */
  public void updateWritten(OperationStatus status) {
    if (status.uuid() != null) {
      writtenByUuid.put(status.uuid(), true);
    }
    acknowledgements.published(status);
  }

  /** Kafka refused an update: what is to be asked for again is said by the caller. */
  public void updateRefused(OperationStatus status) {
    if (status.uuid() != null) {
      writtenByUuid.remove(status.uuid());
    }
  }

  private String keyOf(OperationStatus status) {
    if (status.operationId() != null) {
      return status.operationId();
    }
    return status.agentId() == null ? journal.frameworkKey() : status.agentId();
  }
}
