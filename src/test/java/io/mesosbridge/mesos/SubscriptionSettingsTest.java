package io.mesosbridge.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Timing;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionSettingsTest {

  private final SubscriptionSettings settings =
      new SubscriptionSettings(
          1024,
          Credentials.fixed(Optional.of("Basic abc")),
          UnaryOperator.identity(),
          Timing.DEFAULT);

  @ParameterizedTest
  @CsvSource({
    "http://m1:5050/api/v1/scheduler,          false, m1,    5050, /api/v1/scheduler",
    "https://m1:5050/master/api/v1/scheduler,  true,  m1,    5050, /master/api/v1/scheduler",
    "http://m1/api/v1/scheduler,               false, m1,    80,   /api/v1/scheduler",
    "https://m1/a%20b?c=d%26e,                 true,  m1,    443,  /a%20b?c=d%26e",
    "https://[::1]:5050/api/v1/scheduler,      true,  [::1], 5050, /api/v1/scheduler",
    "http://m_1:5050/api/v1/scheduler,         false, m_1,   5050, /api/v1/scheduler",
    "https://m_1/api/v1/scheduler,             true,  m_1,   443,  /api/v1/scheduler"
  })
  void aCallGoesToTheEndpoint(URI endpoint, boolean tls, String host, int port, String uri) {
    // When
    RequestOptions post = settings.post(endpoint);

    // Then
    assertThat(post.isSsl()).isEqualTo(tls);
    assertThat(post.getHost()).isEqualTo(host);
    assertThat(post.getPort()).isEqualTo(port);
    assertThat(post.getURI()).isEqualTo(uri);
    assertThat(post.getHeaders().get("Authorization")).isEqualTo("Basic abc");
  }
}
