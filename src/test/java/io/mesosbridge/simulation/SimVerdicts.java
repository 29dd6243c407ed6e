package io.mesosbridge.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.JsonTree;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Whether each command has one result that says what became of it. */
final class SimVerdicts {

  /** Commands that reconciliation tells of, as long as there is the framework. */
  private static final Set<String> MESOS_CAN_TELL = Set.of("ACCEPT", "LAUNCH", "LAUNCH_GROUP");

  /** Commands whose call carries nothing by which it could be told. */
  private static final Set<String> UNMARKED =
      Set.of("TEARDOWN", "SUBSCRIBE", "CANCEL", "MALFORMED");

  /** Why what may be repeated is refused, though a former leader could still send it. */
  private static final Set<String> TOO_LATE = Set.of("TORN_DOWN", "EXPIRED");

  /** What is said of an offer that is not there. */
  private static final Set<String> NO_OFFER = Set.of("UNKNOWN_OFFER", "OFFER_GONE");

  private final SimEvidence evidence;
  private final SimWorld world;

  SimVerdicts(SimEvidence evidence) {
    this.evidence = evidence;
    this.world = evidence.world();
  }

  /** Every command has one result, which says what became of it. */
  String firstBroken() {
    for (Map.Entry<String, List<Written>> each : world.commands().byKey().entrySet()) {
      String key = each.getKey();
      List<SimRecord> all = evidence.results(key);
      List<Written> written = each.getValue().stream().filter(world.commands()::count).toList();
      if (written.isEmpty()) {
        if (!all.isEmpty()) {
          return "command " + key + " of an aborted transaction has a result";
        }
      } else if (all.isEmpty()) {
        if (!world.commands().wereDeleted(written)) {
          return "command " + key + " has no result";
        }
      } else {
        String found = verdict(key, written, all);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private String verdict(String key, List<Written> written, List<SimRecord> all) {
    if (evidence.areSomeLost(all)) {
      return null;
    }
    boolean sameIdentity =
        written.stream().map(Written::topicId).distinct().count() == 1
            || !key.startsWith(SimWorld.COMMANDS);
    if (!sameIdentity) {
      return written.stream().allMatch(each -> isAnswered(each, all))
          ? null
          : "command " + key + " has no result but that of another one of its id";
    }
    long highest = all.stream().mapToLong(SimCodec::epoch).max().orElse(0);
    SimRecord last = all.get(0);
    for (SimRecord result : all) {
      last = SimCodec.epoch(result) == highest ? result : last;
    }
    SimRecord end = all.get(all.size() - 1);
    if (!Arrays.equals(end.value(), last.value())) {
      return "command %s has a late result behind the rightful one: %s, not %s"
          .formatted(key, SimEvidence.text(end), SimEvidence.text(last));
    }
    for (SimRecord result : all) {
      if (SimCodec.epoch(result) == highest && !Arrays.equals(result.value(), last.value())) {
        return "command %s has two results: %s and %s"
            .formatted(key, SimEvidence.text(result), SimEvidence.text(last));
      }
      if (!Arrays.equals(result.value(), last.value())
          && isRefusal(result)
          && !isOfWhatADeadLeaderKnew(result, written)) {
        return "command %s was refused, %s, before it was not: %s"
            .formatted(key, SimEvidence.text(result), SimEvidence.text(last));
      }
    }
    JsonNode result = JsonTree.read(SimEvidence.text(last));
    // Of those that share an id, the first may have been deleted before anybody read it.
    String type = result.path("type").asText(written.get(0).type());
    if (UNMARKED.contains(type)) {
      return null;
    }
    List<String> markers = markersSince(result, written);
    int times = markers.stream().mapToInt(evidence::taken).sum();
    List<String> inOrder =
        markers.stream()
            .filter(marker -> marker.equals(markers.get(0)) || !mayBePassedOver(marker))
            .toList();
    boolean isRepeated = inOrder.stream().mapToInt(evidence::effective).sum() > 1;
    String outcome = result.path("outcome").asText();
    boolean wrong =
        switch (outcome) {
          case "ACCEPTED" ->
              SimEvidence.isRepeatable(type)
                  ? times == 0 && !isToldByALaterOne(result, written)
                  : isRepeated || (times == 0 && !isOfATaskThatWasCalledLost(result));
          case "REJECTED" ->
              inOrder.stream().anyMatch(evidence::tookEffect)
                  && !isOfWhatADeadLeaderKnew(last, written);
          default ->
              !SimEvidence.isRepeatable(type)
                  && (isRepeated
                      || (MESOS_CAN_TELL.contains(type)
                          && world.checkpoints() // or an agent's restart hides what was launched
                          && !isGone(result.path("agent_id").asText()) // or nobody can tell
                          && isAbout(result, written.get(0)) // no deleted one has its id
                          && !isLostWithoutId(key)
                          && !evidence.hasFrameworkEnded()
                          && !mayATeardownHaveLeft()));
        };
    return wrong
        ? "command %s (%s) is %s, but the master took it %d times"
            .formatted(key, type, outcome, times)
        : null;
  }

  private boolean isGone(String agentId) {
    for (JsonNode agent : JsonTree.read(world.cluster().state()).path("agents")) {
      if (agent.path("id").asText().equals(agentId)) {
        return agent.path("status").asText().equals("GONE");
      }
    }
    return false;
  }

  /**
   * What a result tells of. Those before its command were deleted; each may have been carried out
   * without a result, and another record of it, behind the command, is only answered with this one.
   */
  private static List<String> markersSince(JsonNode result, List<Written> written) {
    List<String> deleted =
        written.stream().takeWhile(each -> !isAbout(result, each)).map(Written::marker).toList();
    List<String> since = written.stream().skip(deleted.size()).map(Written::marker).toList();
    return since.stream()
        .filter(marker -> marker.equals(since.get(0)) || !deleted.contains(marker))
        .distinct()
        .toList();
  }

  /**
   * A topic that is made anew may be read in its midst at first: what may be repeated was carried
   * out then, before the one of its id that it follows.
   */
  private boolean mayBePassedOver(String marker) {
    Written command = world.commands().byMarker(marker);
    return SimEvidence.isRepeatable(command.type())
        && !command.topicId().equals(world.kafka().incarnations(SimWorld.COMMANDS).get(0).id());
  }

  /** What is told of a lost launch by its task may be of another record at its position. */
  private boolean isLostWithoutId(String key) {
    return key.startsWith(SimWorld.COMMANDS + "-")
        && world.kafka().incarnations(SimWorld.STATE).size() > 1;
  }

  private boolean isAnswered(Written command, List<SimRecord> all) {
    return world.commands().wereDeleted(List.of(command))
        || all.stream().anyMatch(each -> isAbout(JsonTree.read(SimEvidence.text(each)), command));
  }

  private static boolean isAbout(JsonNode result, Written command) {
    JsonNode position = result.path("command");
    return position.isMissingNode()
        || (position.path("offset").asLong() == command.record().offset()
            && Instant.parse(position.path("timestamp").asText()).toEpochMilli()
                == command.record().timestamp());
  }

  /** Behind one that left and whose master forgot it, an unknown task may have run. */
  private boolean mayATeardownHaveLeft() {
    return world.kafka().history(SimWorld.STATE).stream()
        .filter(record -> record.key().startsWith("command/") && record.value() != null)
        .anyMatch(record -> SimEvidence.text(record).contains("\"type\":\"TEARDOWN\""));
  }

  private boolean isOfATaskThatWasCalledLost(JsonNode result) {
    return StreamSupport.stream(result.path("task_ids").spliterator(), false)
        .anyMatch(task -> evidence.wasCalledLost(task.asText()));
  }

  /** A later command tells that it left; what answer was on its way to the bridge nobody knows. */
  private boolean isToldByALaterOne(JsonNode result, List<Written> written) {
    return !result.hasNonNull("http_status")
        && written.stream().anyMatch(each -> world.commands().wasCalled(each.marker()));
  }

  /**
   * A leader that died had sent it, and the next one could not know: a DECLINE of an offer that is
   * gone, a KILL of a task that runs on another agent by now, or what may be repeated, behind a
   * TEARDOWN or its own end.
   */
  private boolean isOfWhatADeadLeaderKnew(SimRecord refusal, List<Written> written) {
    JsonNode result = JsonTree.read(SimEvidence.text(refusal));
    long epoch = SimCodec.epoch(refusal);
    String type = result.path("type").asText();
    String code = result.at("/error/code").asText();
    return ((type.equals("DECLINE") && NO_OFFER.contains(code))
            || (type.equals("KILL") && code.equals("INVALID"))
            || (SimEvidence.isRepeatable(type) && TOO_LATE.contains(code)))
        && written.stream().anyMatch(each -> world.commands().othersCalled(each.marker(), epoch));
  }

  /** Whether other leaders had to know of it before it was told. */
  private static boolean isRefusal(SimRecord result) {
    JsonNode json = JsonTree.read(SimEvidence.text(result));
    return json.path("outcome").asText().equals("REJECTED")
        && !json.at("/error/code").asText().equals("MALFORMED");
  }
}
