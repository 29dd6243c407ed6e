package io.mesosbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/** What the native compiler is told by name has to follow the libraries when they change. */
class NativeConfigurationTest {

  private static final Path FOLDER =
      Path.of("src/main/resources/META-INF/native-image/io.mesosbridge/mesos-kafka-bridge");

  @Test
  void everyClassAndFieldExists() throws Exception {
    for (String file : List.of("jni-config.json", "reflect-config.json")) {
      for (JsonNode entry : read(file)) {
        Class<?> type = Class.forName(entry.path("name").asText(), false, loader());
        for (JsonNode field : entry.path("fields")) {
          assertThat(type.getDeclaredField(field.path("name").asText())).isNotNull();
        }
        for (JsonNode method : entry.path("methods")) {
          assertThat(type.getDeclaredMethod(method.path("name").asText(), int.class)).isNotNull();
        }
      }
    }
  }

  @Test
  void everyResourcePatternFindsALibrary() throws Exception {
    List<String> libraries = new ArrayList<>();
    for (Class<?> codec : List.of(Zstd.class, Snappy.class)) {
      Path jar = Path.of(codec.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (JarFile files = new JarFile(jar.toFile())) {
        files.stream().forEach(entry -> libraries.add(entry.getName()));
      }
    }
    for (JsonNode include : read("resource-config.json").at("/resources/includes")) {
      String pattern = include.path("pattern").asText();
      assertThat(libraries).filteredOn(name -> name.matches(pattern)).as(pattern).hasSize(1);
    }
  }

  private static JsonNode read(String file) throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve(file).toFile());
  }

  private static ClassLoader loader() {
    return Thread.currentThread().getContextClassLoader();
  }
}
