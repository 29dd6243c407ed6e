package io.mesosbridge.sandbox.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

  /** Else they try the same ports, and now and then a bridge or a broker cannot start. */
  @Test
  void theBuildTellsItsForksApart() {
    assertThat(System.getProperty("sandbox.fork", "1")).matches("[1-9]");
  }

  @Test
  void noPortIsGivenAwayTwice() {
    assertThat(IntStream.generate(Ports::free).limit(100)).doesNotHaveDuplicates();
  }
}
