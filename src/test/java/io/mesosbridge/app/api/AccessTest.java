package io.mesosbridge.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody may do, by who they are and what an operator has configured. */
class AccessTest {

  private static final String ANONYMOUS = "bridge.api.anonymous";
  private static final Map<String, String> USERS =
      Map.of("quarkus.security.users.embedded.users.vera", "00");

  @Test
  void whoNamesNoUserMayReadAsLongAsThereAreNone() {
    assertThat(anonymous(Map.of())).containsExactly("viewer");
    assertThat(anonymous(USERS)).isEmpty();
  }

  @Test
  void anOperatorMaySayWhatThoseMayDo() {
    assertThat(anonymous(Map.of(ANONYMOUS, "none"))).isEmpty();
    assertThat(anonymous(Map.of(ANONYMOUS, "viewer"))).containsExactly("viewer");
    assertThat(anonymous(Map.of(ANONYMOUS, "operator")))
        .containsExactlyInAnyOrder("viewer", "operator");
  }

  @Test
  void whoMaySendCommandsMayRead() {
    // Given
    SecurityIdentity otto =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal("otto"))
            .addRole("operator")
            .build();

    // Then
    assertThat(roles(otto, USERS)).containsExactlyInAnyOrder("viewer", "operator");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          GET,  bridge:8080, http://evil,        cross-site,  no
          POST, bridge:8080, -,                  -,           no
          POST, bridge:8080, http://bridge:8080, same-origin, no
          POST, Bridge:8080, http://bridge:8080, -,           no
          POST, bridge:8080, http://bridge:9090, -,           yes
          POST, bridge:8080, http://evil,        -,           yes
          POST, bridge:8080, null,               -,           yes
          POST, bridge:8080, no address,         -,           yes
          POST, bridge:8080, -,                  cross-site,  yes
          POST, bridge:8080, -,                  same-site,   yes
          DELETE, bridge:8080, http://evil,      -,           yes
          """)
  void commandsOfOtherPagesAreRefused(
      String method, String host, String origin, String site, String refused) {
    // Given
    Access access = access(Map.of("quarkus.http.host", "0.0.0.0"));

    // Then
    assertThat(access.refusal(method, host, origin, site).isPresent())
        .isEqualTo(refused.equals("yes"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "LOCALHOST",
        "::1",
        "127.0.0.2",
        "127.1",
        "::ffff:127.0.0.1"
      })
  void withoutUsersThisMachineIsAnsweredUnderItsOwnNamesOnly(String bound) {
    // Given
    Access open = access(Map.of("quarkus.http.host", bound));
    Access closed =
        access(Map.of("quarkus.http.host", bound, USERS.keySet().iterator().next(), "00"));

    // Then
    assertThat(List.of("localhost:8080", "LocalHost", "127.0.0.1", "[::1]:8080", "127.0.0.2:1"))
        .allSatisfy(own -> assertThat(open.refusal("GET", own, null, null)).isEmpty());
    assertThat(List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil:8080", "null"))
        .allSatisfy(
            other -> {
              assertThat(open.refusal("GET", other, null, null)).isPresent();
              assertThat(closed.refusal("GET", other, null, null)).isEmpty();
            });
  }

  @Test
  void theNameThatThisMachineIsBoundByIsItsOwnAsWell() {
    // Given
    Access access = access(Map.of("quarkus.http.host", "127.1"));

    // Then
    assertThat(access.refusal("GET", "127.1:8080", null, null)).isEmpty();
    assertThat(access.refusal("GET", "127.2:8080", null, null)).isPresent();
  }

  @Test
  void whereAnybodyMaySendCommandsThisMachineIsAnsweredUnderItsOwnNamesOnlyThoughThereAreUsers() {
    // Given
    String user = USERS.keySet().iterator().next();
    Access access =
        access(Map.of("quarkus.http.host", "127.0.0.1", user, "00", ANONYMOUS, "operator"));

    // Then
    assertThat(access.refusal("POST", "localhost:8080", null, null)).isEmpty();
    assertThat(access.refusal("POST", "evil.example:8080", "http://evil.example:8080", null))
        .hasValueSatisfying(why -> assertThat(why).contains(ANONYMOUS));
  }

  private static Set<String> anonymous(Map<String, String> properties) {
    return roles(
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(""))
            .setAnonymous(true)
            .build(),
        properties);
  }

  private static Set<String> roles(SecurityIdentity identity, Map<String, String> properties) {
    return access(properties).augment(identity, null).await().indefinitely().getRoles();
  }

  private static Access access(Map<String, String> properties) {
    SmallRyeConfig config = Configs.keys(properties, Map.of());
    return new Access(config.getConfigMapping(BridgeConfig.class), config);
  }
}
