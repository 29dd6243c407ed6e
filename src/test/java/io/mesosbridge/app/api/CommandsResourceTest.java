package io.mesosbridge.app.api;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mesosbridge.app.AllPermitted;
import io.mesosbridge.app.api.Problem.ProblemException;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.CommandPublisher;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.testkit.Configs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.errors.RecordTooLargeException;
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

  @Test
  void whatIsTooLargeForItsTopicIsNotSaidToBeWrittenLater() {
    // Given
    BridgeConfig config = Configs.of(Map.of());
    Topics topics = new Topics(config.topics());
    CommandPublisher refused =
        new CommandPublisher(null, topics) {
          @Override
          public CompletionStage<Void> publish(
              String key, byte[] command, Map<String, String> headers) {
            return CompletableFuture.failedFuture(new RecordTooLargeException("too large"));
          }
        };
    CommandsResource commands =
        new CommandsResource(
            new KafkaClients(Map.of(), config),
            refused,
            null,
            new AllPermitted(),
            config,
            topics,
            new ObjectMapper());

    // When
    byte[] command = "{\"type\": \"REVIVE\"}".getBytes(UTF_8);
    Uni<Response> answer = commands.publish(null, null, command);

    // Then
    assertThatThrownBy(() -> answer.await().atMost(PATIENCE))
        .hasMessageContaining("max.message.bytes of mesos.commands")
        .isInstanceOfSatisfying(
            ProblemException.class,
            large -> assertThat(large.response().getStatus()).isEqualTo(413));
  }
}
