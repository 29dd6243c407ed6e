package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.testkit.LogLines;
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
    }
  }
}
