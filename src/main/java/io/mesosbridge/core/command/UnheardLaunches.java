package io.mesosbridge.core.command;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.command.KeptLaunch.Dropped;
import io.mesosbridge.core.command.OutgoingCall.Part;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.Command.LaunchToPlace;
import io.mesosbridge.core.task.LiveTask.Launch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Placed launches that may turn out never to have run: of their tasks nothing has been heard, or
 * only that Mesos dropped them, which is held back here until it is known of all of them.
 */
final class UnheardLaunches {

  /** A status that Mesos attaches much to is not held. */
  private static final int LARGEST_UPDATE = 64 << 10;

  /** Mesos drops the tasks of a launch one after the other, and at once if it drops them all. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final BridgeConfig.Placement config;
  private final Map<String, Sent> byTask = new HashMap<>();

  /** Of which some tasks were dropped, and of others nothing has been heard. */
  private final Set<Sent> inPart = new LinkedHashSet<>();

  private long bytes;

  /** A launch whose call left for an agent. */
  static final class Sent {
    private final Entry entry;
    private final List<String> taskIds;
    private final String agentId;
    private final Map<String, Dropped> dropped = new LinkedHashMap<>();
    private long givenUpAt;
    private boolean isBeingKept;

    private Sent(Entry entry, List<String> taskIds, String agentId) {
      this.entry = entry;
      this.taskIds = taskIds;
      this.agentId = agentId;
    }

    Entry entry() {
      return entry;
    }

    /** As updates of its tasks name it. */
    Launch launch() {
      return new Launch(entry.id(), entry.record().traceparent());
    }

    /** Null for an update that does not say on which agent. */
    boolean isOn(String agent) {
      return agent == null || agent.equals(agentId);
    }

    /** Whether tasks are of that executor; that of a task which brings none has the task's id. */
    private boolean isOf(String executorId, List<String> subjects) {
      return taskIds.contains(executorId) || !Collections.disjoint(subjects, entry.subjects());
    }

    /** What is held of the task; null for nothing. */
    Dropped dropped(String taskId) {
      return dropped.get(taskId);
    }

    /** All that is held, in the order in which it came. */
    List<Dropped> dropped() {
      return List.copyOf(dropped.values());
    }

    /** Whether all of its tasks were dropped, so that it never ran. */
    boolean neverRan() {
      return dropped.size() == taskIds.size();
    }

    /** Whether that is on its way to Kafka. */
    boolean isBeingKept() {
      return isBeingKept;
    }

    void beingKept() {
      isBeingKept = true;
    }

    private long bytes() {
      return entry.record().cost()
          + dropped.values().stream().mapToLong(each -> each.update().length).sum();
    }
  }

  UnheardLaunches(BridgeConfig.Placement config) {
    this.config = config;
  }

  /** The call leaves; of more tasks than launches may wait none is held back. */
  void sending(Part part) {
    Entry entry = part.entry();
    if (entry.reading() instanceof LaunchToPlace launch
        && entry.order() == entry.record().offset() // not of a topic that was there before
        && byTask.size() + launch.taskIds().size() <= config.maxWaiting()
        && bytes + entry.record().cost() <= config.maxWaitingBytes()) {
      Sent sent = new Sent(entry, launch.taskIds(), part.ready().agentId());
      sent.taskIds.forEach(taskId -> byTask.put(taskId, sent));
      bytes += sent.bytes();
    }
  }

  /** The launch of that task; null for none. */
  Sent of(String taskId) {
    return byTask.get(taskId);
  }

  /** The launch of that command; null for none. */
  Sent ofCommand(String commandId) {
    return byTask.values().stream()
        .filter(sent -> sent.entry.id().equals(commandId))
        .findFirst()
        .orElse(null);
  }

  /** Those of which the command, a KILL or a SHUTDOWN, ends tasks, though nobody has told yet. */
  List<Sent> endedBy(Part part) {
    Command command = part.command();
    if (command.header().type() == CommandType.KILL) {
      return command.namedTasks().stream().map(byTask::get).filter(Objects::nonNull).toList();
    }
    String executorId = command.call().at("/shutdown/executor_id/value").asText();
    return byTask.values().stream()
        .distinct()
        .filter(sent -> sent.isOn(part.ready().agentId()))
        .filter(sent -> !sent.isBeingKept()) // else it is on no agent any more
        .filter(sent -> sent.isOf(executorId, part.entry().subjects()))
        .toList();
  }

  /** The launch that this command is; null for none. */
  Sent of(Entry entry) {
    Sent sent =
        entry.reading() instanceof LaunchToPlace launch
            ? byTask.get(launch.taskIds().get(0))
            : null;
    return sent != null && sent.entry == entry ? sent : null;
  }

  /**
   * Holds back that a task was dropped.
   *
   * @return false when there is no room for it
   */
  boolean hold(Sent sent, Dropped dropped, Now now) {
    int length = dropped.update().length;
    if (length > LARGEST_UPDATE || bytes + length > config.maxWaitingBytes()) {
      return false;
    }
    bytes += length;
    sent.dropped.put(dropped.status().taskId(), dropped);
    if (sent.neverRan()) {
      inPart.remove(sent);
    } else if (inPart.add(sent)) {
      sent.givenUpAt = now.after(PATIENCE);
    }
    return true;
  }

  /** More is known of the launch, or it is not to be placed again. */
  void forget(Sent sent) {
    sent.taskIds.forEach(byTask::remove);
    inPart.remove(sent);
    bytes -= sent.bytes();
  }

  /** Whether something is held that is given up after some time. */
  boolean isAnyInPart() {
    return !inPart.isEmpty();
  }

  /** Those of which it is not waited any longer what becomes of their other tasks. */
  List<Sent> late(Now now) {
    List<Sent> late = new ArrayList<>();
    for (Sent sent : inPart) {
      if (!now.isPast(sent.givenUpAt)) {
        break; // later ones came later
      }
      late.add(sent);
    }
    return late;
  }

  /** Nothing is held any more; returns those that are on their way to Kafka. */
  List<Sent> clear() {
    List<Sent> beingKept = byTask.values().stream().distinct().filter(Sent::isBeingKept).toList();
    byTask.clear();
    inPart.clear();
    bytes = 0;
    return beingKept;
  }
}
