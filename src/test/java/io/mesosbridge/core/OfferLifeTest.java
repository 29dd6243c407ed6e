package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.core.offer.OutstandingOffer;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Offers from their arrival to their tombstone. */
class OfferLifeTest {

  private static final String DECLINE =
      "{\"id\":\"no\",\"type\":\"DECLINE\",\"decline\":{\"offer_ids\":[\"o-1\"]}}";

  private final TermFixture bridge = TermFixture.subscribed();

  /** The records of offers: the offer's own JSON, or why it ended. */
  private static List<String> written(TermFixture bridge) {
    return bridge.seen().written(Topic.OFFERS).stream()
        .map(
            write ->
                write.record().value() == null ? write.record().extras().offerEnd() : write.text())
        .toList();
  }

  private static String json(String offerId) {
    String event = WireTexts.offer(offerId, Known.AGENT);
    return event.substring(event.indexOf("[{\"id\"") + 1, event.lastIndexOf(']'));
  }

  @Test
  void anOfferIsPublishedAsItCameAndCanBeAccepted() {
    // When
    bridge.offer("o-1");

    // Then
    assertThat(written(bridge)).containsExactly(json("o-1"));
    assertThat(bridge.term().offers().find("o-1"))
        .get()
        .extracting(OutstandingOffer::agentId)
        .isEqualTo(Known.AGENT);
  }

  @Test
  void anOfferWithoutIdOrAgentLeavesTheGoodOnesOfItsEventInUseAndIsCounted() {
    // Given
    String good = WireTexts.offer("o-1", Known.AGENT);
    String event =
        good.replace(
            "\"offers\":[{",
            "\"offers\":[{\"id\":{\"value\":\"o-2\"}},{\"agent_id\":{\"value\":\"a\"}},7,{");

    // When
    bridge.event(event);

    // Then
    assertThat(written(bridge)).containsExactly(json("o-1"));
    assertThat(bridge.term().offers().outstanding()).hasSize(1);
    assertThat(bridge.seen().countOf(Counted.OFFER_UNUSABLE)).isEqualTo(3);
    assertThat(bridge.seen().sent("DECLINE", "/decline/offer_ids/0/value"))
        .as("or the master holds its resources back until the offer's time is over")
        .containsExactly("o-2");
    assertThat(bridge.seen().written(Topic.EVENTS))
        .extracting(write -> write.record().type().name())
        .doesNotContain("UNREADABLE");
  }

  @Test
  void offersThatAreHeldAreBoundedInBytesAndMoreAreDeclinedUntilOneEnds() {
    // Given
    String half = "\"" + "x".repeat(32 << 20) + "\"";

    // When
    for (int i = 1; i <= 3; i++) {
      bridge.event(WireTexts.offer("o-" + i, Known.AGENT).replace("\"host\"", half));
      if (i == 2) {
        bridge.event("{\"type\":\"RESCIND\",\"rescind\":{\"offer_id\":{\"value\":\"o-1\"}}}");
      }
    }

    // Then
    assertThat(bridge.seen().sent("DECLINE", "/decline/offer_ids/0/value")).containsExactly("o-2");
    assertThat(bridge.seen().countOf(Counted.SHED_OFFERS)).isOne();
    assertThat(bridge.term().offers().outstanding())
        .extracting(OutstandingOffer::id)
        .containsExactly("o-3");
  }

  @Test
  void offersThatAreHeldAreBoundedInWhatTheyTakeHoweverSmallTheyAre() {
    // Given
    int many = 70_000;

    // When
    bridge.event(tiny(0, many));
    bridge.event(tiny(many, 2 * many));

    // Then
    int held = bridge.term().offers().outstanding().size();
    assertThat(held).isBetween(many, (64 << 20) / 512);
    assertThat(bridge.seen().countOf(Counted.SHED_OFFERS)).isEqualTo(2L * many - held);
    assertThat(bridge.seen().calls("DECLINE")).hasSize(1);
  }

