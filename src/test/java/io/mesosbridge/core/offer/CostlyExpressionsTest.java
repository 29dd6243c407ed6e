package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Known;
import io.mesosbridge.core.TermFixture;
import io.mesosbridge.core.offer.Constraint.Operator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may launch writes them, and the bridge holds agents against them. */
class CostlyExpressionsTest {

  private static final AgentInfo AGENT = new AgentInfo("s1", "host-17.example.org", null);

  /** Of a thread that has half of what is usual. */
  private static final long SHALLOW = 512 * 1024;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(aaaaaaaaaaaaaaaaaaaaaaaa){1000}",
        "(a?a?a?a?){1000}",
        "(a?){1000}",
        "a{0,1000}",
        "(((a{10}){10}){10}){10}",
        "a{999}{999}",
        "(\\pL\\pL\\pL\\pL\\pL\\pL\\pL\\pL\\pL\\pL)+"
      })
  void refusesThoseThatTakeTooMuch(String expression) {
    assertThatThrownBy(() -> like(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expression)
        .hasMessageEndingWith(
            "too long once its repetitions are written out; write for example a.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a-z0-9-]{1,63}\\.example\\.org",
        "(?:[0-9]{1,3}\\.){3}[0-9]{1,3}",
        "(?i)\\p{L}[\\p{L}\\p{N}-]{0,62}",
        "a{2,}"
      })
  void takesThoseThatPeopleWrite(String expression) {
    assertThat(like(expression).value()).isEqualTo(expression);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a?){%d}", "a{0,%d}", "(a*){%d}", "(a?b?|c?){%d}", "(|a){0,%d}"})
  void whatIsTakenIsMatchedOnAShallowStack(String form) throws InterruptedException {
    // Given
    CompletableFuture<Boolean> matched = new CompletableFuture<>();

    // When
    Thread thread =
        new Thread(
            null,
            () -> matched.complete(largest(form).allows(AGENT, new TaskGroups().find("web"), 1)),
            "shallow",
            SHALLOW);
    thread.setUncaughtExceptionHandler((its, error) -> matched.completeExceptionally(error));
    thread.start();
    thread.join();

    // Then
    assertThat(matched).isCompletedWithValue(true);
  }

  @Test
  void whatTheyTakeCountsInWhatMayWait() {
    // Given
    TermFixture bridge =
        TermFixture.configured(
            Map.of("bridge.placement.max-waiting-bytes", "60000"),
            new Fact.FrameworkIs(Known.framework()));
    bridge.subscribe();

    // When
    List.of("web-1", "web-2", "web-3").forEach(task -> bridge.command(launch(task)));

    // Then
    assertThat(bridge.result("launch-web-3")).isEqualTo("REJECTED NO_FIT");
    assertThat(bridge.result("launch-web-2")).isEqualTo("none");
  }

  private static String launch(String task) {
    return """
        {"id":"launch-%1$s","type":"LAUNCH","constraints":[["hostname","LIKE","[a-z]{390}"]],
         "launch":{"task_infos":[{"task_id":"%1$s","command":{"value":"x"},"resources":"cpus:1"}]}}\
        """
        .formatted(task);
  }

  private static Constraint largest(String form) {
    return IntStream.iterate(1000, copies -> copies > 0, copies -> copies - 1)
        .mapToObj(form::formatted)
        .flatMap(CostlyExpressionsTest::taken)
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Constraint> taken(String expression) {
    try {
      return Stream.of(like(expression));
    } catch (IllegalArgumentException refused) {
      return Stream.empty();
    }
  }

  private static Constraint like(String expression) {
    return Constraint.of("hostname", Operator.UNLIKE, expression);
  }
}
