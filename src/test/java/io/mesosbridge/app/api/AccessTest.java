package io.mesosbridge.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.config.SmallRyeConfig;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

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

  private static Set<String> anonymous(Map<String, String> properties) {
    return roles(
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(""))
            .setAnonymous(true)
            .build(),
        properties);
  }

  private static Set<String> roles(SecurityIdentity identity, Map<String, String> properties) {
    SmallRyeConfig config = Configs.keys(properties, Map.of());
    Access access = new Access(config.getConfigMapping(BridgeConfig.class), config);
    return access.augment(identity, null).await().indefinitely().getRoles();
  }
}
