package io.mesosbridge.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** What one part of the suite has found: tables for the console and a JSON file for programs. */
final class Report {

  /** Where reports and the logs of processes go. */
  static final Path FOLDER =
      Path.of(System.getProperty("basedir", "."), "target", "bench").toAbsolutePath().normalize();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

  private final String part;
  private final Machine machine = Machine.now();
  private final long started = System.nanoTime();
  private final Map<Key, List<Double>> rows = new LinkedHashMap<>();
  private final Map<Key, Histogram> latencies = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  /** What was measured, of which build or peer, in which unit. */
  private record Key(String what, String who, String unit) {

    private String label() {
      return what + ", " + who;
    }
  }

  Report(String part) {
    this.part = part;
  }

  String part() {
    return part;
  }

  /** One round's figure. */
  void add(String what, String who, String unit, double value) {
    rows.computeIfAbsent(new Key(what, who, unit), any -> new ArrayList<>()).add(value);
    System.out.printf("  %s, %s: %.4g %s%n", what, who, value, unit);
  }

  /** One round's latencies in microseconds, as they were from the times that were intended. */
  void add(String what, String who, Histogram micros) {
    add(what, who, "ms p50", micros.getValueAtPercentile(50) / 1e3);
    add(what, who, "ms p99", micros.getValueAtPercentile(99) / 1e3);
    latencies.computeIfAbsent(new Key(what, who, "ms"), any -> new Histogram(3)).add(micros);
  }

  /** The quotient of two figures, round by round. */
  void ratio(String what, String one, String other, String unit) {
    ratio(what, one, what, other, unit);
  }

  /** The same of different things. */
  void ratio(String what, String one, String otherWhat, String other, String unit) {
    List<Double> ones = rows.getOrDefault(new Key(what, one, unit), List.of());
    List<Double> others = rows.getOrDefault(new Key(otherWhat, other, unit), List.of());
    if (!ones.isEmpty() && ones.size() == others.size()) {
      String who = "%s to %s".formatted(one, other);
      IntStream.range(0, ones.size())
          .forEach(round -> add(what, who, "of " + unit, ones.get(round) / others.get(round)));
    }
  }

  /** The difference of two figures, round by round. */
  void difference(String what, String one, String other, String unit) {
    List<Double> ones = rows.getOrDefault(new Key(what, one, unit), List.of());
    List<Double> others = rows.getOrDefault(new Key(what, other, unit), List.of());
    IntStream.range(0, Math.min(ones.size(), others.size()))
        .forEach(
            round -> add(what, one + " less " + other, unit, ones.get(round) - others.get(round)));
  }

  /** Something that is no figure. */
  void say(String note) {
    notes.add(note);
    System.out.println("  " + note);
  }

  /** Prints it, writes it to {@code <part>.json} and draws it. */
  void end() throws IOException {
    double seconds = (System.nanoTime() - started) / 1e9;
    Machine after = Machine.now();
    System.out.printf("%n## %s: %.0f s, %s%n%n", part, seconds, machine);
    System.out.printf("load %.1f at the start, %.1f at the end%n%n", machine.load(), after.load());
    System.out.println("| what | who | median | quartiles | least, most | rounds | unit |");
    System.out.println("|--|--|--|--|--|--|--|");
    rows.forEach((key, values) -> print(key, sorted(values)));
    if (!latencies.isEmpty()) {
      System.out.printf("%n| all rounds, ms | who | p50 | p90 | p99 | p99.9 | most | of |%n");
      System.out.println("|--|--|--|--|--|--|--|--|");
      latencies.forEach(Report::print);
    }
    notes.forEach(note -> System.out.println("\n" + note));
    ObjectNode json = JSON.createObjectNode().put("part", part).put("seconds", seconds);
    json.set("machine", JSON.valueToTree(machine));
    json.put("loadAtTheEnd", after.load());
    rows.forEach((key, values) -> write(json.withArray("rows"), key, values));
    latencies.forEach((key, histogram) -> write(json.withArray("latencies"), key, histogram));
    notes.forEach(json.withArray("notes")::add);
    Path file = Files.createDirectories(FOLDER).resolve(part + ".json");
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
    System.out.println("\n" + file);
    Plots plots = new Plots(FOLDER, part);
    rows.forEach((key, values) -> plots.add(key.label(), key.unit, values));
    latencies.forEach((key, histogram) -> plots.add(key.label(), histogram));
    plots.write();
  }

  private static void print(Key key, double[] sorted) {
    System.out.printf(
        "| %s | %s | %.4g | %.4g, %.4g | %.4g, %.4g | %d | %s |%n",
        key.what,
        key.who,
        quantile(sorted, 0.5),
        quantile(sorted, 0.25),
        quantile(sorted, 0.75),
        sorted[0],
        sorted[sorted.length - 1],
        sorted.length,
        key.unit);
  }

  private static void print(Key key, Histogram micros) {
    System.out.printf("| %s | %s ", key.what, key.who);
    Arrays.stream(PERCENTILES)
        .forEach(at -> System.out.printf("| %.3f ", micros.getValueAtPercentile(at) / 1e3));
    System.out.printf("| %d |%n", micros.getTotalCount());
  }

  private static void write(ArrayNode array, Key key, List<Double> values) {
    double[] sorted = sorted(values);
    ObjectNode row = array.addObject().put("what", key.what).put("who", key.who);
    row.put("unit", key.unit).put("median", quantile(sorted, 0.5));
    row.put("lowerQuartile", quantile(sorted, 0.25)).put("upperQuartile", quantile(sorted, 0.75));
    values.forEach(row.withArray("rounds")::add);
  }

  private static void write(ArrayNode array, Key key, Histogram micros) {
    ObjectNode row = array.addObject().put("what", key.what).put("who", key.who);
    row.put("unit", "ms").put("count", micros.getTotalCount());
    for (double at : PERCENTILES) {
      row.put("p" + at, micros.getValueAtPercentile(at) / 1e3);
    }
  }

  private static double[] sorted(List<Double> values) {
    return values.stream().mapToDouble(value -> value).sorted().toArray();
  }

  /** Of sorted values, between two of them where need be. */
  static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    double below = sorted[(int) Math.floor(at)];
    return below + (at - Math.floor(at)) * (sorted[(int) Math.ceil(at)] - below);
  }
}
