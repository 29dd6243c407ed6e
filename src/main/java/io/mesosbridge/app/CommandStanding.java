package io.mesosbridge.app;

import io.mesosbridge.core.Bridge;
import io.mesosbridge.core.Fact.Place;
import java.util.List;

/**
 * Where a command stands, as far as this instance knows.
 *
 * @param leader whether this instance leads, and so knows of commands without result
 * @param state of a command that this instance has in hand; null for none
 * @param results where its result may stand, the last one first; others' ids may have one hash
 */
public record CommandStanding(boolean leader, String state, List<Place> results) {

  /**
   * To be asked on the bridge's event loop.
   *
   * @param identity what tells the command from others that have, or had, its id
   */
  public static CommandStanding of(Bridge bridge, String id, String identity) {
    return new CommandStanding(
        bridge.term().isPresent(),
        bridge.term().flatMap(term -> term.commands().standing(id)).orElse(null),
        bridge.memory().results().findAll(identity));
  }
}
