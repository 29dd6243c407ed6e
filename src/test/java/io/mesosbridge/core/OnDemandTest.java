package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.mesos.SubscribeCall;
import io.mesosbridge.core.offer.OutstandingOffer;
import io.mesosbridge.testkit.JsonTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code bridge.offers.mode=on-demand}: an idle framework leaves the cluster to others. */
class OnDemandTest {

  private final TermFixture bridge =
      TermFixture.configured(
          Map.of("bridge.offers.mode", "on-demand"), new Fact.FrameworkIs(Known.framework()));

  private List<String> suppressedBySubscribe() {
    SubscribeCall call = bridge.term().subscribeCall(MesosVersion.NEWEST);
    List<String> roles = new ArrayList<>();
    JsonTree.read(new String(call.json(), StandardCharsets.UTF_8))
        .at("/subscribe/suppressed_roles")
        .forEach(role -> roles.add(role.asText()));
    return roles;
  }

  private List<String> revived() {
    return bridge.seen().sent("REVIVE", "/revive/roles/0");
  }

  private List<String> suppressed() {
    return bridge.seen().sent("SUPPRESS", "/suppress/roles/0");
  }

  private List<String> declined() {
    return bridge.seen().sent("DECLINE", "/decline/offer_ids/0/value");
  }

  private void launchAndPlace(String taskId, String offerId) {
    bridge.launch(taskId);
    bridge.offer(offerId);
    bridge.answer("ACCEPT", TAKEN);
  }

  @Test
  void nothingIsOfferedUntilALaunchWaits() {
    // Given
    assertThat(suppressedBySubscribe()).containsExactly("web", "batch");
    bridge.subscribe();
    bridge.pass(Duration.ofMinutes(10));
    assertThat(bridge.seen().calls("REVIVE")).isEmpty();

    // When
    bridge.launch("web-1");
    bridge.launch("web-2");

    // Then
    assertThat(revived()).containsExactly("web", "batch");
    assertThat(suppressed()).isEmpty();
  }

  @Test
  void rolesAreSuppressedAndOffersGivenBackOnceNothingHasWaitedForAWhile() {
    // Given
    bridge.subscribe();
    launchAndPlace("web-1", "o-1");
    bridge.offer("o-2");

    // When
    bridge.pass(Duration.ofSeconds(4));
    List<String> early = suppressed();
    bridge.pass(Duration.ofSeconds(2));
    bridge.offer("o-3"); // was on its way

    // Then
    assertThat(early).isEmpty();
    assertThat(suppressed()).containsExactly("web", "batch");
    assertThat(declined()).containsExactly("o-2", "o-3");
    assertThat(bridge.seen().sent("DECLINE", "/decline/filters/refuse_seconds").get(0))
        .isEqualTo("3600.0");
    assertThat(bridge.term().offers().outstanding()).isEmpty();
  }

  @Test
  void aLaunchThatComesMeanwhileNeedsNoRevive() {
    // Given
    bridge.subscribe();
    launchAndPlace("web-1", "o-1");
    bridge.offer("o-2");

    // When
    for (int i = 2; i < 5; i++) {
      bridge.pass(Duration.ofSeconds(4));
      launchAndPlace("web-" + i, "o-" + (i + 1));
    }

    // Then
    assertThat(revived()).containsExactly("web", "batch");
    assertThat(suppressed()).isEmpty();
  }

  @Test
  void aLaunchThatNothingFitsHasRolesRevivedFromTimeToTime() {
    // Given
    bridge.subscribe();
    bridge.launch("web-1");

    // When
    bridge.pass(Duration.ofSeconds(59));
    List<String> early = revived();
    bridge.pass(Duration.ofSeconds(2));

    // Then
    assertThat(early).hasSize(2);
    assertThat(revived()).hasSize(4);
  }

  @Test
  void aRoleThatACommandSuppressedStaysSo() {
    // Given
    bridge.subscribe();
    bridge.command("{\"type\":\"SUPPRESS\",\"suppress\":{\"roles\":[\"batch\"]}}");
    bridge.answer("SUPPRESS", TAKEN);

    // When
    launchAndPlace("web-1", "o-1");
    bridge.pass(Duration.ofSeconds(6));

    // Then
    assertThat(revived()).containsExactly("web");
    assertThat(suppressed()).containsExactly("batch", "web");
  }

  @Test
  void offersThatACommandRevivedAreThereForAsLongAsOffersAreHeld() {
    // Given
    bridge.subscribe();
    bridge.command("{\"type\":\"REVIVE\"}");
    bridge.offer("o-1");

    // When
    bridge.pass(Duration.ofMinutes(4));
    List<String> early = suppressed();
    bridge.pass(Duration.ofMinutes(2));

    // Then
    assertThat(early).isEmpty();
    assertThat(suppressed()).containsExactly("web", "batch");
    assertThat(bridge.term().offers().outstanding()).isEmpty();
  }

  @Test
  void aLaunchHasThoseRolesRevivedThatACommandLeftSuppressed() {
    // Given
    bridge.subscribe();
    bridge.command("{\"type\":\"REVIVE\",\"revive\":{\"roles\":[\"batch\"]}}");
    bridge.answer("REVIVE", TAKEN);
    assertThat(revived()).containsExactly("batch");

    // When
    bridge.launch("web-1");

    // Then
    assertThat(revived()).contains("web");
  }

  @Test
  void rolesThatAnUpdateOfTheFrameworkLetGoAreSuppressedAgain() {
    // Given
    bridge.subscribe();

    // When
    bridge.command(
        """
        {"type":"UPDATE_FRAMEWORK","update_framework":{"framework_info":
        {"user":"root","name":"bridge","roles":["web","batch"]}}}
        """);
    bridge.answer("UPDATE_FRAMEWORK", TAKEN);
    bridge.pass(Duration.ofSeconds(6));

    // Then
    assertThat(suppressed()).containsExactly("web", "batch");
  }

  @Test
  void aSubscriptionWhileLaunchesWaitAsksForOffers() {
    // Given
    bridge.subscribe();
    bridge.launch("web-1");

    // When
    bridge.disconnect();
    List<String> said = suppressedBySubscribe();
    bridge.subscribe();
    bridge.offer("o-1");

    // Then
    assertThat(said).isEmpty();
    assertThat(bridge.seen().launched()).containsExactly("web-1");
    assertThat(bridge.term().offers().outstanding()).extracting(OutstandingOffer::id).isEmpty();
  }
}
