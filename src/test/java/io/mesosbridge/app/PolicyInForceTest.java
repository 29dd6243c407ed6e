package io.mesosbridge.app;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.policy.CommandPolicy;
import io.mesosbridge.testkit.Configs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy's file changes while the bridge runs. */
class PolicyInForceTest {

  private static final String ONE = "{rules: [{name: a}]}";
  private static final String TWO = "{rules: [{name: a}, {name: b}]}";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Path file;
  private PolicyInForce policy;

  @BeforeEach
  void aPolicyOfOneRule(@TempDir Path folder) throws IOException {
    file = Files.writeString(folder.resolve("policy.yaml"), ONE);
    BridgeConfig config = Configs.of(Map.of("bridge.commands.policy-file", file.toString()));
    policy = new PolicyInForce(config, meters);
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      policy.look(file);
    }
  }

  /** Of a pipe: opens once there is a reader. */
  private OutputStream writer() {
    try {
      return Files.newOutputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double count(String outcome) {
    return meters.get("bridge.commands.policy.reloads").tag("outcome", outcome).counter().count();
  }

  @Test
  void itIsReadAtStart() {
    assertThat(policy.policy().size()).isEqualTo(1);
    assertThat(count("taken")).isZero();
    assertThat(count("refused")).isZero();
  }

  @Test
  void withoutAFileEverythingIsAllowed() {
    assertThat(new PolicyInForce(Configs.of(Map.of()), new SimpleMeterRegistry()).policy())
        .isSameAs(CommandPolicy.NONE);
  }

  @Test
  void untilOneCouldBeReadNothingIsAllowed() throws IOException {
    // Given
    Files.writeString(file, "rules: [");
    BridgeConfig config = Configs.of(Map.of("bridge.commands.policy-file", file.toString()));

    // Then
    assertThat(new PolicyInForce(config, new SimpleMeterRegistry()).policy())
        .isSameAs(CommandPolicy.CLOSED);
  }

  @Test
  void aChangeIsTakenOnceTheFileStaysAsItIs() throws IOException {
    // Given
    Files.writeString(file, TWO);

    // When
    look(1);
    int whileItMayBeWritten = policy.policy().size();
    look(5);

    // Then
    assertThat(whileItMayBeWritten).isEqualTo(1);
    assertThat(policy.policy().size()).isEqualTo(2);
    assertThat(count("taken")).isEqualTo(1);
  }

  @Test
  void aFileThatChangesWithEachLookIsNotTaken() throws IOException {
    // When
    for (int i = 0; i < 5; i++) {
      Files.writeString(file, TWO + " # " + i);
      look(1);
    }

    // Then
    assertThat(policy.policy().size()).isEqualTo(1);
  }

  @Test
  void aBrokenChangeIsRefusedOnceAndTheFormerPolicyStays() throws IOException {
    // Given
    Files.writeString(file, "rules: [{name: a, usres: [www]}]");

    // When
    look(5);
    Files.writeString(file, TWO);
    double refusals = count("refused");
    int afterwards = policy.policy().size();
    look(2);

    // Then
    assertThat(refusals).isEqualTo(1);
    assertThat(afterwards).isEqualTo(1);
    assertThat(policy.policy().size()).isEqualTo(2);
  }

  @Test
  void aFileThatIsGoneChangesNothingAndIsToldOnce() throws IOException {
    // Given
    Files.delete(file);

    // When
    look(3);

    // Then
    assertThat(policy.policy().size()).isEqualTo(1);
    assertThat(count("refused")).isEqualTo(1);
  }

  @Test
  void aFileThatComesBackAsItWasChangesNothing() throws IOException {
    // Given
    Files.delete(file);
    look(2);

    // When
    Files.writeString(file, ONE);
    look(3);

    // Then
    assertThat(count("taken")).isZero();
  }

  @Test
  void whatNobodyForesawOfAFileIsToldAsEveryOtherRefusal() throws IOException {
    // Given
    int deep = 100_000;
    Files.writeString(
        file, "rules: [{name: a, tasks: '%sa%s'}]".formatted("(".repeat(deep), ")".repeat(deep)));
    Vertx vertx = Vertx.vertx();

    try {
      // When
      policy.onStart(null, ((VertxInternal) vertx).createEventLoopContext());

      // Then
      await().atMost(PATIENCE).until(() -> count("refused") == 1);
      assertThat(policy.policy().size()).isEqualTo(1);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void aFileThatHangsKeepsNothingElseFromItsTurn() throws Exception {
    // Given
    Vertx vertx = Vertx.vertx();
    Context context = ((VertxInternal) vertx).createEventLoopContext();
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    policy.onStart(null, context);

    // It is open once somebody reads, who hangs until it is closed.
    OutputStream writer = supplyAsync(this::writer).get(PATIENCE.toSeconds(), SECONDS);
    Files.delete(file); // for the next look

    try {
      // When
      Future<String> other = context.executeBlocking(() -> "opened");

      // Then
      assertThat(other.toCompletionStage().toCompletableFuture())
          .succeedsWithin(PATIENCE)
          .isEqualTo("opened");
    } finally {
      writer.close();
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
