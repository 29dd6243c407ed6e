package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.testkit.LogLines;
import java.util.Map;
import org.apache.kafka.common.record.CompressionType;
import org.junit.jupiter.api.Test;

class CodecsTest {

  @Test
  void everyCodecIsTriedAtStart() {
    // Given
    try (LogLines log = new LogLines(Codecs.class)) {

      // When
      Codecs.tryAll();

      // Then
      assertThat(log.all()).isEmpty();
    }
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
