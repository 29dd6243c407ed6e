package io.mesosbridge.state;

import static java.util.Objects.requireNonNull;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A call that must not be repeated and may have been sent; kept under {@code command/<id>} from
 * before it is sent until its result is written.
 *
 * @param commandId the command's id
 * @param type the command's type
 * @param repetition how to find out what became of it, as the command language names it
 * @param frameworkId the framework that it was meant for, or null
 * @param taskIds the tasks that it launches, or empty
 * @param agentId the agent that it launches on, or null
 * @param offerIds the offers that it uses, or empty
 * @param placed whether the bridge chose the offers
 * @param receivedAt ISO-8601 instant
 * @param command where the command stands
 * @param traceparent the command's W3C trace context, or null
 */
@RegisterForReflection
public record Intent(
    String commandId,
    String type,
    String repetition,
    String frameworkId,
    List<String> taskIds,
    String agentId,
    List<String> offerIds,
    boolean placed,
    String receivedAt,
    Position command,
    String traceparent) {

  /** Refuses an intent that does not say which command, or what it is about. */
  public Intent {
    requireNonNull(commandId, "command_id");
    requireNonNull(type, "type");
    requireNonNull(repetition, "repetition");
    taskIds = taskIds == null ? List.of() : taskIds;
    offerIds = offerIds == null ? List.of() : offerIds;
  }

  /** Where a record stands. */
  @RegisterForReflection
  public record Position(String topic, int partition, long offset) {}
}
