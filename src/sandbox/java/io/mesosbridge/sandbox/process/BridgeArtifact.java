package io.mesosbridge.sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the build has made of the bridge: a native executable ({@code -Dsandbox.native=path}, or
 * {@code target/*-runner} when there is one), otherwise the jar, run by the Java that runs this or
 * by {@code -Dsandbox.java=path}, with {@code -Dsandbox.java.options}.
 */
record BridgeArtifact(Path file, boolean isNative) {

  private static final Path TARGET = Path.of(System.getProperty("basedir", "."), "target");

  /**
   * @throws IllegalStateException when the bridge has not been packaged
   */
  static BridgeArtifact find() {
    return Optional.ofNullable(System.getProperty("sandbox.native"))
        .filter(path -> !path.isBlank())
        .map(Path::of)
        .or(BridgeArtifact::runner)
        .map(path -> new BridgeArtifact(existing(path), true))
        .orElseGet(() -> jar(TARGET.resolve("quarkus-app/quarkus-run.jar")));
  }

  /**
   * @throws IllegalStateException when there is no such file
   */
  static BridgeArtifact jar(Path file) {
    return new BridgeArtifact(existing(file), false);
  }

  /** The command line that runs it; a native executable understands the same options. */
  List<String> command(List<String> options) {
    Stream<String> before = isNative ? Stream.of(file.toString()) : java();
    Stream<String> after = isNative ? Stream.of() : Stream.of("-jar", file.toString());
    return Stream.of(before, options.stream(), after).flatMap(words -> words).toList();
  }

  private static Optional<Path> runner() {
    if (!Files.isDirectory(TARGET)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(TARGET)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner"))
          .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path existing(Path path) {
    if (Files.notExists(path)) {
      throw new IllegalStateException(
          "there is no " + path.toAbsolutePath() + "; run 'mvn package -DskipTests' first");
    }
    return path.toAbsolutePath().normalize();
  }

  private static Stream<String> java() {
    Path own = Path.of(System.getProperty("java.home"), "bin", "java");
    String java = System.getProperty("sandbox.java", own.toString());
    String options = System.getProperty("sandbox.java.options", "");
    return Stream.concat(Stream.of(java), Stream.of(options.split(" ")).filter(o -> !o.isEmpty()));
  }
}
