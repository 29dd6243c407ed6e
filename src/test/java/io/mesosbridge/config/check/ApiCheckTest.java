package io.mesosbridge.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiCheckTest {

  private static final String USERS = "quarkus.security.users.embedded.";

  /** As long as one. */
  private static final String HASH = "5d7A".repeat(32);

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
                Map.of(USERS + "users.vera", HASH, USERS + "roles.vera", "viewer")))
        .isEmpty();
    assertThat(
            ConfigCheckTest.problems(
                Map.of(USERS + "users.vera", HASH, USERS + "roles.vera", "admin")))
        .singleElement()
        .asString()
        .contains(USERS + "roles.vera=admin", "viewer or operator");
    assertThat(ConfigCheckTest.problems(Map.of(USERS + "roles.otto", "operator")))
        .singleElement()
        .asString()
        .contains(USERS + "users.otto is not set", "SHA-512");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cafe", "d41d8cd98f00b204e9800998ecf8427e", "correct horse"})
  void whatIsNoHashOfAPasswordIsRefusedAndNotShown(String password) {
    // When
    List<String> problems =
        ConfigCheckTest.problems(
            Map.of(USERS + "users.vera", password, USERS + "roles.vera", "viewer"));

    // Then
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith(USERS + "users.vera is no SHA-512 in hexadecimal digits; right is the SHA-512")
        .doesNotContain(password);
  }

  @Test
  void anotherFormOfPasswordsIsLeftToWhoeverChoseIt() {
    assertThat(
            ConfigCheckTest.problems(
                Map.of(
                    USERS + "users.vera",
                    "correct horse",
                    USERS + "roles.vera",
                    "viewer",
                    USERS + "plain-text",
                    "true")))
        .isEmpty();
  }
}
