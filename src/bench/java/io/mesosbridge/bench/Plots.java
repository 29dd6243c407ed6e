package io.mesosbridge.bench;

import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.BoxChartBuilder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.Styler;

/** Pictures of what one part of the suite has found, beside its tables. */
final class Plots {

  private static final int WIDTH = 1_200;
  private static final int HEIGHT = 500;
  private static final Font LABELS =
      new Font(Font.SANS_SERIF, Font.PLAIN, 10); // longer, none is shown
  private static final double[] PERCENTILES = {50, 90, 99, 99.9};

  private final Path folder;
  private final String part;
  private final Map<String, Map<String, List<Double>>> rounds = new LinkedHashMap<>();
  private final Map<String, Histogram> latencies = new LinkedHashMap<>();

  /** They go to that folder, under the part's name. */
  Plots(Path folder, String part) {
    this.folder = folder;
    this.part = part;
  }

  /** Each round's figure; those of one unit share a picture. */
  void add(String label, String unit, List<Double> values) {
    rounds.computeIfAbsent(unit, any -> new LinkedHashMap<>()).put(label, new ArrayList<>(values));
  }

  /** Latencies in microseconds; all share a picture. */
  void add(String label, Histogram micros) {
    latencies.put(label, micros);
  }

  /** Writes {@code <part>-<unit>.png} for each unit, and {@code <part>-latencies.png}. */
  void write() throws IOException {
    for (Map.Entry<String, Map<String, List<Double>>> unit : rounds.entrySet()) {
      BoxChart boxes =
          new BoxChartBuilder()
              .width(WIDTH)
              .height(HEIGHT)
              .title(part + ": all rounds")
              .yAxisTitle(unit.getKey())
              .build();
      boxes.getStyler().setAxisTickLabelsFont(LABELS).setXAxisLabelRotation(20);
      unit.getValue().forEach(boxes::addSeries);
      BitmapEncoder.saveBitmap(boxes, file(unit.getKey()), BitmapEncoder.BitmapFormat.PNG);
    }
    if (!latencies.isEmpty()) {
      BitmapEncoder.saveBitmap(percentiles(), file("latencies"), BitmapEncoder.BitmapFormat.PNG);
    }
  }

  private CategoryChart percentiles() {
    CategoryChart lines =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(part + ": all rounds")
            .xAxisTitle("percentile")
            .yAxisTitle("ms")
            .build();
    lines.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
    lines.getStyler().setYAxisLogarithmic(true).setLegendPosition(Styler.LegendPosition.OutsideE);
    List<String> names = Arrays.stream(PERCENTILES).mapToObj(Double::toString).toList();
    latencies.forEach(
        (label, micros) ->
            lines.addSeries(
                label,
                names,
                Arrays.stream(PERCENTILES)
                    .mapToObj(at -> micros.getValueAtPercentile(at) / 1e3)
                    .toList()));
    return lines;
  }

  private String file(String of) {
    return folder.resolve(part + "-" + of.replaceAll("[^a-zA-Z0-9]+", "-")).toString();
  }
}
