package io.mesosbridge.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.app.api.Problem.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long somebody waits for a result. */
class CommandsResourceTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "9223372036854775807d", "-1s", "16s", "soon"})
  void aWaitThatIsNoneIsRefused(String wait) {
    assertThatThrownBy(() -> CommandsResource.patience(wait))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.response().getStatus()).isEqualTo(400);
              assertThat(refused.response().getEntity().toString())
                  .contains("wait is", "write a duration up to 15s, such as 10s");
            });
  }

  @Test
  void whoNamesNoneDoesNotWait() {
    assertThat(CommandsResource.patience(null)).isZero();
    assertThat(CommandsResource.patience("15s")).isEqualTo(Duration.ofSeconds(15));
  }
}
