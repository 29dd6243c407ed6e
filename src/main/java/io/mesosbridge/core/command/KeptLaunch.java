package io.mesosbridge.core.command;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;
import static com.fasterxml.jackson.annotation.JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED;
import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.Outgoing.Source;
import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import io.mesosbridge.core.task.LiveTask.Launch;
import io.mesosbridge.core.task.StatusMeaning;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A launch that waits for an offer as {@code bridge-state} has it, under {@code launch/<id>}.
 *
 * @param commandId the command's id
 * @param topicId which topic of the name it stands in
 * @param command where it stands
 * @param receivedAt ISO-8601 instant, from which its deadline is counted
 * @param ceId its header {@code ce_id}, or null
 * @param traceparent its header {@code traceparent}, or null
 * @param request the headers by which its writer asks for a reply, or null
 * @param value its value
 * @param dropped what Mesos said of its tasks, which never ran, after the command had its result;
 *     empty for one that was not placed before
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are read, not compared
public record KeptLaunch(
    String commandId,
    String topicId,
    Position command,
    String receivedAt,
    String ceId,
    String traceparent,
    Map<String, byte[]> request,
    byte[] value,
    @JsonInclude(NON_EMPTY)
        @JsonFormat(with = {ACCEPT_SINGLE_VALUE_AS_ARRAY, WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED})
        List<Dropped> dropped) {

  /**
   * A task's status that says that it never ran.
   *
   * @param update its bytes as Mesos sent them
   * @param streamId in which subscription; null in what former versions kept
   * @param sequence the number of the event there
   */
  public record Dropped(TaskStatus status, byte[] update, String streamId, long sequence) {

    /** Refuses one that does not say what Mesos said. */
    public Dropped {
      requireNonNull(status, "status");
      requireNonNull(update, "update");
    }

    /** Said of tasks that ran and may return, or because somebody asked. */
    private static final Set<String> OTHER_REASONS =
        Set.of("REASON_AGENT_REMOVED", "REASON_SLAVE_REMOVED", "REASON_RECONCILIATION");

    /**
     * Whether the status says so. Source: {@code TaskState} in {@code mesos.proto}, and {@code
     * master.cpp} of Mesos.
     */
    static boolean isToldBy(TaskStatus status) {
      return switch (status.state()) {
        case "TASK_DROPPED" -> status.reason() == null || !OTHER_REASONS.contains(status.reason());
        case "TASK_LOST" -> "REASON_INVALID_OFFERS".equals(status.reason());
        default -> false;
      };
    }

    /** Whether it is this very status, or an answer that says no more. */
    boolean isSame(TaskStatus other) {
      return other.uuid() == null
          ? StatusMeaning.isAnswer(other) && other.state().equals(status.state())
          : other.uuid().equals(status.uuid());
    }

    static Dropped of(Event.Update update, Source source) {
      return new Dropped(
          update.status(), update.json().toArray(), source.streamId(), source.sequence());
    }
  }

  /** Refuses one that does not say which command, or since when it waits. */
  public KeptLaunch {
    requireNonNull(commandId, "command_id");
    requireNonNull(command, "command");
    Instant.parse(receivedAt);
    requireNonNull(value, "value");
    request = request == null ? Map.of() : request;
    dropped = dropped == null ? List.of() : dropped;
  }

  static KeptLaunch of(Entry entry, String topicId, List<Dropped> dropped) {
    CommandRecord record = entry.record();
    return new KeptLaunch(
        entry.id(),
        topicId,
        record.position(),
        record.receivedAt().toString(),
        record.ceId(),
        record.traceparent(),
        record.request(),
        record.value(),
        dropped);
  }

  /** As updates of its tasks name it. */
  Launch launch() {
    return new Launch(commandId, traceparent);
  }

  int bytes() {
    return value.length + dropped.stream().mapToInt(each -> each.update.length).sum();
  }

  boolean isOf(String taskId) {
    return dropped.stream().anyMatch(each -> taskId.equals(each.status.taskId()));
  }

  /** What it is about, as long as it is placed again. */
  List<String> subjects() {
    List<String> taskIds = dropped.stream().map(each -> each.status.taskId()).toList();
    return Subjects.ofLaunch(commandId, taskIds);
  }

  /** The command as it was received. */
  CommandRecord record() {
    return new CommandRecord(command, Instant.parse(receivedAt), ceId, traceparent, value, request);
  }

  /** When that was: between processes only the clock on the wall tells how long ago. */
  Now received(Now now) {
    long millis = Instant.parse(receivedAt).toEpochMilli();
    long ago = Math.max(0, now.millis() - millis);
    return new Now(now.nanos() - ago * 1_000_000, millis);
  }
}
