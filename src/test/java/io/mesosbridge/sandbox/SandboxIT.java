package io.mesosbridge.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Follows the sandbox's banner as a new user would. */
@TestMethodOrder(OrderAnnotation.class)
class SandboxIT {

  @TempDir private static Path directory;
  private static Process starter;
  private static List<ProcessHandle> started;

  @BeforeAll
  static void start() throws IOException {
    starter =
        sparing(
                Stream.of(
                        Stream.of("sh", "-c", "\"$@\" & wait", "starter"),
                        Stream.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"),
                        artifact(),
                        Stream.of(
                            "-cp", System.getProperty("java.class.path"), Sandbox.class.getName()))
                    .flatMap(words -> words)
                    .toArray(String[]::new))
            .redirectErrorStream(true)
            .redirectOutput(output().toFile())
            .start();
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> !starter.isAlive() || banner().contains("mesos.task-updates"));
    started = starter.descendants().toList();
  }

  @AfterAll
  static void end() {
    starter.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  @Order(1)
  void theBannersLinesLaunchATaskAndKillIt() throws Exception {
    // Given
    List<String> lines = banner().lines().filter(line -> line.contains("console-pro")).toList();
    String offers = banner().lines().filter(line -> line.contains("console-con")).toList().get(0);

    // When
    String offered = run(offers + " --max-messages 1");
    run(lines.get(0));
    String running = run(updates(offers, 2));
    run(lines.get(1));
    String killed = run(updates(offers, 3));

    // Then
    assertThat(offered).contains("\"agent_id\"");
    assertThat(running).containsSubsequence("TASK_STARTING", "TASK_RUNNING");
    assertThat(killed).contains("TASK_KILL");
  }

  @Test
  @Order(2)
  void endsWithAllThatItStartedWhenWhatStartedItIsKilled() {
    // When
    starter.destroyForcibly();

    // Then
    assertThat(started).hasSizeGreaterThan(1);
    assertThat(started)
        .allSatisfy(process -> assertThat(process.onExit()).succeedsWithin(90, SECONDS));
  }

  /** The bridge that all other tests have is that of the sandbox as well. */
  private static Stream<String> artifact() {
    return Stream.of("sandbox.native", "sandbox.java", "sandbox.java.options")
        .filter(key -> System.getProperty(key) != null)
        .map(key -> "-D" + key + "=" + System.getProperty(key));
  }

  private static String updates(String offers, int count) {
    return offers.replace("mesos.offers", "mesos.task-updates") + " --max-messages " + count;
  }

  private static String run(String line) throws Exception {
    Process shell = sparing("sh", "-c", line).start();
    CompletableFuture<String> text =
        CompletableFuture.supplyAsync(() -> shell.inputReader().lines().reduce("", String::concat));
    assertThat(shell.waitFor(90, SECONDS)).as(line).isTrue();
    return text.get();
  }

  /** Each of the many JVMs lives for seconds only: what optimises takes more than it gives. */
  private static ProcessBuilder sparing(String... command) {
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    return process;
  }

  private static Path output() {
    return directory.resolve("sandbox.log");
  }

  private static String banner() throws IOException {
    return Files.readString(output());
  }
}
