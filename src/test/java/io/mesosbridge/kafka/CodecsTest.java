package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.testkit.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.record.CompressionType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {

  private static final String SNAPPY = "org.xerial.snappy.tempdir";
  private static final String ZSTD = "ZstdTempFolder";
  private static final List<String> KEYS = List.of(SNAPPY, ZSTD);

  @TempDir private Path operators;

  @AfterEach
  void forget() {
    KEYS.forEach(System::clearProperty);
  }

  @Test
  void everyCodecWorksAtStart() {
    // Given
    try (LogLines log = new LogLines(Codecs.class)) {

      // When
      Codecs.tryAll();

      // Then
      assertThat(log.all()).isEmpty();
    }
  }

  @Test
  void everyCodecIsTriedAndEachThatFailsIsToldWithWhatHelps() {
    // Given
    List<CompressionType> tried = new ArrayList<>();
    try (LogLines log = new LogLines(Codecs.class)) {

      // When
      Codecs.tryAll(
          codec -> {
            tried.add(codec);
            if (codec == CompressionType.LZ4) {
              throw new NoClassDefFoundError("net/jpountz/lz4/LZ4Factory");
            }
          });

      // Then
      assertThat(tried).containsExactly(CompressionType.values());
      assertThat(log.all())
          .containsExactly(
              "ERROR Commands that are compressed with lz4 cannot be read here:"
                  + " java.lang.NoClassDefFoundError: net/jpountz/lz4/LZ4Factory; java.io.tmpdir=%s"
                      .formatted(System.getProperty("java.io.tmpdir"))
                  + " has to be a folder that can be written to and is not mounted with noexec");
    }
  }

  @Test
  void theLibrariesAreUnpackedToAFolderOfThisProcessAlone() {
    // Given
    Map<String, Set<Path>> folders = new HashMap<>();

    // When
    Codecs.tryAll(codec -> KEYS.forEach(key -> seen(folders, key)));

    // Then
    Set<Path> one = folders.get(SNAPPY);
    assertThat(one).hasSize(1).noneMatch(Files::exists);
    assertThat(folders).isEqualTo(Map.of(SNAPPY, one, ZSTD, one));
    assertThat(System.getProperties()).doesNotContainKeys(SNAPPY, ZSTD);
  }

  @ParameterizedTest
  @ValueSource(strings = {SNAPPY, ZSTD})
  void aFolderThatTheOperatorNamesStays(String named) {
    // Given
    Map<String, Set<Path>> folders = new HashMap<>();
    System.setProperty(named, operators.toString());

    // When
    Codecs.tryAll(codec -> KEYS.forEach(key -> seen(folders, key)));

    // Then
    assertThat(folders.get(named)).containsExactly(operators);
    assertThat(folders).hasSize(2).doesNotContainEntry(other(named), Set.of(operators));
    assertThat(System.getProperty(named)).isEqualTo(operators.toString());
    assertThat(System.getProperty(other(named))).isNull();
    assertThat(operators).exists();
    assertThat(Codecs.advice())
        .isEqualTo(
            "java.io.tmpdir=%s and %s=%s have to be folders that can be written to and are not"
                + " mounted with noexec",
            System.getProperty("java.io.tmpdir"), named, operators);
  }

  private static void seen(Map<String, Set<Path>> folders, String key) {
    folders.computeIfAbsent(key, unseen -> new HashSet<>()).add(Path.of(System.getProperty(key)));
  }

  private static String other(String key) {
    return key.equals(SNAPPY) ? ZSTD : SNAPPY;
  }

  @Test
  void oneWhoseLibraryCannotBeLoadedIsToldWithTheReason() {
    // When
    Map<CompressionType, String> broken =
        Codecs.broken(
            codec -> {
              if (codec == CompressionType.ZSTD) {
                throw new ExceptionInInitializerError(
                    new UnsatisfiedLinkError("/tmp/libzstd-jni.so: failed to map segment"));
              }
            });

    // Then
    assertThat(broken)
        .isEqualTo(
            Map.of(
                CompressionType.ZSTD,
                "java.lang.UnsatisfiedLinkError: /tmp/libzstd-jni.so: failed to map segment"));
  }
}
