package io.mesosbridge.core.offer;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;

import io.mesosbridge.config.PlacementConfig.Strategy;
import io.mesosbridge.core.Recent;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes one of the offers that fit, by the configured strategy; of equals, the oldest. */
class OfferChoice {

  /** They come and go: those that got a launch most recently are remembered. */
  private static final int MOST_AGENTS = 10_000;

  private final Strategy strategy;
  private final Map<String, Integer> launchesByAgent = Recent.used(MOST_AGENTS);

  OfferChoice(Strategy strategy) {
    this.strategy = strategy;
  }

  /** The offer for the demand out of those given, oldest first. */
  Optional<PlaceableOffer> choose(Demand demand, Stream<PlaceableOffer> offers) {
    Stream<PlaceableOffer> fitting = offers.filter(demand::fits);
    Optional<PlaceableOffer> chosen =
        switch (strategy) {
          case FIRST_FIT -> fitting.findFirst();
          case BEST_FIT -> fitting.min(comparingDouble(offer -> Shortfall.surplus(demand, offer)));
          case SPREAD ->
              fitting.min(comparingInt(offer -> launchesByAgent.getOrDefault(offer.agentId(), 0)));
        };
    chosen.ifPresent(offer -> launchesByAgent.merge(offer.agentId(), 1, Integer::sum));
    return chosen;
  }
}
