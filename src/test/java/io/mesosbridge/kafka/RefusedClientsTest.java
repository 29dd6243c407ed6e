package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.TestedBridge;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that a broker refused may say so for minutes, so that another one has to be asked. */
class RefusedClientsTest {

  private static final String TOPIC = "refused.commands";

  private final BridgeConfig config = Configs.of(Map.of());
  private final AtomicInteger made = new AtomicInteger();

  /** The first of them has a wrong password. */
  private final KafkaClients clients =
      new KafkaClients(SecuredBroker.secured(Map.of()), config) {
        @Override
        public Admin admin(String name) {
          Map<String, Object> wrong =
              Map.of("sasl.jaas.config", SecuredBroker.login("plain.Plain", "wr0ng"));
          return made.getAndIncrement() == 0
              ? new KafkaClients(SecuredBroker.secured(wrong), config).admin(name)
              : new KafkaClients(SecuredBroker.open(), config).admin(name);
        }
      };

  @BeforeAll
  static void createTopic() {
    SecuredBroker.ADMIN.createUnlessThere(TOPIC);
  }

  @Test
  void theTopicOfCommandsIsLookedAtByAnother() throws Exception {
    // Given
    Vertx vertx = Vertx.vertx();
    Context context = vertx.getOrCreateContext();
    CommandTopicWatch watch = new CommandTopicWatch(context, clients, TOPIC);
    assertThatThrownBy(() -> answer(watch, context))
        .hasRootCauseInstanceOf(SaslAuthenticationException.class);

    // When
    CommandTopicWatch.Look look = answer(watch, context);

    // Then
    assertThat(look.partitions()).isEqualTo(1);
    assertThat(made).hasValue(2);
    watch.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static CommandTopicWatch.Look answer(CommandTopicWatch watch, Context context)
      throws Exception {
    CompletableFuture<CommandTopicWatch.Look> answer = new CompletableFuture<>();
    context.runOnContext(
        ignored ->
            watch
                .look()
                .onSuccess(look -> answer.complete(look.orElseThrow()))
                .onFailure(answer::completeExceptionally));
    return answer.get(TestedBridge.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void topicsForRepliesAreLookedUpByAnother() throws Exception {
    // Given
    ExecutorService context = Executors.newSingleThreadExecutor();
    ReplyTopics topics = new ReplyTopics(() -> clients.admin("replies"), context);
    assertThatThrownBy(() -> partitions(topics, context))
        .hasRootCauseInstanceOf(SaslAuthenticationException.class);

    // When
    int partitions = partitions(topics, context);

    // Then
    assertThat(partitions).isEqualTo(1);
    assertThat(made).hasValue(2);
    topics.close();
    context.shutdown();
  }

  private static int partitions(ReplyTopics topics, ExecutorService context) throws Exception {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    context.execute(
        () ->
            topics.find(
                TOPIC,
                (found, failure) -> {
                  if (failure != null) {
                    answer.completeExceptionally(failure);
                  } else {
                    answer.complete(found.partitions().size());
                  }
                }));
    return answer.get(TestedBridge.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
