package io.mesosbridge.sandbox.process;

import static io.mesosbridge.sandbox.net.Ports.LOOPBACK;

import io.mesosbridge.sandbox.net.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to start the bridge. Every method returns a changed copy, so one launcher starts any number
 * of instances.
 *
 * @param properties what is set by {@code -D}
 * @param environment variables added to the environment of this process
 * @param httpPort where it serves its API; empty for a free port, another one for every start
 * @param managementPort where it serves health and metrics; empty for a free port likewise
 * @param maxHeap in the form of {@code -Xmx}, such as {@code 128m}; empty for the default
 * @param log the file that gets its output, appended; empty for a new one in {@code target/bridge}
 * @param jar a {@code quarkus-run.jar} of another build; empty for what this build has made
 */
public record BridgeLauncher(
    Map<String, String> properties,
    Map<String, String> environment,
    OptionalInt httpPort,
    OptionalInt managementPort,
    Optional<String> maxHeap,
    Optional<Path> log,
    Optional<Path> jar) {

  public BridgeLauncher {
    properties = Map.copyOf(properties);
    environment = Map.copyOf(environment);
  }

  /** A bridge between these masters and this Kafka, all else at its default. */
  public static BridgeLauncher between(String masters, String kafka) {
    return new BridgeLauncher(
        Map.of("bridge.mesos.masters", masters, "kafka.bootstrap.servers", kafka),
        Map.of(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** With a configuration property. */
  public BridgeLauncher with(String property, String value) {
    return new BridgeLauncher(
        added(properties, property, value),
        environment,
        httpPort,
        managementPort,
        maxHeap,
        log,
        jar);
  }

  /** With an environment variable. */
  public BridgeLauncher withVariable(String variable, String value) {
    return new BridgeLauncher(
        properties,
        added(environment, variable, value),
        httpPort,
        managementPort,
        maxHeap,
        log,
        jar);
  }

  /** With ports of its own choosing: one for the API, one for health and metrics. */
  public BridgeLauncher withPorts(int http, int management) {
    return new BridgeLauncher(
        properties,
        environment,
        OptionalInt.of(http),
        OptionalInt.of(management),
        maxHeap,
        log,
        jar);
  }

  /** With a limit of its heap. */
  public BridgeLauncher withMaxHeap(String size) {
    return new BridgeLauncher(
        properties, environment, httpPort, managementPort, Optional.of(size), log, jar);
  }

  /** With its output in this file. */
  public BridgeLauncher withLog(Path file) {
    return new BridgeLauncher(
        properties, environment, httpPort, managementPort, maxHeap, Optional.of(file), jar);
  }

  /** Another build of the bridge, to compare with. */
  public BridgeLauncher withJar(Path quarkusRunJar) {
    return new BridgeLauncher(
        properties,
        environment,
        httpPort,
        managementPort,
        maxHeap,
        log,
        Optional.of(quarkusRunJar));
  }

  /** Starts a process and returns at once; {@link BridgeProcess#awaitReady} waits for it. */
  public BridgeProcess start() {
    int http = httpPort.orElseGet(Ports::free);
    int management = managementPort.orElseGet(Ports::free);
    try {
      Path output = log.isPresent() ? log.get().toAbsolutePath() : newLog();
      ProcessBuilder builder =
          new ProcessBuilder(
                  jar.map(BridgeArtifact::jar)
                      .orElseGet(BridgeArtifact::find)
                      .command(options(http, management)))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
      builder.environment().putAll(environment);
      return new BridgeProcess(builder.start(), url(http), url(management), output);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the bridge", e);
    }
  }

  private static URI url(int port) {
    return URI.create("http://" + LOOPBACK + ":" + port);
  }

  private List<String> options(int http, int management) {
    List<String> options = new ArrayList<>();
    options.add("-XX:+ExitOnOutOfMemoryError");
    maxHeap.ifPresent(size -> options.add("-Xmx" + size));
    options.add("-Dquarkus.http.port=" + http);
    options.add("-Dquarkus.management.port=" + management);
    properties.forEach((name, value) -> options.add("-D" + name + "=" + value));
    return options;
  }

  private static Path newLog() throws IOException {
    Path directory = Files.createDirectories(Path.of("target", "bridge").toAbsolutePath());
    return Files.createTempFile(directory, "bridge-", ".log");
  }

  private static Map<String, String> added(Map<String, String> to, String name, String value) {
    Map<String, String> copy = new LinkedHashMap<>(to);
    copy.put(name, value);
    return copy;
  }
}
