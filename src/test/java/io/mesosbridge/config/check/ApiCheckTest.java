package io.mesosbridge.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiCheckTest {

  private static final String USERS = "quarkus.security.users.embedded.";

  @Test
  void nobodyMaySendCommandsFromOtherMachinesWithoutSayingWhoTheyAre() {
    assertThat(
            ConfigCheckTest.problems(
                Map.of("bridge.api.anonymous", "operator", "quarkus.http.host", "0.0.0.0")))
        .singleElement()
        .asString()
        .contains("bridge.api.anonymous=operator", "quarkus.http.host=0.0.0.0", "127.0.0.1");
    assertThat(
            ConfigCheckTest.problems(
                Map.of("bridge.api.anonymous", "operator", "quarkus.http.host", "127.0.0.1")))
        .isEmpty();
    assertThat(
            ConfigCheckTest.problems(
                Map.of("bridge.api.anonymous", "operator", "quarkus.http.host", "::1")))
        .isEmpty();
    assertThat(ConfigCheckTest.problems(Map.of("bridge.api.anonymous", "viewer"))).isEmpty();
  }

  @Test
  void everyUserHasARoleAndAPassword() {
    assertThat(
            ConfigCheckTest.problems(
                Map.of(USERS + "users.vera", "00", USERS + "roles.vera", "viewer")))
        .isEmpty();
    assertThat(
            ConfigCheckTest.problems(
                Map.of(USERS + "users.vera", "00", USERS + "roles.vera", "admin")))
        .singleElement()
        .asString()
        .contains(USERS + "roles.vera=admin", "viewer or operator");
    assertThat(ConfigCheckTest.problems(Map.of(USERS + "roles.otto", "operator")))
        .singleElement()
        .asString()
        .contains(USERS + "users.otto is not set", "SHA-512");
  }
}
