package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.testkit.LogLines;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which commands leave a line in the log. */
class AuditTest {

  @Test
  void teardownUpdateFrameworkAndSubscribeLeaveAnAuditLine() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    try (LogLines log = new LogLines(CommandResult.class)) {

      // When
      bridge.command("{\"id\":\"again\",\"type\":\"SUBSCRIBE\"}");
      bridge.command(
          "{\"id\":\"info\",\"type\":\"UPDATE_FRAMEWORK\",\"update_framework\":{\"framework_info\":"
              + "{\"name\":\"n\",\"user\":\"u\",\"roles\":[\"web\"]}}}");
      bridge.answer("UPDATE_FRAMEWORK", TAKEN);
      bridge.command("{\"id\":\"kill\",\"type\":\"KILL\",\"kill\":{\"task_id\":\"web\"}}");
      bridge.answer("KILL", TAKEN);
      bridge.command("{\"id\":\"end\",\"type\":\"TEARDOWN\"}");
      bridge.answer("TEARDOWN", TAKEN);

      // Then
      assertThat(log.all())
          .hasSize(3)
          .anyMatch(line -> line.matches("INFO Audit: SUBSCRIBE again of \\S+-0@\\d+ is REJECTED"))
          .anyMatch(line -> line.matches("INFO Audit: UPDATE_FRAMEWORK info of .* is ACCEPTED"))
          .anyMatch(line -> line.matches("INFO Audit: TEARDOWN end of .* is ACCEPTED"));
      assertThat(log.fields()).contains("command=end framework=" + Known.FRAMEWORK);
    }
  }

  @Test
  void theLogNamesTheCommandOrTaskUnderWhichATermEnds() {
    // Given
    TermFixture killing = TermFixture.subscribed();
    TermFixture updated = TermFixture.subscribed();
    killing.seen().breakDown(new IllegalStateException("unforeseen"));
    updated.seen().breakDown(new IllegalStateException("unforeseen"));
    assertThat(catchThrowable(() -> killing.kill("web"))).hasMessage("unforeseen");
    assertThat(catchThrowable(() -> updated.update("web", "TASK_RUNNING", "u-1"))).isNotNull();

    // When
    try (LogLines log = new LogLines(Suspects.class)) {
      Stream.of(killing, updated).forEach(bridge -> bridge.term().suspects.culprit());

      // Then
      assertThat(log.fields()).containsExactly("command=kill-web", "task=web");
      assertThat(log.all()).allMatch(line -> line.startsWith("ERROR That happened while "));
    }
  }
}
