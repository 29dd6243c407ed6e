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
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long somebody waits for a result, and where it is found. */
class CommandsResourceTest {

  private static final byte[] REVIVE = "{\"type\": \"REVIVE\"}".getBytes(UTF_8);

  private final BridgeConfig config = Configs.of(Map.of());
  private final Topics topics = new Topics(config.topics());
  private final CommandsResource commands =
      new CommandsResource(
          new KafkaClients(Map.of(), config),
          new CommandPublisher(null, topics) {
            @Override
            public CompletionStage<Void> publish(
                String key, byte[] command, Map<String, String> headers) {
              return written;
            }
          },
          null,
          new BodyRoom(1, 1), // for one body, however large it is
          new AllPermitted(),
          config,
          topics,
          new ObjectMapper());
  private final AtomicBoolean dropped = new AtomicBoolean();
  private final HttpServerRequest request =
      (HttpServerRequest)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {HttpServerRequest.class},
              (proxy, method, arguments) -> {
                dropped.set(method.getName().equals("handler") && arguments[0] == null);
                return proxy;
              });
  private CompletableFuture<Void> written = new CompletableFuture<>();

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
  void whatIsTooLargeForItsTopicIsNotSaidToBeWrittenLater() throws IOException {
    // Given
    written = CompletableFuture.failedFuture(new RecordTooLargeException("too large"));

    // When
    Uni<Response> answer = publish(new ByteArrayInputStream(REVIVE));

    // Then
    assertThatThrownBy(() -> answer.await().atMost(PATIENCE))
        .hasMessageContaining("max.message.bytes of mesos.commands")
        .isInstanceOfSatisfying(
            ProblemException.class,
            large -> assertThat(large.response().getStatus()).isEqualTo(413));
  }

  @Test
  void aBodyThatFindsNoRoomIsNotRead() throws IOException {
    // Given
    InputStream others =
        new ByteArrayInputStream(REVIVE) {
          @Override
          public synchronized byte[] readAllBytes() {
            // When
            InputStream unread = InputStream.nullInputStream();

            // Then
            assertThatThrownBy(() -> publish(unread))
                .isInstanceOfSatisfying(
                    ProblemException.class,
                    full -> {
                      assertThat(full.response().getStatus()).isEqualTo(503);
                      assertThat(full.response().getHeaderString("Retry-After")).isEqualTo("1");
                      assertThat(dropped).isTrue();
                    });
            return super.readAllBytes();
          }
        };
    publish(others);
  }

  @Test
  void whoWaitsForKafkaHoldsNoRoomThatOthersCouldHave() throws IOException {
    // When
    Uni<Response> waiting = publish(new ByteArrayInputStream(REVIVE));
    publish(new ByteArrayInputStream(REVIVE));
    written.complete(null);

    // Then
    assertThat(waiting.await().atMost(PATIENCE).getStatus()).isEqualTo(202);
  }

  @Test
  void whoIsRefusedOrLeavesHalfWayHoldsNoRoom() throws IOException {
    // Given
    InputStream left =
        new ByteArrayInputStream(REVIVE) {
          @Override
          public synchronized byte[] readAllBytes() {
            throw new UncheckedIOException(new IOException("gone"));
          }
        };
    assertThatThrownBy(() -> publish(left)).hasMessageContaining("gone");
    assertThatThrownBy(() -> publish(new ByteArrayInputStream("no JSON".getBytes(UTF_8))))
        .isInstanceOf(ProblemException.class);

    // When
    written.complete(null);
    Uni<Response> next = publish(new ByteArrayInputStream(REVIVE));

    // Then
    assertThat(next.await().atMost(PATIENCE).getStatus()).isEqualTo(202);
  }

  private Uni<Response> publish(InputStream body) throws IOException {
    return commands.publish(null, null, (long) REVIVE.length, body, request);
  }
}
