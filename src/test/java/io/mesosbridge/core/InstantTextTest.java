package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.types.Time;
import java.time.Instant;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class InstantTextTest {

  private final InstantText texts = new InstantText();

  @Test
  void everyMillisecondOfASecondIsWrittenAsJavaAndTheSdkWriteIt() {
    LongStream.rangeClosed(1_795_353_158_000L, 1_795_353_159_000L).forEach(this::isWritten);
  }

  @Property(tries = 500)
  void anyTimeIsWrittenAsJavaAndTheSdkWriteIt(
      @ForAll @LongRange(min = -100_000_000_000_000L, max = 400_000_000_000_000L) long millis) {
    isWritten(millis);
    isWritten(millis / 60_000 * 60_000);
  }

  private void isWritten(long millis) {
    Instant instant = Instant.ofEpochMilli(millis);
    assertThat(texts.of(millis)).isEqualTo(instant.toString());
    assertThat(texts.shortest(millis))
        .asString(UTF_8)
        .isEqualTo(Time.writeTime(instant.atOffset(UTC)));
  }
}
