package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import io.mesosbridge.core.offer.TestOffers.Market;
import io.mesosbridge.core.offer.WaitingLaunch.Carried;
import io.mesosbridge.core.offer.WaitingLaunch.Placed;
import io.mesosbridge.core.offer.WaitingLaunch.Sharing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever waits and whatever is offered. */
class SharedOffersProperties {

  private static final Arbitrary<String> ROLES = Arbitraries.of("web", "batch");
  private static final Arbitrary<String> RESERVATIONS = Arbitraries.of("", "(web)");

  private static Arbitrary<String> resources(int most) {
    Arbitrary<String> cpus = Arbitraries.integers().between(0, most).map(n -> "." + n);
    Arbitrary<Integer> ports = Arbitraries.integers().between(0, most);
    return Combinators.combine(cpus, RESERVATIONS, ports)
        .as((cpu, reserved, port) -> "cpus%s:0%s;ports:[0-%d]".formatted(reserved, cpu, port));
  }

  @Provide
  Arbitrary<List<WaitingLaunch<String>>> launches() {
    Arbitrary<Sharing> sharing =
        Combinators.combine(
                Arbitraries.of("{'refuse_seconds':5}", "{'refuse_seconds':0}"),
                Arbitraries.integers().between(1, 5))
            .as((filters, most) -> new Sharing(TestOffers.json(filters), most));
    Arbitrary<String> wishes = Arbitraries.of("", "", ";ports:1", ";ports:3");
    return Combinators.combine(resources(3), wishes, ROLES.injectNull(0.5), sharing)
        .as(
            (wanted, wish, role, with) ->
                new WaitingLaunch<>(
                    "",
                    "",
                    List.of(""),
                    TestOffers.demand(wanted + wish, role),
                    Wishes.NONE,
                    with,
                    100_000,
                    0))
        .list()
        .ofMaxSize(40)
        .map(SharedOffersProperties::numbered);
  }

  private static List<WaitingLaunch<String>> numbered(List<WaitingLaunch<String>> launches) {
    List<WaitingLaunch<String>> numbered = new ArrayList<>();
    for (WaitingLaunch<String> one : launches) {
      String id = "launch-" + numbered.size();
      numbered.add(
          new WaitingLaunch<>(
              id,
              id,
              List.of(id),
              one.demand(),
              one.wishes(),
              one.sharing(),
              one.bytes(),
              Long.MAX_VALUE));
    }
    return numbered;
  }

  @Provide
  Arbitrary<List<OutstandingOffer>> offers() {
    return Combinators.combine(resources(9), ROLES)
        .as((offered, role) -> Map.entry(role, offered))
        .list()
        .ofMaxSize(6)
        .map(SharedOffersProperties::offers);
  }

  private static List<OutstandingOffer> offers(List<Map.Entry<String, String>> wanted) {
    List<OutstandingOffer> offers = new ArrayList<>();
    for (Map.Entry<String, String> one : wanted) {
      int number = offers.size();
      offers.add(TestOffers.offer("o" + number, "s" + number % 4, one.getKey(), one.getValue()));
    }
    return offers;
  }

  @Property
  void noOfferIsPromisedTwiceAndNoneThatFitsIsLeft(
      @ForAll("launches") List<WaitingLaunch<String>> launches,
      @ForAll("offers") List<OutstandingOffer> offers,
      @ForAll Policy policy) {
    // Given
    Market market = new Market();
    WaitingLaunches<String> waiting = market.launches(policy, 1_000);
    launches.forEach(waiting::add);

    // When
    List<Placed<String>> placed = market.place(waiting, offers);

    // Then
    Map<String, Content> left =
        offers.stream()
            .map(Content::read)
            .collect(Collectors.toMap(Content::id, Function.identity()));
    Set<WaitingLaunch<String>> served = new HashSet<>();
    for (Placed<String> share : placed) {
      Content offer =
          share.offerIds().stream().map(left::remove).reduce(Content::plus).orElseThrow();
      for (Carried<String> carried : share.launches()) {
        WaitingLaunch<String> launch = carried.launch();
        assertThat(launch.demand().fits(offer)).as("%s on %s", launch, offer).isTrue();
        assertThat(served.add(launch)).isTrue();
        assertThat(offer.resources().contains(carried.fit().taken())).isTrue();
        assertThat(carried.fit().taken().contains(launch.demand().resources())).isTrue();
        assertThat(ports(carried.fit())).isEqualTo(launch.demand().ports());
        offer = offer.without(carried.fit().taken());
        assertThat(share.launches()).hasSizeLessThanOrEqualTo(launch.sharing().most());
        assertThat(launch.sharing().filters())
            .isEqualTo(share.launches().get(0).launch().sharing().filters());
      }
      assertThat(share.launches()).isSortedAccordingTo((a, b) -> order(launches, a, b));
      assertThat(share.launches()).hasSizeLessThanOrEqualTo(10);
    }
    assertThat(launches)
        .filteredOn(launch -> !served.contains(launch))
        .noneMatch(launch -> left.values().stream().anyMatch(launch.demand()::fits));
    assertThat(waiting.size()).isEqualTo(launches.size() - served.size());
  }

  private static Map<ResourceKind, Integer> ports(Fit fit) {
    return fit.ports().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, got -> Set.copyOf(got.getValue()).size()));
  }

  private static int order(
      List<WaitingLaunch<String>> launches, Carried<String> a, Carried<String> b) {
    return Integer.compare(launches.indexOf(a.launch()), launches.indexOf(b.launch()));
  }
}
