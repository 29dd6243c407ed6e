package io.mesosbridge.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What applications do: launch on offers that they chose or let the bridge choose, and kill. */
final class Workload {

  private static final List<String> COMMANDS =
      List.of("sleep 1", "sleep 5", "sleep 30", "sleep infinity", "sleep infinity", "exit 1");

  private final ChaosWorld world;
  private final Random random;
  private final List<Runnable> repeatable = new ArrayList<>();
  private final List<String> tasks = new ArrayList<>();
  private int number;

  Workload(ChaosWorld world, long seed) {
    this.world = world;
    this.random = new Random(seed);
  }

  /** Sends the next command. */
  void next() {
    int dice = random.nextInt(100);
    if (dice < 4 && !repeatable.isEmpty()) {
      repeatable.get(random.nextInt(repeatable.size())).run();
    } else if (dice < 30 && !tasks.isEmpty()) {
      kill(tasks.get(random.nextInt(tasks.size())));
    } else {
      launch(dice < 70 ? someOffer() : null);
    }
  }

  private void launch(String offerId) {
    String task = "task-" + ++number;
    String shell = COMMANDS.get(random.nextInt(COMMANDS.size()));
    tasks.add(task);
    send(() -> world.commander().launch("launch-" + task, offerId, task, shell));
  }

  private void kill(String task) {
    String id = "kill-" + ++number + "-" + task;
    send(() -> world.commander().kill(id, task));
  }

  private void send(Runnable command) {
    repeatable.add(command);
    command.run();
  }

  private String someOffer() {
    List<String> offers = List.copyOf(world.topics().table(ChaosWorld.OFFERS).keySet());
    return offers.isEmpty() ? null : offers.get(random.nextInt(offers.size()));
  }
}
