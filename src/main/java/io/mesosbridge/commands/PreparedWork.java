package io.mesosbridge.commands;

import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.preparation.Prepared;
import io.mesosbridge.state.Intent;
import java.util.List;

/**
 * A command whose call is ready.
 *
 * @param ready its call; what is sent may be one that it shares with others
 * @param intent to be written before the call leaves; null when the call may be repeated
 */
record PreparedWork(CommandWork work, Prepared.Ready ready, Intent intent) {

  Command command() {
    return (Command) work.reading();
  }

  List<String> offerIds() {
    return ready.offerIds();
  }
}
