package io.mesosbridge.core.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.command.CommandState.Concluding;
import io.mesosbridge.core.command.CommandState.Waiting;
import io.mesosbridge.core.command.CommandState.Why;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.task.LiveTask.Launch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The commands in hand: by id, by order, by what they are about. States change by {@link #move}
 * alone, which keeps all of these in step.
 */
final class Registry {

  private final Map<String, Entry> byId = new LinkedHashMap<>();
  private final TreeMap<Long, Entry> waiting = new TreeMap<>();
  private final Map<String, TreeMap<Long, Entry>> bySubject = new HashMap<>();
  private final TreeMap<Long, Entry> teardowns = new TreeMap<>();
  private int inDoubt;
  private int following;

  /** A command is in hand from now on. */
  void add(Entry entry) {
    hasItsId(entry);
    for (String subject : entry.subjects()) {
      bySubject.computeIfAbsent(subject, key -> new TreeMap<>()).put(entry.order(), entry);
    }
    enter(entry, entry.state);
  }

  /**
   * Whether the command has its id for itself: one of a topic that was made anew may have to wait
   * until the one that had the same position in the topic before has its result.
   */
  boolean hasItsId(Entry entry) {
    Entry other = byId.putIfAbsent(entry.id(), entry);
    return other == null || other == entry;
  }

  /** The command goes over into that state. */
  void move(Entry entry, CommandState next) {
    boolean wasUnderWay = isUnderWay(entry);
    leave(entry);
    entry.state = next;
    enter(entry, next);
    if (wasUnderWay && !isUnderWay(entry)) {
      releaseFollowers(entry);
    }
  }

  private static boolean isUnderWay(Entry entry) {
    return entry.state instanceof CommandState.ToPlace
        || entry.state instanceof CommandState.Intending
        || entry.state instanceof CommandState.Sent
        || entry.state instanceof CommandState.InDoubt;
  }

  /** KILLs wait for a launch of their task until it has its result, or begins anew. */
  private void releaseFollowers(Entry launch) {
    if (following == 0) {
      return;
    }
    for (String subject : launch.subjects()) {
      List<Entry> followers =
          about(subject).values().stream()
              .filter(entry -> entry.state instanceof Waiting now && now.why() == Why.LAUNCH)
              .toList();
      followers.forEach(follower -> move(follower, follower.state.waitFor(Why.ORDER)));
    }
  }

  /** The command has its result, or begins anew: it is not in hand any more. */
  void remove(Entry entry) {
    leave(entry);
    teardowns.remove(entry.order(), entry);
    byId.remove(entry.id(), entry);
    for (String subject : entry.subjects()) {
      bySubject.computeIfPresent(
          subject,
          (key, entries) -> {
            entries.remove(entry.order(), entry);
            return entries.isEmpty() ? null : entries;
          });
    }
  }

  private void leave(Entry entry) {
    if (entry.state instanceof Waiting now && now.why() == Why.LAUNCH) {
      following--;
    } else if (entry.state instanceof Waiting) {
      waiting.remove(entry.order(), entry);
    } else if (entry.state instanceof CommandState.InDoubt) {
      inDoubt--;
    }
  }

  private void enter(Entry entry, CommandState state) {
    if (state instanceof Waiting now && now.why() == Why.LAUNCH) {
      following++;
    } else if (state instanceof Waiting) {
      waiting.put(entry.order(), entry);
    } else if (state instanceof CommandState.InDoubt) {
      inDoubt++;
    } else if (state instanceof Concluding now && now.isTaken() && entry.isTeardown()) {
      teardowns.put(entry.order(), entry);
    }
  }

  /** The command of that id, if it is in hand. */
  Optional<Entry> find(String commandId) {
    return Optional.ofNullable(byId.get(commandId));
  }

  /** All commands in hand. */
  Collection<Entry> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /**
   * The next command that waits for its turn, or null; those that wait for a launch are passed
   * over.
   *
   * @param before the one before it; null for the first
   */
  Entry next(Entry before) {
    var next = before == null ? waiting.firstEntry() : waiting.higherEntry(before.order());
    return next == null ? null : next.getValue();
  }

  int waitingCount() {
    return waiting.size();
  }

  boolean hasDoubts() {
    return inDoubt > 0;
  }

  /** The commands in hand about the same subject, by order; empty for none. */
  NavigableMap<Long, Entry> about(String subject) {
    TreeMap<Long, Entry> entries = bySubject.get(subject);
    return entries == null ? Collections.emptyNavigableMap() : entries;
  }

  /** Whether an earlier command about the same is still to be carried out, or once more. */
  boolean isOvertaking(Entry entry) {
    return before(entry).anyMatch(earlier -> waiting.get(earlier.order()) == earlier);
  }

  /** The first TEARDOWN from there on that took effect and has no result in Kafka yet. */
  Optional<Entry> teardownFrom(long order) {
    return Optional.ofNullable(teardowns.ceilingEntry(order)).map(Map.Entry::getValue);
  }

  /** The earlier commands about the same; a TEARDOWN is about what all of them are. */
  Stream<Entry> before(Entry entry) {
    return entry.isTeardown()
        ? byId.values().stream().filter(other -> other.order() < entry.order())
        : entry.subjects().stream()
            .flatMap(about -> about(about).headMap(entry.order(), false).values().stream());
  }

  /** The launch of the task that was, or may have been, sent and has no result; else null. */
  Entry launchUnderWay(String taskId) {
    for (Entry entry : about(Subjects.task(taskId)).values()) {
      if (isUnderWay(entry) && !(entry.state instanceof CommandState.ToPlace) && entry.isLaunch()) {
        return entry;
      }
    }
    return null;
  }

  /** The command with that operation whose call may have left, until its result is written. */
  Optional<Entry> commandOf(String operationId) {
    return about(Subjects.operation(operationId)).values().stream()
        .filter(entry -> !(entry.state instanceof Waiting))
        .findFirst();
  }

  /** The launch that waits for an offer for the task; else null. */
  Entry launchToPlace(String taskId) {
    for (Entry entry : about(Subjects.task(taskId)).values()) {
      if (entry.state instanceof CommandState.ToPlace && entry.isLaunch()) {
        return entry;
      }
    }
    return null;
  }

  /** What updates of the task are told to follow from, while its launch there is under way. */
  Optional<Launch> launchOf(String taskId, String agentId) {
    Entry entry = launchUnderWay(taskId);
    if (entry == null || !entry.state.isOn(agentId)) {
      return Optional.empty();
    }
    String traceparent =
        entry.state instanceof CommandState.InDoubt doubt
            ? doubt.intent().traceparent()
            : entry.record().traceparent();
    return Optional.of(new Launch(entry.id(), traceparent));
  }

  /**
   * What a command is about. Of two commands about the same, the later one's result is written
   * after the earlier one's: so when the later is known to have taken effect, the earlier left
   * before it.
   */
  static final class Subjects {

    /** Of the commands that change the FrameworkInfo or its roles. */
    private static final String FRAMEWORK = "framework";

    private Subjects() {}

    static List<String> ofTasks(List<String> taskIds) {
      return taskIds.stream().map(Subjects::task).toList();
    }

    static String task(String taskId) {
      return "task/" + taskId;
    }

    static String operation(String operationId) {
      return "operation/" + operationId;
    }

    private static String executor(JsonNode holder) {
      JsonNode id = holder.at("/executor_id/value");
      return id.isTextual() ? "executor/" + id.textValue() : null;
    }

    /** The subjects of a command; none for one whose order among others changes nothing. */
    static List<String> of(Command command) {
      List<String> subjects = new ArrayList<>(ofTasks(command.taskIds()));
      JsonNode call = command.call();
      switch (command.header().type()) {
        case KILL -> subjects.addAll(ofTasks(command.namedTasks()));
        case SHUTDOWN -> add(subjects, executor(call.path("shutdown")));
        case MESSAGE -> add(subjects, executor(call.path("message")));
        case SUPPRESS, REVIVE, UPDATE_FRAMEWORK -> subjects.add(FRAMEWORK);
        case ACCEPT, LAUNCH, LAUNCH_GROUP -> {
          addExecutors(subjects, call);
          command.operations().forEach(each -> subjects.add(operation(each.operationId())));
        }
        default -> {
          // twice, or in another order, they do the same
        }
      }
      return subjects;
    }

    private static void addExecutors(List<String> subjects, JsonNode call) {
      for (JsonNode operation : call.at("/accept/operations")) {
        add(subjects, executor(operation.at("/launch_group/executor")));
        for (JsonNode task : operation.at("/launch/task_infos")) {
          add(subjects, executor(task.path("executor")));
        }
      }
    }

    private static void add(List<String> subjects, String subject) {
      if (subject != null && !subjects.contains(subject)) {
        subjects.add(subject);
      }
    }
  }
}
