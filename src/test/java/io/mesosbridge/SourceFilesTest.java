package io.mesosbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceFilesTest {

  private static final Path SOURCES = Path.of("src");
  private static final int MOST_LINES = 300;

  @Test
  void noFileIsTooLong() throws IOException {
    assertThat(javaFiles())
        .isNotEmpty()
        .allSatisfy(file -> assertThat(lines(file)).as("%s", file).isLessThanOrEqualTo(MOST_LINES));
  }

  @Test
  void everyPackageOfServiceSandboxAndBenchmarksSaysWhatItIsAbout() throws IOException {
    assertThat(javaFiles())
        .filteredOn(file -> !file.startsWith(SOURCES.resolve("test")))
        .extracting(Path::getParent)
        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
  }

  @Test
  void noFileNameOccursTwice() throws IOException {
    assertThat(javaFiles())
        .extracting(file -> file.getFileName().toString())
        .filteredOn(name -> !name.equals("package-info.java"))
        .doesNotHaveDuplicates();
  }

  private static List<Path> javaFiles() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
