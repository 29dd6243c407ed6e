package io.mesosbridge.core.offer;

import static java.util.Comparator.comparingDouble;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.offer.OfferIndex.Goal;
import io.mesosbridge.core.offer.OfferTree.Free;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is offered and gone again: the index finds what a look at all of them finds. */
class OfferIndexProperties {

  /** More kinds than nodes compare. */
  private static final Arbitrary<String> KINDS =
      Arbitraries.of(
          "cpus", "mem", "disk", "gpus", "cpus(web)", "mem(web)", "a", "b", "c", "d", "e", "f");

  private static Arbitrary<String> resources(int most, int kinds) {
    Arbitrary<String> one =
        Combinators.combine(KINDS, Arbitraries.integers().between(0, most))
            .as((kind, amount) -> kind + ":" + amount);
    return Combinators.combine(
            one.list().ofMinSize(1).ofMaxSize(kinds), Arbitraries.integers().between(0, 3))
        .as((scalars, port) -> String.join(";", scalars) + ";ports:[0-" + port + "]");
  }

  @Provide
  Arbitrary<List<Free>> offers() {
    return Combinators.combine(
            resources(9, 5),
            Arbitraries.of("web", "batch").injectNull(0.1),
            Arbitraries.integers().between(0, 3))
        .as(
            (offered, role, rank) ->
                new Free(Content.read(TestOffers.offer("o", "s", role, offered)), 0, rank))
        .list()
        .ofMinSize(1)
        .ofMaxSize(60)
        .map(OfferIndexProperties::numbered);
  }

  private static List<Free> numbered(List<Free> all) {
    List<Free> numbered = new ArrayList<>();
    all.forEach(one -> numbered.add(new Free(one.offer(), numbered.size() + 1, one.rank())));
    return numbered;
  }

  @Provide
  Arbitrary<Demand> demands() {
    Arbitrary<String> wishes = Arbitraries.of("", "", ";ports:1", ";ports:2", ";ports(web):1");
    return Combinators.combine(
            resources(6, 3), wishes, Arbitraries.of("web", "batch").injectNull(0.5))
        .as((wanted, wish, role) -> TestOffers.demand(wanted + wish, role));
  }

  private static Comparator<Free> order(Goal goal, Demand demand) {
    Comparator<Free> byScore =
        switch (goal) {
          case LEAST_USED -> comparingDouble(Free::rank);
          case SNUGGEST -> comparingDouble(free -> demand.surplusOf(free.offer()));
          case NEAREST -> comparingDouble(free -> demand.shortfallOf(free.offer()));
        };
    return byScore.thenComparing(Free::number);
  }

  @Property
  void theIndexFindsWhatALookAtAllFinds(
      @ForAll("offers") List<Free> offers,
      @ForAll("demands") Demand demand,
      @ForAll Goal goal,
      @ForAll List<Boolean> gone,
      @ForAll boolean onlyNewer) {
    // Given
    OfferIndex index = new OfferIndex();
    offers.forEach(index::add);
    List<Free> there = new ArrayList<>(offers);
    for (int i = 0; i < gone.size() && i < offers.size(); i++) {
      if (gone.get(i)) {
        index.remove(offers.get(i));
        there.remove(offers.get(i));
      }
    }
    long newerThan = onlyNewer ? offers.size() / 2 : 0;

    // When
    Optional<Free> found = index.find(goal, demand, newerThan, any -> true);

    // Then
    Optional<Free> best =
        there.stream()
            .filter(free -> free.number() > newerThan)
            .filter(free -> goal == Goal.NEAREST || demand.fits(free.offer()))
            .min(order(goal, demand));
    assertThat(found).isEqualTo(best);
  }
}
