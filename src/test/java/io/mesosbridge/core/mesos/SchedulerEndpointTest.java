package io.mesosbridge.core.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
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
    "http://host:5050/mesos, http://host:5050/mesos/api/v1/scheduler",
    "http://host:5050/master/, http://host:5050/master/api/v1/scheduler",
    "[fd00::1]:5050, http://[fd00::1]:5050/api/v1/scheduler",
    "http://h:5050/api/v1, http://h:5050/api/v1/scheduler",
    "http://h:5050/api/v1/, http://h:5050/api/v1/scheduler",
    "http://h:5050/api, http://h:5050/api/v1/scheduler",
    "http://h:5050/master/api/v1, http://h:5050/master/api/v1/scheduler",
    "http://h:5050/webapi, http://h:5050/webapi/api/v1/scheduler",
    "HTTP://M:5050, http://M:5050/api/v1/scheduler",
    "Https://m, https://m/api/v1/scheduler",
    "http://mesos_master:5050, http://mesos_master:5050/api/v1/scheduler",
    "mesos_master:5050, http://mesos_master:5050/api/v1/scheduler",
  })
  void aMasterIsNamedByItsUrl(String master, URI endpoint) {
    assertThat(SchedulerEndpoint.of(master)).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "zk://h:1/mesos", "http://", "ftp://m:1", "http://bad host", "m:0", "m:x"})
  void anythingElseIsRefusedWithAnExample(String master) {
    assertThatThrownBy(() -> SchedulerEndpoint.of(master))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + master + "'")
        .hasMessageContaining("e.g. http://master.example.com:5050");
  }

  @ParameterizedTest
  @ValueSource(strings = {"//127.0.0.1:99999/api/v1/scheduler", "127.0.0.1:99999", "//b:0"})
  void aPortThatNoneCanBeIsRefusedWhereItIsRead(String location) {
    // Given
    URI from = URI.create("http://a:1/api/v1/scheduler");

    // When
    assertThatThrownBy(() -> SchedulerEndpoint.redirected(from, location))

        // Then
        .hasMessageStartingWith("'" + location + "', whose port is not from 1 to 65535, is no URL")
        .hasMessageEndingWith("e.g. http://master.example.com:5050");
  }

  @ParameterizedTest
  @CsvSource({
    "//b:1/master/api/v1/scheduler, https://b:1/master/api/v1/scheduler",
    "https://b:1, https://b:1/api/v1/scheduler",
    "b:1, https://b:1/api/v1/scheduler",
    "/master/api/v1/scheduler, https://a_1:1/master/api/v1/scheduler",
    "HTTPS://B:1/api/v1/scheduler, https://B:1/api/v1/scheduler",
    "//mesos_2:1/master/api/v1/scheduler, https://mesos_2:1/master/api/v1/scheduler",
    "mesos_2:1, https://mesos_2:1/api/v1/scheduler",
  })
  void aRedirectMayBeRelative(String location, URI endpoint) {
    // Given
    URI from = URI.create("https://a_1:1/api/v1/scheduler");

    // When
    URI to = SchedulerEndpoint.redirected(from, location);

    // Then
    assertThat(to).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https | http://b:1                      | which is not https as that is
          http  | https://b:1/api/v1/scheduler    | which is not http as that is
          https | //b:1/login                     | which is not the scheduler API, /api/v1/scheduler
          http  | /elsewhere                      | which is not the scheduler API, /api/v1/scheduler
          http  | http://b:1/x?/api/v1/scheduler  | which is not the scheduler API, /api/v1/scheduler
          """)
  void aRedirectIsFollowedOnlyToTheApiAndNeverToAnotherScheme(
      String scheme, String location, String reason) {
    // Given
    URI from = URI.create(scheme + "://a:1/api/v1/scheduler");

    // When
    assertThatThrownBy(() -> SchedulerEndpoint.redirected(from, location))

        // Then
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a redirect from a:1 to ")
        .hasMessageContaining(reason);
  }
}
