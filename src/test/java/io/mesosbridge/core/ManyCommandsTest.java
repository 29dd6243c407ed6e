package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.RecordingOutside.Sent;
import io.mesosbridge.testkit.JsonTree;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Very many commands about the same, such as REVIVEs that waited while no master was there. */
class ManyCommandsTest {

  private static final int SOME = 200;
  private static final int MANY = 6_400;

  /** What the thread has allocated since it began: work that does not depend on the clock. */
  private static long allocated() {
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return thread.getCurrentThreadAllocatedBytes();
  }

  /** What is too much for one input is done at the next moments that the term asks for. */
  private static int goOn(TermFixture bridge) {
    int moments = 0;
    while (bridge.term().commands().deadline() <= bridge.now().nanos()) {
      bridge.term().tick(bridge.now());
      moments++;
    }
    return moments;
  }

  /** Bytes for each of so many commands, from the subscription to the last result. */
  private static long bytesForEach(String type, String json, int commands) {
    TermFixture bridge = TermFixture.with(new Fact.FrameworkIs(Known.framework()));
    Term term = bridge.term();
    for (int i = 0; i < commands; i++) {
      term.received(
          List.of(WireTexts.record(json.formatted(i), "mesos.commands", i, bridge.now())),
          bridge.now());
    }
    bridge.hold(write -> true);
    long before = allocated();
    bridge.subscribe();
    goOn(bridge);
    List<Sent> calls = bridge.seen().calls(type);
    assertThat(calls).hasSize(commands);
    calls.forEach(call -> term.answered(call.number(), TAKEN, bridge.now()));
    for (int i = 0; i < commands; i++) {
      term.written(new WriteId.Result("c-" + i, false), new Place(0, i), bridge.now());
    }
    assertThat(term.commands().waiting()).isZero();
    return (allocated() - before) / commands;
  }

  @Test
  void whatElseHappensHasItsTurnAmongCommandsThatWaitedForASubscription() {
    // Given
    TermFixture bridge = TermFixture.with(new Fact.FrameworkIs(Known.framework()));
    IntStream.range(0, 1_100).forEach(i -> bridge.kill("task-" + i));

    // When
    bridge.subscribe();
    int atOnce = bridge.seen().calls("KILL").size();
    int moments = goOn(bridge);

    // Then
    assertThat(atOnce).isBetween(1, 200);
    assertThat(moments).isGreaterThan(3);
    assertThat(bridge.seen().sent("KILL", "/kill/task_id/value"))
        .isEqualTo(IntStream.range(0, 1_100).mapToObj(i -> "task-" + i).toList());
  }

  @Test
  void whatElseHappensHasItsTurnAmongLaunchesThatWaitedForOffers() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    List<String> tasks = IntStream.range(0, 1_100).mapToObj(i -> "task-" + i).toList();
    tasks.forEach(bridge::launch);

    // When
    bridge.hold(write -> true);
    bridge.event(offers(150));
    int left = bridge.term().commands().launches().number();
    goOn(bridge);
    bridge.hold(write -> false);

    // Then
    assertThat(left).isBetween(100, 600);
    assertThat(bridge.term().commands().launches().number()).isZero();
    List<String> launched =
        bridge.seen().calls("ACCEPT").stream()
            .flatMap(
                call ->
                    JsonTree.read(call.call().toString()).findValues("task_id").stream()
                        .map(id -> id.path("value").asText()))
            .toList();
    assertThat(launched).containsExactlyInAnyOrderElementsOf(tasks);
  }

  /** So many of one cpu and 1 GB each. */
  private static String offers(int number) {
    ObjectNode event = (ObjectNode) JsonTree.read(WireTexts.offer("offer-0", Known.AGENT));
    ArrayNode offers = (ArrayNode) event.at("/offers/offers");
    for (int i = 1; i < number; i++) {
      String one = WireTexts.offer("offer-" + i, "agent-" + i);
      offers.add(JsonTree.read(one).at("/offers/offers/0"));
    }
    return event.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REVIVE | {\"id\":\"c-%d\",\"type\":\"REVIVE\"}",
        "KILL | {\"id\":\"c-%d\",\"type\":\"KILL\",\"kill\":{\"task_id\":{\"value\":\"web\"}}}"
      })
  void oneOfManyCommandsAboutTheSameCostsAsMuchAsOneOfSome(String type, String json) {
    // Given
    bytesForEach(type, json, SOME); // all classes are there

    // When
    long ofSome = bytesForEach(type, json, SOME);
    long ofMany = bytesForEach(type, json, MANY);

    // Then
    assertThat(ofMany).isLessThan(2 * ofSome);
  }
}
