package io.mesosbridge.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.JsonTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Whether commands about the same task, executor or FrameworkInfo took effect in their order, so
 * that no KILL ends a task that was launched behind it, and have their results in it.
 */
final class SimOrder {

  private static final Pattern SUBJECT = Pattern.compile("\"(?:task|executor)_id\":\"(\\w+)\"");
  private static final Set<String> OF_FRAMEWORK = Set.of("SUPPRESS", "REVIVE", "UPDATE_FRAMEWORK");
  private static final Set<String> LAUNCHES = Set.of("LAUNCH", "LAUNCH_GROUP", "ACCEPT");
  private static final Set<String> ENDS = Set.of("KILL", "SHUTDOWN");

  private final SimWorld world;
  private final SimEvidence evidence;

  SimOrder(SimEvidence evidence) {
    this.evidence = evidence;
    this.world = evidence.world();
  }

  /** The first promise that is broken, or null. */
  String firstBroken() {
    for (List<Written> same : bySubject().values()) {
      same.sort(Comparator.comparingLong(command -> command.record().offset()));
      for (int i = 1; i < same.size(); i++) {
        for (Written earlier : same.subList(0, i)) {
          String broken = broken(earlier, same.get(i));
          if (broken != null) {
            return broken;
          }
        }
      }
    }
    String late = updates();
    return late == null ? relaunches() : late;
  }

  /** Of each task id, what is told of a later launch is told behind all that is of an earlier. */
  private String updates() {
    Map<String, Long> launched = new HashMap<>();
    long epoch = -1;
    for (SimRecord update : world.kafka().history(SimWorld.UPDATES)) {
      List<Written> by =
          world.commands().byKey().getOrDefault(update.header(SimCodec.COMMAND_ID), List.of());
      boolean isOne =
          by.size() == 1
              && isOfFirstTopic(by.get(0))
              && !evidence.areSomeLost(evidence.results(by.get(0).key()));
      if (SimCodec.epoch(update) < epoch || !isOne) {
        continue; // consumers pass over the former, and cannot know which the latter is of
      }
      epoch = SimCodec.epoch(update);
      long order = by.get(0).record().offset();
      if (launched.merge(update.key(), order, Math::max) > order
          && !evidence.wasCalledLost(update.key())) {
        return "an update of task %s of command %s follows one of a later launch"
            .formatted(update.key(), by.get(0).key());
      }
    }
    return null;
  }

  /** Those that were written once and whose results are all kept, within each topic of commands. */
  private Map<String, List<Written>> bySubject() {
    Map<String, List<Written>> all = new TreeMap<>();
    for (List<Written> written : world.commands().byKey().values()) {
      Written only = written.get(0);
      List<SimRecord> itsResults = evidence.results(only.key());
      if (written.size() == 1
          && isOfFirstTopic(only)
          && !itsResults.isEmpty()
          && !evidence.areSomeLost(itsResults)) {
        for (String subject : subjects(only)) {
          all.computeIfAbsent(only.topicId() + " " + subject, any -> new ArrayList<>()).add(only);
        }
      }
    }
    return all;
  }

  /**
   * One that is made anew while brokers are away is read on from the old place, until its id tells.
   */
  private boolean isOfFirstTopic(Written command) {
    return command.topicId().equals(world.kafka().incarnations(SimWorld.COMMANDS).get(0).id());
  }

  /** What is ordered: of a task that was called lost and came back there may be two. */
  private List<String> subjects(Written command) {
    return OF_FRAMEWORK.contains(command.type())
        ? List.of("framework")
        : tasks(command).stream().filter(task -> !evidence.wasCalledLost(task)).toList();
  }

  private static List<String> tasks(Written command) {
    return LAUNCHES.contains(command.type()) || ENDS.contains(command.type())
        ? SUBJECT
            .matcher(SimEvidence.text(command.record()))
            .results()
            .map(found -> found.group(1))
            .toList()
        : List.of();
  }