  private static String tiny(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"id\":{\"value\":\"" + i + "\"},\"agent_id\":{\"value\":\"a\"}}")
        .collect(Collectors.joining(",", "{\"type\":\"OFFERS\",\"offers\":{\"offers\":[", "]}}"));
  }

  @Test
  void anOfferWithATextOfMoreThanTwentyMillionCharactersCanBeUsed() {
    // Given
    String long21 = "\"" + "x".repeat(21 << 20) + "\"";
    bridge.event(WireTexts.offer("o-1", Known.AGENT).replace("\"host\"", long21));

    // When
    bridge.launch("web");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  @Test
  void anOfferEndsOnce() {
    // Given
    bridge.offer("o-1");
    bridge.event("{\"type\":\"RESCIND\",\"rescind\":{\"offer_id\":{\"value\":\"o-1\"}}}");

    // When
    bridge.command(DECLINE);
    bridge.disconnect();

    // Then
    assertThat(written(bridge)).containsExactly(json("o-1"), "rescinded");
    assertThat(bridge.result("no")).isEqualTo("REJECTED OFFER_GONE");
    assertThat(bridge.term().offers().outstanding()).isEmpty();
    assertThat(bridge.seen().countOf(Counted.OFFER_RESCINDED)).isOne();
  }

  @Test
  void whatACrashLeftGetsItsTombstone() {
    // Given
    bridge.offer("o-1");

    // When
    TermFixture next = bridge.dies();

    // Then
    assertThat(written(next)).containsExactly("disconnected");
    assertThat(next.term().offers().find("o-1")).isEmpty();
  }

  @Test
  void whatAFormerLeaderWroteOverIsWrittenAgain() {
    // Given
    bridge.offer("o-1");

    // When
    bridge.term().readback().rewrite(Topic.OFFERS, "o-1");
    bridge.term().readback().rewrite(Topic.OFFERS, "never-seen");

    // Then
    assertThat(written(bridge)).containsExactly(json("o-1"), json("o-1"), "disconnected");
  }

  @Test
  void anOfferWhoseCallNeverLeftWentWithTheSubscription() {
    // Given
    bridge.offer("o-1");
    bridge.hold(Topic.STATE);
    bridge.launch("web");
    assertThat(bridge.term().offers().endOf("o-1")).contains(OfferEnd.ACCEPTED);

    // When
    bridge.disconnect();

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
    assertThat(bridge.term().offers().endOf("o-1")).contains(OfferEnd.DISCONNECTED);
  }

  @Test
  void onlyWhatIsHeldForTooLongIsGivenBack() {
    // Given
    bridge.offer("o-1");
    bridge.pass(Duration.ofMinutes(3));
    bridge.offer("o-2");
    assertThat(bridge.seen().calls("DECLINE")).isEmpty();

    // When
    bridge.pass(Duration.ofMinutes(3));

    // Then
    assertThat(bridge.seen().sent("DECLINE", "/decline/offer_ids/0/value")).containsExactly("o-1");
    assertThat(bridge.seen().sent("DECLINE", "/decline/filters/refuse_seconds"))
        .containsExactly("5.0");
    assertThat(written(bridge)).containsExactly(json("o-1"), json("o-2"), "expired");
  }

  @Test
  void whatCannotBePublishedIsGivenBackAtOnce() {
    // Given
    bridge.seen().inFlightBytes = Long.MAX_VALUE;

    // When
    bridge.offer("o-1");

    // Then
    assertThat(bridge.seen().sent("DECLINE", "/decline/offer_ids/0/value")).containsExactly("o-1");
    assertThat(written(bridge)).isEmpty();
  }

  @Test
  void aDeclinedOfferHasItsTombstoneBeforeItsCallIsAnswered() {
    // Given
    bridge.offer("o-1");

    // When
    bridge.command(DECLINE);
    List<String> before = written(bridge);
    bridge.answer("DECLINE", TAKEN);

    // Then
    assertThat(before).containsExactly(json("o-1"), "declined");
    assertThat(bridge.result("no")).isEqualTo("ACCEPTED");
  }

  private static String ofRole(String offerId, String role) {
    return WireTexts.offer(offerId, Known.AGENT).replace("\"web\"", "\"" + role + "\"");
  }

  private List<String> declined() {
    return bridge.seen().sent("DECLINE", "/decline/offer_ids/0/value");
  }

  @Test
  void suppressedRolesGiveBackWhatIsHeldForThemAtOnce() {
    // Given
    bridge.event(ofRole("o-1", "batch"));
    bridge.event(ofRole("o-2", "web"));

    // When
    bridge.command("{\"type\":\"SUPPRESS\",\"suppress\":{\"roles\":[\"batch\"]}}");
    List<String> before = declined();
    bridge.answer("SUPPRESS", TAKEN);

    // Then
    assertThat(before).isEmpty();
    assertThat(declined()).containsExactly("o-1");
    assertThat(bridge.term().offers().endOf("o-1")).contains(OfferEnd.DECLINED);
    assertThat(bridge.term().offers().outstanding())
        .extracting(OutstandingOffer::id)
        .containsExactly("o-2");
  }

  @Test
  void whatComesForSuppressedRolesIsDeclinedUntilTheyAreAboutToBeRevived() {
    // Given
    bridge.command("{\"type\":\"SUPPRESS\"}");
    bridge.answer("SUPPRESS", TAKEN);
    bridge.event(ofRole("o-1", "web"));

    // When
    bridge.command("{\"type\":\"REVIVE\",\"revive\":{\"roles\":[\"web\"]}}");
    bridge.event(ofRole("o-2", "web"));
    bridge.event(ofRole("o-3", "batch"));

    // Then
    assertThat(declined()).containsExactly("o-1", "o-3");
    assertThat(bridge.term().offers().outstanding())
        .extracting(OutstandingOffer::id)
        .containsExactly("o-2");
  }

  @Test
  void aSuccessorDeclinesForTheRolesThatWereSuppressed() {
    // Given
    bridge.command("{\"type\":\"SUPPRESS\",\"suppress\":{\"roles\":[\"web\"]}}");
    bridge.answer("SUPPRESS", TAKEN);
    TermFixture next = bridge.dies();

    // When
    next.subscribe();
    next.event(ofRole("o-1", "web"));

    // Then
    assertThat(next.seen().sent("DECLINE", "/decline/offer_ids/0/value")).containsExactly("o-1");
  }
}
