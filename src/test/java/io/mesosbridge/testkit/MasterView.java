package io.mesosbridge.testkit;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.Ledger;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a master got and sent, as trees. */
public record MasterView(SimulatedCluster mesos, Duration patience) {

  /** A call of that type that the master got, as wanted. */
  public Ledger.Call awaitCall(String type, Predicate<JsonNode> wanted) {
    return await(type + " at the master")
        .atMost(patience)
        .until(
            () ->
                mesos.ledger().calls(type).stream()
                    .filter(call -> wanted.test(JsonTree.read(call.body())))
                    .findFirst()
                    .orElse(null),
            call -> call != null && call.answeredAt() != null);
  }

  /** The same, as a tree. */
  public JsonNode decoded(String type, Predicate<JsonNode> wanted) {
    return JsonTree.read(awaitCall(type, wanted).body());
  }

  /**
   * The uuids of the task's updates that were acknowledged; an agent that does not hear of it in
   * time sends an update once more, and has it acknowledged once more.
   */
  public Set<String> acknowledged(String taskId) {
    return mesos.ledger().calls("ACKNOWLEDGE").stream()
        .map(call -> JsonTree.read(call.body()).path("acknowledge"))
        .filter(call -> call.at("/task_id/value").asText().equals(taskId))
        .map(call -> call.path("uuid").asText())
        .collect(Collectors.toSet());
  }

  /** The events of that type that the framework was sent. */
  public List<Ledger.SentEvent> sent(String frameworkId, String type) {
    return mesos.ledger().events().stream()
        .filter(event -> frameworkId.equals(event.frameworkId()) && event.type().equals(type))
        .toList();
  }
}
