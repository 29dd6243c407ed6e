package io.mesosbridge.core;

import static io.mesosbridge.core.Ruled.message;
import static io.mesosbridge.core.Ruled.policy;
import static io.mesosbridge.core.Ruled.with;
import static io.mesosbridge.core.offer.ResourceFormat.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.offer.Allocation;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code most-in-all}: what the tasks have that a rule is about counts, and nobody gets past. */
class MostInAllTest {

  private static final String MOST = "{rules: [{name: web, most-in-all: 'cpus:0.15'}]}";

  @Test
  void whatLiveTasksHaveCountsUntilTheyEnd() {
    // Given
    TermFixture bridge = with(MOST, Known.live("old", null, "web", "cpus:0.1;mem:32"));

    // When
    bridge.launch("web-1");
    bridge.update("old", "TASK_FINISHED", "u-2");
    bridge.launch("web-2");
    bridge.offer("o-1");

    // Then
    assertThat(bridge.result("launch-web-1")).contains("NOT_ALLOWED");
    assertThat(message(bridge, "launch-web-1"))
        .isEqualTo(
            "/launch: rule \"web\" allows no more cpus in all than 0.15; its tasks have 0.1, and"
                + " this wants 0.1 more");
    assertThat(bridge.seen().launched()).containsExactly("web-2");
  }

  @Test
  void launchesThatShareAnOfferShareWhatIsLeft() {
    // Given
    TermFixture bridge = with(MOST);
    bridge.launch("web-1");
    bridge.launch("web-2");

    // When
    bridge.offer("o-1");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web-1");
    assertThat(bridge.result("launch-web-1")).isEqualTo("none");
    assertThat(bridge.result("launch-web-2")).contains("NOT_ALLOWED");
  }

  @Test
  void aLaunchThatHadNoEffectCountsNoLonger() {
    // Given
    TermFixture bridge = with(MOST);
    bridge.launch("web-1");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", new CallOutcome.Refused(400, "no"));

    // When
    bridge.launch("web-2");

    // Then
    assertThat(bridge.result("launch-web-2")).isEqualTo("none");
    bridge.offer("o-2");
    assertThat(bridge.seen().launched()).containsExactly("web-1", "web-2");
  }

  @Test
  void whoeverLeadsNextCountsALaunchInDoubt() {
    // Given
    TermFixture bridge = with(MOST);
    bridge.launch("web-1");
    bridge.offer("o-1");
    TermFixture next = bridge.dies();
    next.seen().policy = policy(MOST);
    next.subscribe();

    // When
    next.launch("web-2");

    // Then
    assertThat(next.result("launch-web-2")).contains("NOT_ALLOWED");
  }

  @Test
  void anotherPolicyCountsAnew() {
    // Given
    TermFixture bridge = with(MOST, Known.live("old", null, "web", "cpus:0.1"));
    bridge.launch("web-1");

    // When
    bridge.seen().policy =
        policy("{rules: [{name: old, tasks: old}, {name: web, most-in-all: 'cpus:0.15'}]}");
    bridge.launch("web-2");
    bridge.offer("o-1");

    // Then
    assertThat(bridge.result("launch-web-1")).contains("NOT_ALLOWED");
    assertThat(bridge.seen().launched()).containsExactly("web-2");
  }

  @Test
  void aTaskThatWasThereBeforeThePolicyCounts() {
    // Given
    TermFixture bridge =
        with(
            "{rules: [{name: former, most-in-all: mem:9}]}",
            Known.live("old", null, "web", "cpus:0.1"));
    bridge.kill("any");

    // When
    bridge.seen().policy = policy(MOST);
    bridge.launch("web-1");

    // Then
    assertThat(bridge.result("launch-web-1")).contains("NOT_ALLOWED");
  }

  @Test
  void anExecutorCountsWithItsTasks() {
    // Given
    TermFixture bridge = with(MOST);
    bridge.offer("o-1");

    // When
    bridge.command(
        """
        {"id":"pod","type":"LAUNCH_GROUP","launch_group":{"offer_ids":["o-1"],
         "executor":{"executor_id":"pod","resources":"cpus:0.1"},
         "task_group":{"tasks":[{"task_id":"a","command":{"value":"x"},"resources":"cpus:0.1"}]}}}\
        """);

    // Then
    assertThat(bridge.result("pod")).contains("NOT_ALLOWED");
  }

  private static void launch(TermFixture bridge, String taskId, String resources) {
    bridge.command(
        """
        {"id":"launch-%1$s","type":"LAUNCH","launch":{"task_infos":[
         {"task_id":"%1$s","command":{"value":"x"},"resources":"%2$s"}]}}\
        """
            .formatted(taskId, resources));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpus:0.1", "cpus:0.1;LONG:0"})
  void whatATaskHasCountsHoweverItIsWritten(String resources) {
    // Given
    TermFixture bridge = with(MOST);
    launch(bridge, "web-1", resources.replace("LONG", "x".repeat(300)));
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.update("web-1", "TASK_RUNNING", "u-1");

    // When
    bridge.launch("web-2");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web-1");
    assertThat(bridge.result("launch-web-2")).contains("NOT_ALLOWED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"net+io", "größe", "a,b"})
  void whatATaskHasCountsHoweverItIsCalled(String name) {
    // Given
    JsonNode old = JsonNodeFactory.instance.objectNode().set("resources", parse(name + ":1"));
    String row = Allocation.of(old, MissingNode.getInstance()).resources();
    TermFixture bridge =
        with(MOST.replace("cpus:0.15", name + ":1"), Known.live("old", null, "web", row));

    // When
    launch(bridge, "web-1", name + ":1");

    // Then
    assertThat(bridge.result("launch-web-1")).contains("NOT_ALLOWED");
  }

  @Test
  void resourcesThatCouldNotBeCountedAreRefused() {
    // Given
    TermFixture bridge = with(MOST);

    // When
    launch(bridge, "web-1", "cpus:0.1;" + "x".repeat(300) + ":1");

    // Then
    assertThat(bridge.result("launch-web-1")).contains("NOT_ALLOWED");
    assertThat(message(bridge, "launch-web-1"))
        .isEqualTo(
            "/launch/task_infos/0/resources: rule \"web\" allows no resources of so many or such"
                + " long names, which it could not count; write for example cpus:0.1;mem:32");
  }

  @ParameterizedTest
  @CsvSource({
    "cpus:0.0001, cpus:0.0001, none",
    "mem:0.001, mem:0.002, NOT_ALLOWED",
    "ports:1, ports:1, NOT_ALLOWED"
  })
  void moreTasksThanCouldBeCountedAreRefusedUnlessTheyAreAlike(
      String even, String odd, String result) {
    // Given
    TermFixture bridge = with(MOST);
    String tasks =
        IntStream.rangeClosed(0, 1_000)
            .mapToObj(
                i ->
                    "{\"task_id\":\"t-%d\",\"command\":{\"value\":\"x\"},\"resources\":\"%s\"}"
                        .formatted(i, i % 2 == 0 ? even : odd))
            .collect(Collectors.joining(","));

    // When
    bridge.command(
        "{\"id\":\"many\",\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[" + tasks + "]}}");

    // Then
    assertThat(bridge.result("many")).contains(result);
    if (!result.equals("none")) {
      assertThat(message(bridge, "many"))
          .isEqualTo(
              "/launch: rule \"web\" allows no launch of 1001 tasks that may differ in what they"
                  + " have, which it could not count; write several of at most 1000, or give all"
                  + " tasks the same, without ports or volumes that an offer fills in");
    }
  }
}
