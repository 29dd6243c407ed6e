package io.mesosbridge.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.docs.CodeBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  void theApisLinesForCurlLaunchATaskAndFollowIt() throws Exception {
    // Given
    assumeThat(isInstalled("curl")).as("curl is installed").isTrue();
    String api = told("bridge +http://(\\S+)/ is its page");
    List<String> lines =
        CodeBlocks.curl().stream().map(line -> line.replace("localhost:8080", api)).toList();
    assertThat(lines).as("a launch and a stream of events").hasSize(2);
    Process events = sparing("sh", "-c", lines.get(1)).start();

    try {
      // When
      assertThat(says(events, "begun")).succeedsWithin(90, SECONDS).isEqualTo(true);
      String answer = run(lines.get(0));

      // Then
      assertThat(answer).contains("id\":").doesNotContain("\"title\"");
      assertThat(says(events, "TASK_RUNNING")).succeedsWithin(90, SECONDS).isEqualTo(true);
    } finally {
      events.descendants().forEach(ProcessHandle::destroy);
      events.destroy();
    }
  }

  @Test
  @Order(3)
  void theReadmesLinesForKcatShowOffersLaunchATaskAndKillIt() throws Exception {
    // Given
    assumeThat(isInstalled("kcat")).as("kcat is installed").isTrue();
    String kafka = told("Kafka +(\\S+)");
    List<String> lines =
        CodeBlocks.kcat().stream()
            .map(line -> line.replace("127.0.0.1:9092", kafka).replace("web-1", "by-kcat"))
            .toList();
    assertThat(lines).as("offers, a launch, results, updates and a kill").hasSize(5);

    // When
    awaitThat(lines.get(0) + " -e", "\"agent_id\"");
    run(lines.get(1));
    awaitThat(lines.get(2), "\"ACCEPTED\"", "[\"by-kcat\"]");
    awaitThat(lines.get(3), "by-kcat {", "TASK_RUNNING");
    run(lines.get(4));

    // Then
    awaitThat(lines.get(3), "by-kcat {", "TASK_KILLED");
  }

  @Test
  @Order(4)
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

  private static boolean isInstalled(String tool) throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v " + tool).start().waitFor() == 0;
  }

  /** What the banner says there. */
  private static String told(String pattern) throws IOException {
    Matcher said = Pattern.compile(pattern).matcher(banner());
    assertThat(said.find()).as(pattern).isTrue();
    return said.group(1);
  }

  /** Whether one of the lines that come from now on has that text. */
  private static CompletableFuture<Boolean> says(Process process, String text) {
    return CompletableFuture.supplyAsync(
        () -> process.inputReader().lines().anyMatch(line -> line.contains(text)));
  }

  /** Runs a line that ends by itself until it has shown these texts, one behind the other. */
  private static void awaitThat(String line, String... texts) {
    await()
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(run(line)).containsSubsequence(texts));
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
