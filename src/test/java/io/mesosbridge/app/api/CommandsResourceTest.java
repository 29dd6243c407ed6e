package io.mesosbridge.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.app.api.Problem.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long somebody waits for a result, and where it is found. */
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

  @ParameterizedTest
  @CsvSource({
    "deploy-42, deploy-42",
    "a/b, a%2Fb",
    "a;b, a%3Bb",
    "50%, 50%25",
    "ä b, %C3%A4%20b",
  })
  void whereACommandIsFoundNamesAllOfItsId(String id, String inPath) {
    assertThat(CommandsResource.locationOf(id).toString()).isEqualTo("/api/v1/commands/" + inPath);
  }
}
