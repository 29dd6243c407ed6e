package io.mesosbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the operating system counts of a Java process.
 *
 * @param micros processor time of all threads but the JIT compilers'
 * @param compilerMicros the JIT compilers'; 0 where this is not Linux, and they are in the other
 */
record ProcessTime(double micros, double compilerMicros) {

  /** For the process to be measured: threads that end take what was counted for them along. */
  static final String STEADY_COMPILERS = "-XX:-UseDynamicNumberOfCompilerThreads";

  /** Time in nanoseconds, waiting, slices. */
  private static final Pattern STATISTICS = Pattern.compile("(\\d+) .*\\s*");

  static ProcessTime of(ProcessHandle process) {
    double all = process.info().totalCpuDuration().orElseThrow().toNanos() / 1e3;
    double compilers = compilerMicros(Path.of("/proc", Long.toString(process.pid()), "task"));
    return new ProcessTime(all - compilers, compilers);
  }

  ProcessTime since(ProcessTime before) {
    return new ProcessTime(micros - before.micros, compilerMicros - before.compilerMicros);
  }

  private static double compilerMicros(Path threads) {
    if (!Files.isDirectory(threads)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(threads)) {
      List<Path> compilers = all.filter(thread -> isCompiler(thread.resolve("comm"))).toList();
      return compilers.stream().mapToDouble(thread -> micros(thread.resolve("schedstat"))).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isCompiler(Path name) {
    String text = read(name);
    return text.startsWith("C1 CompilerThre") || text.startsWith("C2 CompilerThre");
  }

  private static double micros(Path statistics) {
    Matcher time = STATISTICS.matcher(read(statistics));
    return time.matches() ? Long.parseLong(time.group(1)) / 1e3 : 0;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (NoSuchFileException ended) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
