package io.mesosbridge.app;

import io.mesosbridge.core.Bridge;
import io.mesosbridge.core.Claims;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.task.LiveTask;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/**
 * The tables at one moment: offers, live tasks, and launches that wait, as their topics have them,
 * so that an instance knows them whether it leads or stands by.
 *
 * @param leader whether this instance leads
 * @param ledBy who leads
 * @param offers the {@code Offer} objects, verbatim, by id
 * @param launches the rows' JSON by command
 */
public record Tables(
    boolean leader,
    LedBy ledBy,
    List<LiveTask> tasks,
    Map<String, byte[]> offers,
    Map<String, byte[]> launches) {

  /**
   * Who leads: whose claim is the last one.
   *
   * @param instance the name of a process, null while nobody is known to
   * @param epoch that one's, -1 while nobody is known to
   */
  @RegisterForReflection
  public record LedBy(String instance, long epoch) {

    /** What the bridge has read of claims; to be asked on its event loop. */
    public static LedBy of(Bridge bridge) {
      Claims claims = bridge.memory().claims();
      return new LedBy(claims.claimant(), claims.claimedEpoch());
    }
  }

  /** What the bridge knows now; to be asked on its event loop. */
  static Tables of(Bridge bridge) {
    Memory memory = bridge.memory();
    return new Tables(
        bridge.term().isPresent(),
        LedBy.of(bridge),
        List.copyOf(memory.tasks().values()),
        Map.copyOf(memory.offers()),
        Map.copyOf(memory.listedLaunches()));
  }
}
