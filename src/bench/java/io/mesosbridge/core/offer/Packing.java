package io.mesosbridge.core.offer;

import static java.util.Comparator.comparingDouble;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.offer.Constraint.Operator;
import io.mesosbridge.core.offer.WaitingLaunch.Carried;
import io.mesosbridge.core.offer.WaitingLaunch.Placed;
import io.mesosbridge.core.offer.WaitingLaunch.Sharing;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Placement alone, in one thread: launches of all sizes come a hundred at a time to a cluster of
 * three sizes of agents in forty racks, which offers what each ACCEPT has left again. It is held
 * against a packer that knows all launches beforehand, takes the largest first, each where least is
 * left, and heeds no constraint (best fit decreasing): nobody who takes them as they come can be
 * expected to fill the cluster better.
 */
public final class Packing {

  private static final Now NOW = new Now(0, 1_900_000_000_000L);
  private static final int AT_ONCE = 100;
  private static final int RACKS = 40;
  private static final int OF_A_GROUP = 20;
  private static final double[] CPUS = {0.1, 0.25, 0.5, 1, 2, 4};
  private static final int GIB_OF_A_CPU = 4;
  private static final int[] AGENTS = {8, 8, 8, 16, 16, 32};

  private final Random random;
  private final TaskGroups tasks = new TaskGroups();
  private final FreeOffers offers = new FreeOffers(tasks, Duration.ofMinutes(10));
  private final WaitingLaunches<Want> waiting;
  private final Map<String, Agent> agents = new LinkedHashMap<>();
  private final Map<String, Agent> outstanding = new LinkedHashMap<>();
  private final List<Want> wants = new ArrayList<>();
  private int offered;

  /** Of a launch, in CPUs and GiB. */
  private record Want(double cpus, double mem) {
    /** As much as the scarcer of the two, since agents have four GiB for each CPU. */
    private double size() {
      return Math.max(cpus, mem / GIB_OF_A_CPU);
    }

    private String text() {
      return "cpus:%s;mem:%d;ports:1".formatted(cpus, (long) (mem * 1024));
    }
  }

  /** What of it is free. */
  private static final class Agent {
    private final String id;
    private final double all;
    private double cpus;
    private double mem;

    private Agent(String id, int cpus) {
      this.id = id;
      this.all = cpus;
      this.cpus = cpus;
      this.mem = cpus * (double) GIB_OF_A_CPU;
    }

    private boolean has(Want want) {
      return cpus + 1e-6 >= want.cpus && mem + 1e-6 >= want.mem;
    }

    private void take(Want want) {
      cpus -= want.cpus;
      mem -= want.mem;
    }

    private double used() {
      return (all - cpus + all - mem / GIB_OF_A_CPU) / 2;
    }
  }

  /**
   * What was found.
   *
   * @param micros processor time of the thread for each launch
   * @param placed how many launches got an offer
   * @param used share of the cluster's CPUs and memory that tasks have
   * @param bound the same of best fit decreasing
   * @param wanted the same if all that is wanted fitted, and 1 for more; nobody can have more
   */
  public record Found(double micros, int placed, double used, double bound, double wanted) {}

  private Packing(int number, int launches, Random random) {
    this.random = random;
    this.waiting = new WaitingLaunches<>(offers, tasks, Policy.PACK, launches, Duration.ZERO);
    for (int i = 0; i < number; i++) {
      Agent agent = new Agent("agent-" + i, AGENTS[i % AGENTS.length]);
      agents.put(agent.id, agent);
    }
  }

  /** Launches so many, in an order and of sizes that the seed says. */
  public static Found of(int agents, int launches, long seed) {
    Packing packing = new Packing(agents, launches, new Random(seed));
    packing.agents.values().forEach(packing::offer);
    packing.offers.read(NOW);
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    int placed = 0;
    for (int i = 0; i < launches; i++) {
      packing.add(i);
      if (i % AT_ONCE == AT_ONCE - 1 || i == launches - 1) {
        placed += packing.place();
      }
    }
    long micros = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1_000;
    return new Found(
        micros / (double) launches, placed, packing.used(), packing.bound(), packing.wanted());
  }

  private void offer(Agent agent) {
    String id = "offer-" + offered++;
    String json =
        """
        {"id":{"value":"%s"},"agent_id":{"value":"%s"},"hostname":"%s.example.org",
         "attributes":[{"name":"rack","type":"TEXT","text":{"value":"r%d"}}],
         "allocation_info":{"role":"web"},"resources":%s}\
        """
            .formatted(
                id,
                agent.id,
                agent.id,
                agent.id.hashCode() % RACKS,
                ResourceFormat.parse(
                    "cpus:%.3f;mem:%.0f;ports:[31000-32000]"
                        .formatted(Math.max(0, agent.cpus), Math.max(0, agent.mem) * 1024)));
    outstanding.put(id, agent);
    offers.came(new OutstandingOffer(id, agent.id, json.getBytes(StandardCharsets.UTF_8), 0));
  }

  /** One in five is of a group that is spread. */
  private void add(int number) {
    double cpus = CPUS[random.nextInt(CPUS.length)];
    Want want = new Want(cpus, cpus * (1 << random.nextInt(4))); // 1 to 8 GiB of each
    wants.add(want);
    List<Constraint> constraints =
        number % 5 != 0
            ? List.of()
            : number % 2 == 0
                ? List.of(Constraint.of("hostname", Operator.UNIQUE, null))
                : List.of(Constraint.of("rack", Operator.GROUP_BY, "3"));
    JsonNode resources = ResourceFormat.parse(want.text());
    waiting.add(
        new WaitingLaunch<>(
            "launch-" + number,
            want,
            List.of("task-%d.%d".formatted(number / (5 * OF_A_GROUP), number)),
            Demand.of(List.of(resources)),
            new Wishes(null, 0, null, null, constraints),
            new Sharing(null, AT_ONCE),
            500,
            Long.MAX_VALUE));
  }

  /** And offers again what is left, as Mesos does. */
  private int place() {
    int number = 0;
    for (Placed<Want> placed : waiting.place(NOW)) {
      Agent agent = null;
      for (String offerId : placed.offerIds()) {
        agent = outstanding.remove(offerId);
        offers.went(offerId);
      }
      for (Carried<Want> carried : placed.launches()) {
        agent.take(carried.launch().launch());
        number++;
      }
      offer(agent);
    }
    return number;
  }

  private double used() {
    return share(agents.values());
  }

  private static double share(Iterable<Agent> agents) {
    double used = 0;
    double all = 0;
    for (Agent agent : agents) {
      used += agent.used();
      all += agent.all;
    }
    return used / all;
  }

  private double wanted() {
    double all = agents.values().stream().mapToDouble(agent -> agent.all).sum();
    double cpus = wants.stream().mapToDouble(Want::cpus).sum() / all;
    double mem = wants.stream().mapToDouble(Want::mem).sum() / (all * GIB_OF_A_CPU);
    return (Math.min(1, cpus) + Math.min(1, mem)) / 2;
  }

  private double bound() {
    List<Agent> empty =
        agents.values().stream().map(agent -> new Agent(agent.id, (int) agent.all)).toList();
    wants.stream()
        .sorted(comparingDouble(Want::size).reversed())
        .forEach(
            want ->
                empty.stream()
                    .filter(agent -> agent.has(want))
                    .min(comparingDouble(agent -> agent.cpus + agent.mem / GIB_OF_A_CPU))
                    .ifPresent(agent -> agent.take(want)));
    return share(empty);
  }
}