  private String broken(Written earlier, Written later) {
    if (isToPlace(earlier) && !(later.type().equals("KILL") && isAccepted(later))) {
      return null; // it waits for an offer, and others need not wait for it
    }
    Long before = evidence.lastEffective(earlier.marker());
    Long behind = evidence.lastEffective(later.marker());
    // of two KILLs the first may be sent again, which harms nothing
    boolean areEnds = ENDS.contains(earlier.type()) && ENDS.contains(later.type());
    // a later one that expired was not sent again, though it had been, as the earlier one was
    boolean isFirst = before != null && behind != null && before > behind && !isExpired(later);
    if (isFirst && !areEnds) {
      return "command %s (%s) took effect behind command %s (%s), which was written after it"
          .formatted(earlier.key(), earlier.type(), later.key(), later.type());
    }
    boolean answered =
        isAccepted(earlier) && isAccepted(later) && !isLateOfADeleted(earlier, later);
    return answered && first(earlier).offset() > first(later).offset()
        ? "command %s (%s) has its result behind that of command %s (%s), which was written after it"
            .formatted(earlier.key(), earlier.type(), later.key(), later.type())
        : null;
  }

  /** What a successor cannot know of: Kafka deleted the command, and its result landed late. */
  private boolean isLateOfADeleted(Written earlier, Written later) {
    return world.commands().wereDeleted(List.of(earlier))
        && SimCodec.epoch(first(earlier)) < SimCodec.epoch(first(later));
  }

  private static boolean isToPlace(Written command) {
    return LAUNCHES.contains(command.type())
        && !SimEvidence.text(command.record()).contains("\"offer_ids\"");
  }

  private SimRecord first(Written command) {
    return evidence.results(command.key()).get(0);
  }

  private SimRecord last(Written command) {
    List<SimRecord> all = evidence.results(command.key());
    return all.get(all.size() - 1);
  }

  private boolean isExpired(Written command) {
    return !isAccepted(command) && SimEvidence.text(command.record()).contains("\"expires_at\"");
  }

  private boolean isAccepted(Written command) {
    return SimEvidence.text(first(command)).contains("\"outcome\":\"ACCEPTED\"");
  }

  /** Whoever read that a task had ended can launch it again, unless another leads meanwhile. */
  private String relaunches() {
    for (Reactions.Relaunched each : world.reactions().relaunched()) {
      Written relaunch = each.command();
      List<SimRecord> its = evidence.results(relaunch.key());
      boolean tells =
          world.commands().byKey().get(relaunch.key()).size() == 1
              && !its.isEmpty()
              && !evidence.areSomeLost(its)
              && SimCodec.epoch(its.get(0)) == SimCodec.epoch(each.end())
              && isDuplicate(SimEvidence.text(its.get(0)), each.end().key());
      if (tells && !isAnotherUnderWay(relaunch, each.end())) {
        return "command %s was refused as a duplicate, although its task was told to have ended"
            .formatted(relaunch.key());
      }
    }
    return null;
  }

  /** Whether it was refused for that task, and not for another of its tasks. */
  private static boolean isDuplicate(String result, String taskId) {
    JsonNode error = JsonTree.read(result).path("error");
    return error.path("code").asText().equals("DUPLICATE_TASK")
        && error.path("message").asText().contains(" task %s is ".formatted(taskId));
  }

  /** Also one that was launched since Mesos told of the end, which Kafka may have had late. */
  private boolean isAnotherUnderWay(Written relaunch, SimRecord end) {
    double told = JsonTree.read(SimEvidence.text(end)).path("timestamp").asDouble() * 1_000;
    List<String> relaunched = tasks(relaunch);
    boolean agentWasAway =
        world.kafka().history(SimWorld.UPDATES).stream()
            .anyMatch(update -> SimEvidence.text(update).contains("REASON_AGENT"));
    return agentWasAway
        || world.commands().byKey().values().stream()
            .flatMap(List::stream)
            .filter(
                other ->
                    !other.marker().equals(relaunch.marker()) && LAUNCHES.contains(other.type()))
            .filter(other -> tasks(other).stream().anyMatch(relaunched::contains))
            .anyMatch(
                other ->
                    evidence.results(other.key()).isEmpty()
                        || last(other).timestamp() >= relaunch.record().timestamp()
                        || (last(other).timestamp() >= told
                            && !other.key().equals(end.header(SimCodec.COMMAND_ID))));
  }
}
