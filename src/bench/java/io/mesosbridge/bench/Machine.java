package io.mesosbridge.bench;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.impl.launcher.commands.VersionCommand;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Where and of what figures were made.
 *
 * @param load how many threads want a processor, over the last minute; more than there are
 *     processors spoils rates and latencies
 * @param commit of the work tree, with "+" when it is changed
 * @param against the other build's jar; null for none
 */
record Machine(
    String at,
    String processor,
    int processors,
    long memoryMb,
    String system,
    String java,
    String kafka,
    String vertx,
    String quarkus,
    String commit,
    String against,
    double load) {

  static Machine now() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        Instant.now().toString(),
        processorModel(),
        system.getAvailableProcessors(),
        system.getTotalMemorySize() >> 20,
        "%s %s".formatted(system.getName(), system.getVersion()),
        Runtime.version().toString(),
        AppInfoParser.getVersion(),
        VersionCommand.getVersion(),
        io.quarkus.builder.Version.getVersion(),
        git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain").isEmpty() ? "" : "+"),
        Bench.AGAINST.map(Path::toString).orElse(null),
        system.getSystemLoadAverage());
  }

  @Override
  public String toString() {
    return "commit %s, %d processors (%s), %d MB, Java %s, Kafka %s, Vert.x %s, Quarkus %s"
        .formatted(commit, processors, processor, memoryMb, java, kafka, vertx, quarkus);
  }

  private static String processorModel() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
  }

  private static String git(String... words) {
    try {
      String[] command = Stream.concat(Stream.of("git"), Stream.of(words)).toArray(String[]::new);
      Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException noGit) {
      return "unknown";
    }
  }
}
