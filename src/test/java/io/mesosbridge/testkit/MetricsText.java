package io.mesosbridge.testkit;

import java.util.Arrays;

/** The numbers of {@code /q/metrics}, at one moment. */
record MetricsText(String text) {

  /**
   * The sum of a metric's samples that carry these labels; 0 when there is none.
   *
   * @param name as Prometheus spells it, such as {@code bridge_records_total}
   * @param labels such as {@code type="ERROR"}
   */
  double sum(String name, String... labels) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Arrays.stream(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
