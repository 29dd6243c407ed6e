package io.mesosbridge.core.offer;

import static io.mesosbridge.core.offer.TestOffers.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.offer.TestOffers.Market;
import io.mesosbridge.core.offer.WaitingLaunch.Sharing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Mesos offers of an agent in pieces. */
class CombinedOffersTest {

  private final Market market = new Market();
  private final WaitingLaunches<String> waiting = market.launches(Policy.PACK, 1_000);

  private void add(String id, String demand) {
    waiting.add(TestOffers.launch(id, TestOffers.demand(demand), Long.MAX_VALUE));
  }

  /** One of those that share offers with their like only, and with so many. */
  private void addFiltered(String id, String demand, int most) {
    Sharing sharing = new Sharing(TestOffers.json("{\"refuse_seconds\":1}"), most);
    waiting.add(
        new WaitingLaunch<>(
            id,
            id,
            List.of(id),
            TestOffers.demand(demand),
            Wishes.NONE,
            sharing,
            1,
            Long.MAX_VALUE));
  }

  private List<String> place() {
    return waiting.place(TestOffers.NOW).stream()
        .map(
            placed ->
                String.join("+", placed.offerIds())
                    + placed.launches().stream().map(one -> one.launch().id()).toList())
        .toList();
  }

  @Test
  void piecesThatFitTogetherAreOne() {
    // Given
    add("large", "cpus:4;ports:3");
    market.gets(offer("o1", "s1", "web", "cpus:2;ports:[31000-31001]"));
    List<String> early = place();

    // When
    market.gets(offer("o2", "s1", "web", "cpus:2;ports:[31007-31007]"));

    // Then
    assertThat(early).isEmpty();
    assertThat(place()).containsExactly("o1+o2[large]");
  }

  @Test
  void piecesOfOtherAgentsRolesOrReservationsAreNot() {
    // Given
    add("large", "cpus:4");

    // When
    market.gets(offer("o1", "s1", "web", "cpus:2"));
    market.gets(offer("o2", "s2", "web", "cpus:2"));
    market.gets(offer("o3", "s1", "batch", "cpus:2"));
    market.gets(offer("o4", "s1", "web", "cpus(web):2"));

    // Then
    assertThat(place()).isEmpty();
  }

  @Test
  void piecesThatAreNotNeededStayFree() {
    // Given
    market.gets(offer("o1", "s1", "web", "cpus:1"));
    market.gets(offer("o2", "s1", "web", "cpus:2"));
    market.gets(offer("o3", "s1", "web", "cpus:2"));
    market.gets(offer("o4", "s1", "web", "cpus:2"));
    add("second", "cpus:2");
    List<String> one = place();

    // When
    add("both", "cpus:2.5");
    List<String> two = place();

    // Then
    assertThat(one).containsExactly("o2[second]");
    assertThat(two).containsExactly("o1+o3[both]");
    add("third", "cpus:2");
    assertThat(place()).containsExactly("o4[third]");
  }

  @Test
  void aPieceThatIsNotNeededIsHadByThoseWhoMayNotShareAtOnce() {
    // Given
    for (String id : List.of("a", "b", "c")) {
      addFiltered(id, "cpus:2", 1);
    }
    add("others", "cpus:1");

    // When
    market.gets(offer("o1", "s1", "web", "cpus:1"));
    market.gets(offer("o2", "s1", "web", "cpus:2"));
    market.gets(offer("o3", "s1", "web", "cpus:2"));
    market.gets(offer("o4", "s1", "web", "cpus:2"));

    // Then
    assertThat(place()).containsExactly("o2[a]", "o3[b]", "o4[c]", "o1[others]");
  }

  @Test
  void aPieceThatOthersLeaveIsHadByAnEarlierOneOnceTheyAreComplete() {
    // Given
    addFiltered("a", "cpus:1", 2);
    add("plain", "cpus:1");
    addFiltered("b", "cpus:1", 2);

    // When
    market.gets(offer("o1", "s1", "web", "cpus:2"));
    market.gets(offer("o2", "s1", "web", "cpus:1"));

    // Then
    assertThat(place()).containsExactly("o1[a, b]", "o2[plain]");
  }

  @Test
  void aPieceThatIsNotNeededIsHadByThoseWithOtherFiltersAtOnce() {
    // Given
    add("plain", "cpus:1");
    addFiltered("filtered", "cpus:1", 100);

    // When
    market.gets(offer("o1", "s1", "web", "cpus:1"));
    market.gets(offer("o2", "s1", "web", "cpus:1"));

    // Then
    assertThat(place()).containsExactly("o1[plain]", "o2[filtered]");
  }

  @Test
  void aPieceThatWentCountsNoMore() {
    // Given
    add("large", "cpus:3");
    market.gets(offer("o1", "s1", "web", "cpus:1"));
    market.gets(offer("o2", "s1", "web", "cpus:1"));
    place();

    // When
    market.loses("o1");
    market.gets(offer("o3", "s1", "web", "cpus:1"));
    List<String> two = place();
    market.gets(offer("o4", "s1", "web", "cpus:1"));

    // Then
    assertThat(two).isEmpty();
    assertThat(place()).containsExactly("o2+o3+o4[large]");
  }

  @Test
  void whatIsGivenAwayIsNoPieceOfWhatComesLater() {
    // Given
    add("first", "cpus:1");
    market.gets(offer("o1", "s1", "web", "cpus:2"));
    List<String> first = place();
    add("second", "cpus:3");

    // When
    market.gets(offer("o2", "s1", "web", "cpus:2"));
    List<String> second = place();
    waiting.giveBack(List.of("o1"));

    // Then
    assertThat(first).containsExactly("o1[first]");
    assertThat(second).isEmpty();
    assertThat(place()).as("given back").containsExactly("o2+o1[second]");
  }

  @Test
  void whatTheNearestLackNamesSomeOfThePieces() {
    // Given
    add("large", "cpus:9");
    for (int i = 1; i <= 4; i++) {
      market.gets(offer("o" + i, "s1", "web", "cpus:2"));
    }

    // When
    place();

    // Then
    assertThat(waiting.wish(waiting.oldest().orElseThrow()))
        .endsWith(
            "the nearest, offer o1 and o2 and 2 more on s1.example.org (role web), lacks cpus:1");
  }

  @Test
  void aCallNamesNoMoreThanAHundred() {
    // Given
    add("large", "cpus:101");

    // When
    for (int i = 0; i < 150; i++) {
      market.gets(offer("o" + i, "s1", "web", "cpus:1"));
    }

    // Then
    assertThat(place()).isEmpty();
    add("hundred", "cpus:100");
    assertThat(place()).singleElement().asString().startsWith("o0+o1+").endsWith("+o99[hundred]");
  }
}
