package io.mesosbridge.chaos;

import io.mesosbridge.sandbox.mesos.Ledger;
import java.util.Map;
import java.util.TreeMap;

/** How much happened, for people who read the log. */
record Tally(ChaosWorld world) {

  @Override
  public String toString() {
    Ledger ledger = world.cluster().ledger();
    Map<String, Integer> results = new TreeMap<>();
    world
        .topics()
        .records(ChaosWorld.RESULTS)
        .forEach(
            record -> {
              Result result = Result.of(record.value());
              results.merge((result.outcome() + " " + result.code()).trim(), 1, Integer::sum);
            });
    Map<String, Integer> notices = new TreeMap<>();
    world
        .topics()
        .records(ChaosWorld.EVENTS)
        .forEach(
            record -> {
              String type = Follower.header(record, "ce_type");
              notices.merge(type.substring(type.lastIndexOf('.') + 1), 1, Integer::sum);
            });
    StringBuilder bridges = new StringBuilder();
    for (int number = 0; number < world.bridges().count(); number++) {
      bridges
          .append("\nbridge ")
          .append(number)
          .append(": ")
          .append(world.bridges().status(number));
    }
    return "%d commands, results %s; %d launches, %d updates with uuid, %d live; %d calls; events %s%s"
        .formatted(
            world.commander().sent().size(),
            results,
            ledger.launches().size(),
            ledger.updates().size(),
            ledger.liveTasks().size(),
            ledger.callCount(),
            notices,
            bridges);
  }
}
