package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.RecordingOutside.Sent;
import java.lang.management.ManagementFactory;
import java.util.List;
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

  /** Bytes for each of so many commands, from the subscription to the last result. */
  private static long bytesForEach(String type, String json, int commands) {
    TermFixture bridge = TermFixture.with(new Fact.FrameworkIs(Known.framework()));
    Term term = bridge.term();
    for (int i = 0; i < commands; i++) {
      term.received(
          WireTexts.record(json.formatted(i), "mesos.commands", i, bridge.now()), bridge.now());
    }
    bridge.hold(write -> true);
    long before = allocated();
    bridge.subscribe();
    List<Sent> calls = bridge.seen().calls(type);
    assertThat(calls).hasSize(commands);
    calls.forEach(call -> term.answered(call.number(), TAKEN, bridge.now()));
    for (int i = 0; i < commands; i++) {
      term.written(new WriteId.Result("c-" + i, false), new Place(0, i), bridge.now());
    }
    assertThat(term.commands().waiting()).isZero();
    return (allocated() - before) / commands;
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
