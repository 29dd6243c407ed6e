package io.mesosbridge.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What applications do: launch on offers that they chose or let the bridge choose, kill, use ids of
 * tasks again, and send the same command twice.
 */
final class Workload {

  /** Tasks of this kind are killed before they are launched, and never after. */
  static final String PAIR = "pair-";

  /** Commands of this kind are too large to be read by whoever may die of it. */
  static final String LARGE = "large-";

  private static final List<String> COMMANDS =
      List.of("sleep 1", "sleep 5", "sleep 30", "sleep infinity", "sleep infinity", "exit 1");
  private static final int LARGEST = (8 << 20) - 4_096;

  private final ChaosWorld world;
  private final Relauncher relauncher;
  private final Random random;
  private final Map<String, Runnable> repeatable = new TreeMap<>();
  private final List<String> tasks = new ArrayList<>();
  private int number;

  Workload(ChaosWorld world, Relauncher relauncher, long seed) {
    this.world = world;
    this.relauncher = relauncher;
    this.random = new Random(seed);
  }

  /** Sends the next command. */
  void next() {
    int dice = random.nextInt(100);
    if (dice < 4) {
      repeat();
    } else if (dice < 5) {
      int bytes = random.nextInt(1 << 20, LARGEST);
      world.commander().large(LARGE + ++number, bytes);
    } else if (dice < 8) {
      relauncher.launch(Relauncher.PREFIX + ++number);
    } else if (dice < 12) {
      String task = PAIR + ++number;
      kill(task);
      launch(task, null, "sleep infinity");
    } else if (dice < 15 && !tasks.isEmpty()) {
      String task = someTask();
      kill(task);
      launch(task, null, someShellCommand());
    } else if (dice < 17) {
      String task = "vain-" + ++number;
      String id = "launch-" + task;
      send(id, () -> world.commander().launchInVain(id, task));
    } else if (dice < 35 && !tasks.isEmpty()) {
      kill(someTask());
    } else {
      String task = "task-" + ++number;
      tasks.add(task);
      launch(task, dice < 70 ? someOffer() : null, someShellCommand());
    }
  }

  /** Nobody can know a command again whose result somebody has deleted. */
  private void repeat() {
    repeatable.keySet().removeIf(world.forgiven()::command);
    List<Runnable> commands = List.copyOf(repeatable.values());
    if (!commands.isEmpty()) {
      commands.get(random.nextInt(commands.size())).run();
    }
  }

  private void launch(String task, String offerId, String shell) {
    String id = "launch-" + ++number + "-" + task;
    send(id, () -> world.commander().launch(id, offerId, task, shell));
  }

  private void kill(String task) {
    String id = "kill-" + ++number + "-" + task;
    send(id, () -> world.commander().kill(id, task));
  }

  private void send(String id, Runnable command) {
    repeatable.put(id, command);
    command.run();
  }

  private String someTask() {
    return tasks.get(random.nextInt(tasks.size()));
  }

  private String someShellCommand() {
    return COMMANDS.get(random.nextInt(COMMANDS.size()));
  }

  private String someOffer() {
    List<String> offers = List.copyOf(world.topics().table(ChaosWorld.OFFERS).keySet());
    return offers.isEmpty() ? null : offers.get(random.nextInt(offers.size()));
  }
}
