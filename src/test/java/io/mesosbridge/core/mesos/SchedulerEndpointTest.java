package io.mesosbridge.core.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerEndpointTest {

  @ParameterizedTest
  @CsvSource({
    "http://m:5050, http://m:5050/api/v1/scheduler",
    "https://m:5050/, https://m:5050/api/v1/scheduler",
    "m:5050, http://m:5050/api/v1/scheduler",
    "http://proxy/mesos/api/v1/scheduler, http://proxy/mesos/api/v1/scheduler",
  })
  void aMasterIsNamedByItsUrl(String master, URI endpoint) {
    assertThat(SchedulerEndpoint.of(master)).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zk://h:1/mesos", "http://", "ftp://m:1", "http://bad host"})
  void anythingElseIsRefusedWithAnExample(String master) {
    assertThatThrownBy(() -> SchedulerEndpoint.of(master))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + master + "'")
        .hasMessageContaining("e.g. http://master.example.com:5050");
  }

  @ParameterizedTest
  @CsvSource({
    "//b:1/master/api/v1/scheduler, https://b:1/master/api/v1/scheduler",
    "https://b:1, https://b:1/api/v1/scheduler",
    "b:1, https://b:1/api/v1/scheduler",
    "/elsewhere, https://a:1/elsewhere",
  })
  void aRedirectMayBeRelative(String location, URI endpoint) {
    // Given
    URI from = URI.create("https://a:1/api/v1/scheduler");

    // When
    URI to = SchedulerEndpoint.redirected(from, location);

    // Then
    assertThat(to).isEqualTo(endpoint);
  }

  @Test
  void aRedirectMayNotSendCredentialsInTheClear() {
    // Given
    URI from = URI.create("https://a:1/api/v1/scheduler");

    // When
    assertThatThrownBy(() -> SchedulerEndpoint.redirected(from, "http://b:1"))

        // Then
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a redirect from a:1 to http://b:1/api/v1/scheduler, which is not encrypted");
  }
}
