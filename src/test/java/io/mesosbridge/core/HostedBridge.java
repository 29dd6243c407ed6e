package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.testkit.Configs;
import java.util.Map;
import java.util.Optional;

/** An instance, and what surrounds it, as far as tests of leaving and taking the lead need it. */
abstract class HostedBridge implements Outside.Host {

  final Bridge bridge = new Bridge(this, Configs.of(Map.of()), "instance", TermFixture.INFO);
  long attempt;

  @Override
  public void open(long newAttempt) {
    attempt = newAttempt;
  }

  @Override
  public void close(Optional<Outgoing> last, boolean graceful) {
    assertThat(graceful).isFalse();
  }

  @Override
  public void readToEnds(long newAttempt) {
    assertThat(newAttempt).isEqualTo(attempt);
  }

  @Override
  public void led(long epoch) {
    assertThat(epoch).isPositive();
  }

  @Override
  public void readAnew() {
    assertThat(bridge.term()).isEmpty();
  }
}
