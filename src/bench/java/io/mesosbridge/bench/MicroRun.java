package io.mesosbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Has JMH's generator read the benchmarks of single steps, and runs them: here rather than in the
 * build, which neither waits for it nor has to be content with what it writes.
 */
final class MicroRun {

  private static final Path SOURCES = Path.of(System.getProperty("basedir", "."), "src/bench/java");
  private static final Path GENERATED = Report.FOLDER.resolve("micro");
  private static final Path RESULTS = Report.FOLDER.resolve("micro-jmh.json");
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private MicroRun() {}

  static void run(Report report) throws IOException, InterruptedException {
    Files.createDirectories(GENERATED);
    String classPath = System.getProperty("java.class.path");
    String[] words =
        Stream.concat(
                Stream.of("-classpath", classPath, "-d", GENERATED.toString(), "-processor"),
                Stream.concat(
                    Stream.of("org.openjdk.jmh.generators.BenchmarkProcessor"), benchmarks()))
            .toArray(String[]::new);
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, words) != 0) {
      throw new IllegalStateException("the benchmarks of single steps do not compile");
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String both = GENERATED + File.pathSeparator + classPath;
    List<String> jmh =
        List.of(
            java,
            "-classpath",
            both,
            "org.openjdk.jmh.Main",
            "-f",
            "1",
            "-wi",
            "5",
            "-w",
            "1",
            "-i",
            "5",
            "-r",
            "1",
            "-prof",
            "gc",
            "-rf",
            "json",
            "-rff",
            RESULTS.toString());
    if (new ProcessBuilder(jmh).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("JMH failed");
    }
    new ObjectMapper().readTree(RESULTS.toFile()).forEach(result -> add(report, result));
  }

  /** The source files that JMH's generator has to read. */
  private static Stream<String> benchmarks() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<String> names = files.map(Path::toString).toList();
      return names.stream().filter(name -> name.endsWith("MicroBenchmark.java"));
    }
  }

  private static void add(Report report, JsonNode result) {
    String name = result.get("benchmark").textValue();
    String what = name.substring(name.lastIndexOf('.') + 1);
    String offers = result.at("/params/offers").asText();
    String who = offers.isEmpty() ? "this" : "this, %s offers".formatted(offers);
    for (JsonNode fork : result.at("/primaryMetric/rawData")) {
      fork.forEach(each -> report.add(what, who, "ns", each.doubleValue()));
    }
    JsonNode bytes = result.at("/secondaryMetrics").get(ALLOCATED);
    report.add(what, who, "bytes", bytes.get("score").doubleValue());
  }
}
